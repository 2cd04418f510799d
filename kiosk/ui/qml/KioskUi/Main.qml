import QtQuick
import KioskModels

// The window: one stage of 1080x1920 or 1920x1080 design pixels, scaled to fit.
Window {
    id: root

    required property LaneView lane
    property string themeName: "light"

    title: qsTr("Self-checkout")
    color: Theme.background

    Binding {
        target: Theme
        property: "name"
        value: root.themeName
    }
    Binding {
        target: Theme
        property: "landscape"
        value: root.width > root.height
    }
    Item {
        id: stage
        readonly property real fit: Math.min(root.width / (Theme.landscape ? 1920 : 1080),
                                             root.height / (Theme.landscape ? 1080 : 1920))
        width: root.width / fit
        height: root.height / fit
        scale: fit
        transformOrigin: Item.TopLeft

        Header {
            id: header
            width: parent.width
            y: Theme.lowered ? parent.height - height : 0
            lane: root.lane
        }
        Item {
            id: body
            width: parent.width
            y: Theme.lowered ? 0 : header.height
            height: parent.height - header.height

            Screens {
                anchors.fill: parent
                lane: root.lane
            }
        }
        Overlays {
            anchors.fill: parent
            lane: root.lane
        }
        PointHandler {
            onActiveChanged: {
                if (active)
                    root.lane.touched();
            }
        }
    }
}
