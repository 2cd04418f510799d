pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import KioskModels

// Paying: the amount, what to do now, what is known; and the way back.
Item {
    id: root

    required property LaneView lane
    readonly property PayView pay: lane.pay
    readonly property bool choosing: pay.step === "choose"

    GridLayout {
        anchors.fill: parent
        anchors.margins: Theme.edge
        anchors.topMargin: 0
        columns: Theme.landscape ? 2 : 1
        columnSpacing: 40
        rowSpacing: 24

        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: Theme.landscape
            Layout.preferredWidth: 860
            spacing: 24

            Panel {
                Layout.fillWidth: true
                Layout.fillHeight: Theme.landscape
                implicitHeight: 360

                ColumnLayout {
                    anchors.fill: parent
                    anchors.margins: 32
                    spacing: 4

                    Item {
                        Layout.fillHeight: !Theme.landscape
                    }

                    Words {
                        Layout.alignment: Qt.AlignHCenter
                        text: qsTr("To pay")
                        font.pixelSize: Theme.title
                        color: Theme.ink2
                    }
                    Words {
                        Layout.fillWidth: true
                        horizontalAlignment: Text.AlignHCenter
                        text: root.pay.amount
                        font.pixelSize: Theme.total * 1.25
                        fontSizeMode: Text.HorizontalFit
                        minimumPixelSize: 64
                        font.bold: true
                        lineHeight: 0.9
                    }
                    RowLayout {
                        Layout.alignment: Qt.AlignHCenter
                        spacing: 32

                        Words {
                            text: qsTr("%n item(s)", "", root.lane.basket.pieces)
                            color: Theme.ink2
                        }
                        Words {
                            visible: root.lane.basket.savings !== ""
                            text: qsTr("You save %1").arg(root.lane.basket.savings)
                            font.bold: true
                            color: Theme.savings
                        }
                    }
                    Item {
                        Layout.fillHeight: !Theme.landscape
                    }
                    CartList {
                        Layout.fillWidth: true
                        Layout.fillHeight: true
                        Layout.topMargin: 16
                        visible: Theme.landscape
                        enabled: false // to look at: it changes in scanning only
                        lane: root.lane
                    }
                }
            }
            NoticeBar {
                Layout.fillWidth: true
                visible: Theme.landscape && root.lane.notice.visible
                lane: root.lane
            }
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 900
            spacing: Theme.landscape ? 12 : 24

            Item {
                Layout.fillHeight: true
            }
            PayState {
                Layout.fillWidth: true
                pay: root.pay
            }
            CameraView {
                Layout.alignment: Qt.AlignHCenter
                visible: root.choosing && !root.pay.blocked && root.lane.hasCamera
                lane: root.lane
            }
            RowLayout {
                Layout.alignment: Qt.AlignHCenter
                visible: root.choosing && !root.pay.blocked
                spacing: 20

                Words {
                    text: qsTr("Accepted here:")
                    color: Theme.ink2
                }
                Repeater {
                    model: root.pay.wallets
                    delegate: Rectangle {
                        id: mark
                        required property string name
                        implicitWidth: word.implicitWidth + 48
                        implicitHeight: 64
                        radius: 32
                        color: Theme.accentSoft

                        Words {
                            id: word
                            anchors.centerIn: parent
                            text: mark.name
                            font.bold: true
                            color: Theme.accent
                        }
                    }
                }
            }
            Item {
                Layout.fillHeight: true
            }
            NoticeBar {
                Layout.fillWidth: true
                visible: !Theme.landscape && root.lane.notice.visible
                lane: root.lane
            }
            ActionButton {
                objectName: "backToScan"
                Layout.fillWidth: true
                implicitHeight: 120
                visible: root.pay.canBack
                glyph: "arrow-left"
                text: qsTr("Back to scanning")
                onClicked: root.pay.back()
            }
            ActionButton {
                objectName: "cancelPayment"
                Layout.fillWidth: true
                implicitHeight: 120
                visible: root.pay.canCancel
                glyph: "x"
                text: qsTr("Stop this payment")
                onClicked: root.pay.cancel()
            }
        }
    }
}
