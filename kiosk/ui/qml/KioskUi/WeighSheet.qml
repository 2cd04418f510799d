pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import KioskModels

// Weighing: what it is, what it weighs, what it costs, then one button.
SheetFrame {
    id: root

    required property LaneView lane
    readonly property WeighView weigh: lane.weigh

    title: weigh.chosen ? qsTr("Check and add") : qsTr("What are you weighing?")
    onClosed: weigh.chosen ? weigh.unpick() : lane.close()

    GridLayout {
        anchors.fill: parent
        columns: Theme.landscape ? 2 : 1
        columnSpacing: 40
        rowSpacing: 20

        PanDial {
            Layout.fillWidth: true
            Layout.preferredWidth: 640
            Layout.fillHeight: Theme.landscape
            weigh: root.weigh
            onZeroed: root.weigh.zero()
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 1100
            spacing: 20

            NoticeBar {
                Layout.fillWidth: true
                lane: root.lane
            }
            RowLayout {
                Layout.fillWidth: true
                visible: !root.weigh.chosen && root.weigh.suggestions.count > 0
                spacing: Theme.gap

                Repeater {
                    model: root.weigh.suggestions
                    delegate: ProductTile {
                        Layout.fillWidth: true
                        Layout.preferredWidth: 100
                        pictureSize: 160
                        onClicked: root.weigh.pick(key)
                    }
                }
            }
            SearchPane {
                Layout.fillWidth: true
                Layout.fillHeight: true
                visible: !root.weigh.chosen
                lookup: root.weigh.lookup
                onPicked: key => root.weigh.pick(key)
            }
            WeighConfirm {
                Layout.fillWidth: true
                Layout.fillHeight: true
                visible: root.weigh.chosen
                lane: root.lane
            }
        }
    }
}
