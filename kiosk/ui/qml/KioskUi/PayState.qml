import QtQuick
import QtQuick.Layouts
import KioskModels

// What the payment is doing, in one picture, one title, one sentence.
ColumnLayout {
    id: root

    required property PayView pay
    readonly property bool worried: pay.step === "checking" || pay.step === "staff"
        || pay.step === "undoing" || pay.blocked
    readonly property color pen: worried ? Theme.warn : Theme.accent

    spacing: Theme.landscape ? 8 : 16

    Item {
        Layout.alignment: Qt.AlignHCenter
        implicitWidth: Theme.landscape ? (Theme.lowered ? 104 : 136) : 208
        implicitHeight: implicitWidth

        Rectangle {
            anchors.fill: parent
            radius: width / 2
            color: root.worried ? Theme.warnSoft : Theme.accentSoft
        }
        Glyph {
            anchors.centerIn: parent
            width: parent.width / 2
            height: width
            visible: root.pay.seconds < 0
            name: root.pay.blocked || root.pay.step === "staff" ? "hand-helping"
                : root.pay.step === "choose" ? "qr-code"
                : root.pay.step === "confirm" ? "smartphone"
                : root.pay.step === "paid" ? "check"
                : root.pay.step === "undoing" ? "undo-2" : "clock"
            color: root.pen
        }
        Words {
            anchors.centerIn: parent
            visible: root.pay.seconds >= 0
            text: root.pay.seconds
            font.pixelSize: Theme.landscape ? Theme.title : Theme.price
            font.bold: true
            color: root.pen
            Accessible.name: qsTr("%n second(s)", "", root.pay.seconds)
        }
        Ring {
            anchors.fill: parent
            visible: root.pay.seconds >= 0
            fraction: root.pay.fraction
            color: root.pen
            track: Theme.line
        }
    }
    Words {
        Layout.fillWidth: true
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.Wrap
        text: root.pay.title
        font.pixelSize: Theme.price
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 40
        font.bold: true
        lineHeight: 0.9
        Accessible.role: Accessible.AlertMessage
    }
    Words {
        Layout.fillWidth: true
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.Wrap
        text: root.pay.hint
        font.pixelSize: Theme.emphasis
        color: Theme.ink2
    }
}
