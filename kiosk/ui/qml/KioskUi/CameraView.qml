import QtQuick
import KioskModels

// The live picture one to one, so that shoppers can aim; an icon while there is none.
Rectangle {
    id: root

    required property LaneView lane
    readonly property PreviewFeed feed: lane.feed
    readonly property bool alive: lane.hasCamera && feed.alive

    implicitWidth: 480
    implicitHeight: 270
    radius: Theme.radius
    color: Theme.raised
    Accessible.role: Accessible.Graphic
    Accessible.name: qsTr("Camera picture")

    Glyph {
        anchors.centerIn: parent
        width: 96
        height: 96
        name: "scan-barcode"
        color: Theme.ink2
        visible: !root.alive
    }
    Words {
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 20
        visible: !root.lane.hasCamera
        text: qsTr("No camera picture")
        font.pixelSize: Theme.small
        color: Theme.ink2
    }
    Connections {
        target: root.feed
        function onShown() {
            live.update();
        }
    }
    Preview {
        id: live
        anchors.centerIn: parent
        width: 480
        height: 270
        feed: root.feed
        visible: root.alive
    }
}
