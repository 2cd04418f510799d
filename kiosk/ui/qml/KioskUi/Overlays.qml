pragma ComponentBehavior: Bound
import QtQuick
import KioskModels

// What lies over a screen: sheets from the bottom, the staff layer, the idle prompt.
Item {
    id: root

    required property LaneView lane

    Loader {
        anchors.fill: parent
        active: root.lane.sheet === "line"
        sourceComponent: LineSheet {
            lane: root.lane
        }
    }
    Loader {
        anchors.fill: parent
        active: root.lane.sheet === "help"
        sourceComponent: HelpSheet {
            lane: root.lane
        }
    }
    Loader {
        anchors.fill: parent
        active: root.lane.sheet === "comfort"
        sourceComponent: ComfortSheet {
            lane: root.lane
        }
    }
    Loader {
        anchors.fill: parent
        active: root.lane.sheet === "again"
        sourceComponent: AgainSheet {
            lane: root.lane
        }
    }
    Loader {
        anchors.fill: parent
        active: root.lane.sheet === "pin"
        sourceComponent: PinSheet {
            lane: root.lane
        }
    }
    Loader {
        anchors.fill: parent
        active: root.lane.staff.open
        sourceComponent: StaffLayer {
            lane: root.lane
        }
    }
    Loader {
        anchors.fill: parent
        active: root.lane.idleSeconds >= 0
        sourceComponent: IdlePrompt {
            lane: root.lane
        }
    }
}
