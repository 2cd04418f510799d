import QtQuick
import QtQuick.Layouts
import KioskModels

// Paid and recorded: how would you like the receipt?
Item {
    id: root

    required property LaneView lane
    readonly property ReceiptView receipt: lane.receipt

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: Theme.edge
        anchors.topMargin: 0
        spacing: 24

        Item {
            Layout.fillHeight: true
        }
        PaidMark {
            Layout.alignment: Qt.AlignHCenter
        }
        Words {
            Layout.alignment: Qt.AlignHCenter
            text: qsTr("Paid %1").arg(root.receipt.total)
            font.pixelSize: Theme.price
            font.bold: true
        }
        Words {
            Layout.alignment: Qt.AlignHCenter
            text: qsTr("How would you like your receipt?")
            font.pixelSize: Theme.title
            color: Theme.ink2
        }
        Item {
            Layout.fillHeight: true
        }
        GridLayout {
            Layout.fillWidth: true
            columns: Theme.landscape ? 3 : 1
            columnSpacing: 24
            rowSpacing: 24

            ActionButton {
                objectName: "receiptPaper"
                Layout.fillWidth: true
                implicitHeight: 160
                kind: "primary"
                glyph: "printer"
                textSize: Theme.title
                enabled: root.receipt.paper
                text: root.receipt.paper ? qsTr("On paper") : qsTr("No paper just now")
                onClicked: root.receipt.choose("paper")
            }
            ActionButton {
                objectName: "receiptScreen"
                Layout.fillWidth: true
                implicitHeight: 160
                glyph: "qr-code"
                textSize: Theme.title
                text: qsTr("As a QR code")
                onClicked: root.receipt.choose("screen")
            }
            ActionButton {
                objectName: "receiptNone"
                Layout.fillWidth: true
                implicitHeight: 160
                glyph: "x"
                textSize: Theme.title
                visible: root.receipt.optional
                text: qsTr("No receipt")
                onClicked: root.receipt.choose("none")
            }
        }
    }
}
