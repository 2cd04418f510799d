pragma ComponentBehavior: Bound
import QtQuick
import KioskModels

// One screen a phase, and the sheets that replace the scan screen.
Item {
    id: root

    required property LaneView lane
    readonly property string phase: lane.phase
    readonly property bool covered: lane.sheet === "lookup" || lane.sheet === "weigh"

    Loader {
        anchors.fill: parent
        active: root.phase === "attract"
        sourceComponent: AttractScreen {
            lane: root.lane
        }
    }
    Loader {
        anchors.fill: parent
        active: root.phase === "scan"
        visible: !root.covered
        sourceComponent: ScanScreen {
            lane: root.lane
        }
    }
    Loader {
        anchors.fill: parent
        active: root.phase === "tender" || root.phase === "pay"
        sourceComponent: PayScreen {
            lane: root.lane
        }
    }
    Loader {
        anchors.fill: parent
        active: root.phase === "receipt"
        sourceComponent: ReceiptScreen {
            lane: root.lane
        }
    }
    Loader {
        anchors.fill: parent
        active: root.phase === "thanks"
        sourceComponent: ThanksScreen {
            lane: root.lane
        }
    }
    Loader {
        anchors.fill: parent
        active: root.phase === "stopped"
        sourceComponent: StoppedScreen {
            lane: root.lane
        }
    }
    Loader {
        anchors.fill: parent
        active: root.lane.sheet === "lookup"
        sourceComponent: LookUpSheet {
            lane: root.lane
        }
    }
    Loader {
        anchors.fill: parent
        active: root.lane.sheet === "weigh"
        sourceComponent: WeighSheet {
            lane: root.lane
        }
    }
}
