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
    // The two heavy sheets are built once, in the pauses after the first frame,
    // and stay: a touch only shows them.
    Timer {
        id: warm
        property bool done: false
        interval: 500
        running: true
        onTriggered: done = true
    }
    Loader {
        readonly property bool wanted: root.lane.sheet === "lookup"
        anchors.fill: parent
        active: wanted || warm.done
        asynchronous: !wanted
        visible: wanted
        sourceComponent: LookUpSheet {
            lane: root.lane
        }
    }
    Loader {
        readonly property bool wanted: root.lane.sheet === "weigh"
        anchors.fill: parent
        active: wanted || warm.done
        asynchronous: !wanted
        visible: wanted
        sourceComponent: WeighSheet {
            lane: root.lane
        }
    }
}
