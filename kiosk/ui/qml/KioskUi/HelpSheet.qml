import QtQuick
import QtQuick.Layouts
import KioskModels

// Help: a colleague, no barcode, change my mind, start again; and the staff door.
BottomSheet {
    id: root

    required property LaneView lane
    readonly property bool scanning: lane.phase === "scan"

    title: lane.helpCalled ? qsTr("A colleague is on the way") : qsTr("How can we help?")
    onClosed: lane.close()

    ActionButton {
        objectName: "callHelp"
        Layout.fillWidth: true
        implicitHeight: Theme.sheetRow
        kind: "primary"
        glyph: "bell"
        enabled: !root.lane.helpCalled
        text: root.lane.helpCalled ? qsTr("Called: you can go on scanning") : qsTr("Call a colleague")
        onClicked: root.lane.call_help()
    }
    ActionButton {
        objectName: "helpNoBarcode"
        Layout.fillWidth: true
        implicitHeight: Theme.sheetRow
        visible: root.scanning
        glyph: "search"
        text: qsTr("My item has no barcode")
        onClicked: root.lane.open("lookup")
    }
    Words {
        Layout.fillWidth: true
        visible: root.scanning && !root.lane.basket.empty && !Theme.lowered
        wrapMode: Text.Wrap
        text: qsTr("Changed your mind? Touch a line in the list to change or remove it.")
        color: Theme.ink2
    }
    RowLayout {
        Layout.fillWidth: true
        spacing: Theme.gap

        ActionButton {
            objectName: "startAgain"
            Layout.fillWidth: true
            visible: root.scanning
            implicitHeight: Theme.sheetRow
            glyph: "undo-2"
            text: root.lane.basket.empty ? qsTr("Leave") : qsTr("Start again")
            onClicked: root.lane.open("again")
        }
        ActionButton {
            objectName: "staffDoor"
            Layout.fillWidth: true
            implicitHeight: Theme.sheetRow
            glyph: "lock"
            text: qsTr("Staff")
            onClicked: root.lane.open("pin")
        }
    }
}
