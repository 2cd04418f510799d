import QtQuick
import QtQuick.Layouts
import KioskModels

// Scanning: the last item, the list, the total, the tools and PAY.
Item {
    id: root

    required property LaneView lane
    readonly property bool factsOnTop: Theme.lowered && !Theme.landscape

    GridLayout {
        anchors.fill: parent
        anchors.margins: Theme.edge
        anchors.topMargin: 0
        anchors.bottomMargin: Theme.lowered ? 8 : Theme.edge
        columns: Theme.landscape ? 2 : 1
        columnSpacing: 40
        rowSpacing: 20

        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 1100
            spacing: 20

            LastItem {
                Layout.fillWidth: true
                Layout.preferredHeight: root.factsOnTop ? 440 : implicitHeight
                lane: root.lane
            }
            Item {
                id: topPlace
                Layout.fillWidth: true
                visible: Theme.lowered
                implicitHeight: Theme.landscape ? 460 - 280 * Theme.textScale : 440
            }
            NoticeBar {
                Layout.fillWidth: true
                lane: root.lane
            }
            CartList {
                objectName: "cart"
                Layout.fillWidth: true
                Layout.fillHeight: true
                lane: root.lane
                onChosen: key => root.lane.open_line(key)
            }
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: Theme.landscape
            Layout.preferredWidth: 640
            spacing: 20

            Item {
                id: sidePlace
                Layout.fillWidth: true
                visible: !root.factsOnTop
                implicitHeight: facts.implicitHeight
            }
            Item {
                visible: Theme.landscape
                Layout.fillHeight: true
            }
            RowLayout {
                Layout.fillWidth: true
                spacing: Theme.gap

                ToolButton {
                    objectName: "lookup"
                    Layout.fillWidth: true
                    Layout.preferredWidth: 100
                    glyph: "search"
                    text: qsTr("No barcode")
                    onClicked: root.lane.open("lookup")
                }
                ToolButton {
                    objectName: "weigh"
                    Layout.fillWidth: true
                    Layout.preferredWidth: 100
                    glyph: "scale"
                    text: qsTr("Weigh")
                    onClicked: root.lane.open("weigh")
                }
                ToolButton {
                    objectName: "bags"
                    Layout.fillWidth: true
                    Layout.preferredWidth: 100
                    glyph: "shopping-bag"
                    text: qsTr("Carrier bag")
                    onClicked: root.lane.open_bags()
                }
            }
            ActionButton {
                objectName: "pay"
                Layout.fillWidth: true
                implicitHeight: 144
                kind: "primary"
                textSize: Theme.title
                text: qsTr("Pay")
                detail: root.lane.basket.total
                enabled: !root.lane.basket.empty
                onClicked: root.lane.ask_to_pay()
            }
        }
    }
    GridLayout {
        id: facts
        parent: root.factsOnTop ? topPlace : sidePlace
        width: parent.width
        anchors.verticalCenter: parent.verticalCenter
        columns: Theme.landscape ? 1 : 2
        columnSpacing: 32
        rowSpacing: 16

        CameraView {
            Layout.alignment: Qt.AlignHCenter
            visible: root.lane.hasCamera || !Theme.lowered // there room is short
            lane: root.lane
        }
        Totals {
            Layout.fillWidth: true
            basket: root.lane.basket
        }
    }
}
