import QtQuick
import KioskModels

// The window: one stage of 1080x1920 or 1920x1080 design pixels, scaled to fit.
Window {
    id: root

    required property LaneView lane
    property string themeName: "light"
    property bool still: false // no motion
    property string storeName: ""
    property url logo
    property var brand: ({})

    title: qsTr("Self-checkout")
    color: Theme.background
    onClosing: close => {
        close.accepted = false; // it goes when the event loop has ended
        root.lane.leave();
    }

    Binding {
        target: Theme
        property: "name"
        value: root.lane.comfort.contrast ? "contrast" : root.themeName
    }
    Binding {
        target: Theme
        property: "storeName"
        value: root.storeName
    }
    Binding {
        target: Theme
        property: "logo"
        value: root.logo
    }
    Binding {
        target: Theme
        property: "brand"
        value: root.brand
    }
    Binding {
        target: Theme
        property: "stillness"
        value: root.still
    }
    Binding {
        target: Theme
        property: "landscape"
        value: root.width > root.height
    }
    Binding {
        target: Theme
        property: "lowered"
        value: root.lane.comfort.lowered
    }
    Binding {
        target: Theme
        property: "largeText"
        value: root.lane.comfort.largeText
    }
    Item {
        id: stage
        readonly property real fit: Math.min(root.width / (Theme.landscape ? 1920 : 1080),
                                             root.height / (Theme.landscape ? 1080 : 1920))
        width: root.width / fit
        height: root.height / fit
        scale: fit
        transformOrigin: Item.TopLeft

        StateStrip {
            id: strip
            width: parent.width
            height: implicitHeight
            lane: root.lane
        }
        Header {
            id: header
            width: parent.width
            height: implicitHeight
            y: Theme.lowered ? parent.height - height : strip.height
            lane: root.lane
        }
        Screens {
            width: parent.width
            y: strip.height + (Theme.lowered ? Theme.edge : header.height)
            height: (Theme.lowered ? header.y : parent.height) - y
            lane: root.lane
        }
        Overlays {
            anchors.fill: parent
            lane: root.lane
        }
        Item {
            anchors.fill: parent // on top: it sees each press and takes none

            PointHandler {
                onActiveChanged: {
                    if (active)
                        root.lane.touched();
                }
            }
        }
    }
}
