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

        GridLayout {
            Layout.fillHeight: true
            Layout.alignment: Qt.AlignHCenter
            columns: Theme.landscape ? 2 : 1
            columnSpacing: 160
            rowSpacing: 48

            ColumnLayout {
                Layout.alignment: Qt.AlignCenter
                spacing: 12

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
            }
            ReceiptState {
                Layout.alignment: Qt.AlignCenter
                receipt: root.receipt
            }
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
