import QtQuick
import KioskModels

// The live picture one to one, so that shoppers can aim; an icon while there is none.
Rectangle {
    id: root

    required property PreviewFeed feed

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
        visible: !root.feed.alive
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
        visible: root.feed.alive
    }
}
