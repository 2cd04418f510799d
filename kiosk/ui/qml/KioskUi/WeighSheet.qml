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

    Loader {
        anchors.bottom: parent.bottom
        width: parent.width
        height: root.lowerHalf
        active: Theme.lowered && !root.weigh.chosen
        sourceComponent: LoweredFind {
            lookup: root.weigh.lookup
            suggestions: root.weigh.suggestions
            onPicked: key => root.weigh.pick(key)
            onClosed: root.lane.close()
        }
    }
    GridLayout {
        anchors.fill: parent
        anchors.bottomMargin: finding ? root.lowerHalf + 20 : 0
        readonly property bool finding: Theme.lowered && !root.weigh.chosen
        columns: Theme.landscape ? 2 : 1
        columnSpacing: 40
        rowSpacing: 20

        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: Theme.landscape
            Layout.preferredWidth: 780
            spacing: 20

            PanDial {
                Layout.fillWidth: true
                Layout.fillHeight: Theme.landscape
                weigh: root.weigh
                onZeroed: root.weigh.zero()
            }
            NoticeBar {
                Layout.fillWidth: true
                lane: root.lane
            }
            SearchKeys {
                Layout.fillWidth: true
                visible: Theme.landscape && !Theme.lowered && !root.weigh.chosen
                lookup: root.weigh.lookup
            }
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 1020
            visible: !Theme.lowered || root.weigh.chosen
            spacing: 12

            Words {
                visible: tops.visible
                text: qsTr("Is it one of these?")
                font.bold: true
            }
            RowLayout {
                id: tops
                Layout.fillWidth: true
                visible: !Theme.lowered && !root.weigh.chosen && root.weigh.suggestions.count > 0
                spacing: Theme.gap

                Repeater {
                    model: root.weigh.suggestions
                    delegate: ProductTile {
                        Layout.fillWidth: true
                        Layout.preferredWidth: 100
                        pictureSize: 136
                        likely: true
                        onClicked: root.weigh.pick(key)
                    }
                }
            }
            SearchTiles {
                Layout.fillWidth: true
                Layout.fillHeight: true
                visible: !Theme.lowered && !root.weigh.chosen
                lookup: root.weigh.lookup
                columns: Theme.largeText ? 3 : 4
                onPicked: key => root.weigh.pick(key)
            }
            SearchKeys {
                Layout.fillWidth: true
                visible: !Theme.landscape && !Theme.lowered && !root.weigh.chosen
                lookup: root.weigh.lookup
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
