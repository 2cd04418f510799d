import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import KioskModels

// One line: picture, name, quantity, why it is cheaper, and what it costs.
AbstractButton {
    id: root

    required property string key
    required property string name
    required property string quantity
    required property string unit
    required property string amount
    required property string was
    required property string why
    required property string picture
    required property string category
    required property bool child
    required property string alert
    property bool forStaff: false
    property bool touchable: true

    enabled: !child
    implicitHeight: child ? 64 : Math.max(Theme.target + 12, lines.implicitHeight + 20)
    Accessible.role: Accessible.ListItem
    Accessible.name: name + ", " + quantity + ", " + amount

    // Fades the row in once; it ends at full whatever the list does meanwhile.
    property alias arrive: arrival
    NumberAnimation {
        id: arrival
        target: root
        property: "opacity"
        from: 0.4 // legible in its first frame
        to: 1
        duration: Theme.quick
        easing.type: Easing.OutQuad
    }

    background: Rectangle {
        color: root.down ? Theme.raised : "transparent"

        Rectangle {
            anchors.bottom: parent.bottom
            width: parent.width
            height: 2
            color: Theme.line
        }
    }
    contentItem: RowLayout {
        spacing: 20

        ProductPicture {
            Layout.leftMargin: 8
            visible: !root.child
            implicitWidth: 76
            implicitHeight: 76
            picture: root.picture
            category: root.category
        }
        ColumnLayout {
            id: lines
            Layout.fillWidth: true
            Layout.leftMargin: root.child ? 104 : 0
            spacing: -2

            Words {
                Layout.fillWidth: true
                text: root.name
                font.pixelSize: root.child ? Theme.small : Theme.body
                color: root.child ? Theme.ink2 : Theme.ink
                wrapMode: Text.Wrap
                maximumLineCount: 2
                elide: Text.ElideRight
                lineHeight: 0.86
            }
            Words {
                Layout.fillWidth: true
                visible: text !== ""
                text: root.alert !== "" ? root.alert : root.why
                font.pixelSize: 22
                elide: Text.ElideRight
                color: root.alert !== "" ? Theme.warn : Theme.savings
            }
        }
        Words {
            Layout.minimumWidth: 112
            horizontalAlignment: Text.AlignRight
            text: root.child ? "" : root.quantity
            color: Theme.ink2
        }
        ColumnLayout {
            Layout.minimumWidth: 176
            Layout.rightMargin: 8
            spacing: -6

            Words {
                Layout.alignment: Qt.AlignRight
                text: root.amount
                font.pixelSize: root.child ? Theme.small : Theme.emphasis
                font.bold: !root.child
                color: root.child ? Theme.ink2 : Theme.ink
            }
            Words {
                Layout.alignment: Qt.AlignRight
                visible: text !== ""
                text: root.was
                font.pixelSize: 22
                font.strikeout: true
                color: Theme.ink2
            }
        }
        Glyph {
            visible: root.touchable
            opacity: root.child ? 0 : 1 // a deposit's amount stays in the column
            Layout.rightMargin: 8
            implicitWidth: 32
            implicitHeight: 32
            name: root.forStaff ? "trash-2" : "chevron-right"
            color: Theme.ink2
        }
    }
}
