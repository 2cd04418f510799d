pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import KioskModels

// No barcode: find the product by picture, name or number.
SheetFrame {
    id: root

    required property LaneView lane

    title: qsTr("Which product is it?")
    onClosed: root.lane.close()

    CameraView {
        anchors.horizontalCenter: parent.horizontalCenter
        y: (parent.height - root.lowerHalf - height) / 2
        visible: Theme.lowered && !Theme.landscape // scanning goes on meanwhile
        lane: root.lane
    }
    Loader {
        anchors.bottom: parent.bottom
        width: parent.width
        height: root.lowerHalf
        active: Theme.lowered
        sourceComponent: LoweredFind {
            lookup: root.lane.lookup
            codes: true
            onPicked: key => root.lane.choose(key)
            onClosed: root.lane.close()
        }
    }
    GridLayout {
        anchors.fill: parent
        visible: !Theme.lowered
        flow: Theme.landscape ? GridLayout.LeftToRight : GridLayout.TopToBottom
        columns: Theme.landscape ? 2 : 1
        rows: Theme.landscape ? 1 : 2
        columnSpacing: 40
        rowSpacing: 20

        SearchTiles {
            Layout.fillWidth: true
            Layout.fillHeight: true
            lookup: root.lane.lookup
            columns: Theme.largeText ? 3 : 4
            onPicked: key => root.lane.choose(key)
        }
        SearchKeys {
            Layout.fillWidth: !Theme.landscape
            Layout.preferredWidth: 780
            Layout.alignment: Qt.AlignBottom
            lookup: root.lane.lookup
            codes: true
        }
    }
}
