pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import KioskModels

// Staff mode: what waits, approve or reject; void a line or the basket; close.
SideLayer {
    id: root

    required property LaneView lane
    readonly property StaffView staff: lane.staff

    wide: true

    NoticeBar {
        y: -height - 20 // the lower half is for what is touched
        width: parent.width
        visible: Theme.lowered && root.lane.notice.visible
        lane: root.lane
    }
    ColumnLayout {
        anchors.fill: parent
        spacing: 20

        RowLayout {
            Layout.fillWidth: true
            spacing: 20

            Glyph {
                implicitWidth: 56
                implicitHeight: 56
                name: "shield-alert"
                color: Theme.danger
            }
            ColumnLayout {
                Layout.fillWidth: true
                spacing: -4

                Words {
                    Layout.fillWidth: true
                    text: qsTr("Staff mode")
                    font.pixelSize: Theme.title
                    font.bold: true
                }
                Words {
                    Layout.fillWidth: true
                    text: root.staff.role + " · " + root.staff.who
                    color: Theme.ink2
                }
            }
            ActionButton {
                objectName: "leaveStaff"
                kind: "primary"
                glyph: "log-out"
                text: qsTr("Close")
                onClicked: root.staff.leave()
            }
        }
        NoticeBar {
            Layout.fillWidth: true
            visible: !Theme.lowered && root.lane.notice.visible
            lane: root.lane
        }
        GridLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            columns: Theme.landscape ? 2 : 1
            columnSpacing: 40
            rowSpacing: 20

            ColumnLayout {
                Layout.fillWidth: true
                Layout.fillHeight: Theme.landscape
                Layout.preferredWidth: 900
                Layout.alignment: Qt.AlignTop
                spacing: 20

                Words {
                    text: tasks.count > 1 ? qsTr("Waiting for you: %1").arg(tasks.count)
                        : qsTr("Waiting for you")
                    font.pixelSize: Theme.emphasis
                    font.bold: true
                }
                ListView {
                    id: tasks
                    objectName: "tasks"
                    Layout.fillWidth: true
                    Layout.fillHeight: Theme.landscape
                    Layout.preferredHeight: contentHeight
                    // A card cut in half says that there is more.
                    Layout.maximumHeight: Theme.landscape ? -1 : Theme.lowered ? 220 : 664
                    clip: true
                    cacheBuffer: 0
                    spacing: 12
                    model: root.staff.tasks
                    Accessible.role: Accessible.List
                    Accessible.name: qsTr("Waiting for you")
                    delegate: TaskCard {
                        width: tasks.width
                        onApproved: root.staff.approve(key)
                        onRejected: root.staff.reject(key)
                    }
                }
                Words {
                    visible: tasks.count === 0
                    text: qsTr("Nothing is waiting.")
                    color: Theme.ink2
                }
            }
            ColumnLayout {
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 900
                spacing: 12

                Words {
                    visible: root.staff.hasBasket
                    text: qsTr("Basket: touch a line to void it")
                    font.pixelSize: Theme.emphasis
                    font.bold: true
                }
                Panel {
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    visible: root.staff.hasBasket

                    CartList {
                        objectName: "staffCart"
                        anchors.fill: parent
                        anchors.margins: 8
                        lane: root.lane
                        forStaff: true
                        onChosen: key => root.staff.void_line(key)
                    }
                }
            }
        }
        RowLayout {
            Layout.fillWidth: true
            visible: root.staff.hasBasket

            Words {
                Layout.fillWidth: true
                text: root.lane.basket.total
                font.pixelSize: Theme.price
                font.bold: true
            }
            ActionButton {
                objectName: "voidBasket"
                kind: "danger"
                implicitHeight: Theme.target
                glyph: "trash-2"
                text: qsTr("Void the basket")
                onClicked: root.staff.void_basket()
            }
        }
    }
    ReasonSheet {
        anchors.fill: parent
        anchors.margins: -Theme.edge
        anchors.topMargin: -parent.y
        visible: root.staff.choosing
        staff: root.staff
    }
}
