import QtQuick
import QtQuick.Layouts
import KioskModels

// Thank you: the receipt, what was saved, and a ring until the next shopper.
Item {
    id: root

    required property LaneView lane
    readonly property ReceiptView receipt: lane.receipt

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: Theme.edge
        anchors.topMargin: 0
        spacing: 20

        Item {
            Layout.fillHeight: true
        }
        PaidMark {
            Layout.alignment: Qt.AlignHCenter
        }
        Words {
            Layout.alignment: Qt.AlignHCenter
            text: qsTr("Thank you!")
            font.pixelSize: Theme.total
            font.bold: true
        }
        Words {
            Layout.alignment: Qt.AlignHCenter
            text: qsTr("Paid %1").arg(root.receipt.total)
            font.pixelSize: Theme.title
        }
        Words {
            Layout.alignment: Qt.AlignHCenter
            visible: root.receipt.savings !== ""
            text: qsTr("You saved %1 today").arg(root.receipt.savings)
            font.pixelSize: Theme.emphasis
            font.bold: true
            color: Theme.savings
        }
        ReceiptState {
            Layout.alignment: Qt.AlignHCenter
            Layout.topMargin: 24
            receipt: root.receipt
        }
        Words {
            Layout.alignment: Qt.AlignHCenter
            text: qsTr("Receipt %1").arg(root.receipt.number)
            font.pixelSize: Theme.small
            color: Theme.ink2
        }
        Item {
            Layout.fillHeight: true
        }
        RowLayout {
            Layout.fillWidth: true
            spacing: 32

            Item {
                implicitWidth: 144
                implicitHeight: 144

                Ring {
                    anchors.fill: parent
                    fraction: root.receipt.fractionLeft
                    color: Theme.accent
                    track: Theme.line
                }
                Words {
                    anchors.centerIn: parent
                    text: root.receipt.secondsLeft
                    font.pixelSize: Theme.title
                    font.bold: true
                    Accessible.name: qsTr("%n second(s)", "", root.receipt.secondsLeft)
                }
            }
            ActionButton {
                objectName: "finish"
                Layout.fillWidth: true
                implicitHeight: 144
                kind: "primary"
                textSize: Theme.title
                text: qsTr("Done")
                onClicked: root.receipt.finish()
            }
        }
    }
}
