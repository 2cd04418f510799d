pragma ComponentBehavior: Bound
import QtQuick
import KioskModels

// The lines, newest first: a new line is always inside the view (hot path 7).
ListView {
    id: root

    required property LaneView lane
    property bool forStaff: false

    signal chosen(string key)

    model: lane.basket.rows
    clip: true
    cacheBuffer: 0 // nothing is left incubating when the screen goes
    spacing: 0
    boundsBehavior: Flickable.StopAtBounds
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Your items")
    onCountChanged: positionViewAtBeginning()

    Connections {
        target: root.lane.basket
        function onGrown(place: int) {
            root.positionViewAtIndex(place, ListView.Contain);
        }
    }

    delegate: CartRow {
        width: ListView.view.width
        forStaff: root.forStaff
        touchable: root.enabled
        onClicked: root.chosen(key)
        // Not the list's add transition: the next scan stops it half way.
        ListView.onAdd: arrive.start()
    }
    Words {
        anchors.centerIn: parent
        visible: root.count === 0
        text: qsTr("Your items will be listed here")
        color: Theme.ink2
    }
}
