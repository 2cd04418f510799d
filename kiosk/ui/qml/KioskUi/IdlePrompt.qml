import QtQuick
import QtQuick.Layouts
import KioskModels

// Still there? A countdown, and one touch to go on; nothing is lost either way.
BottomSheet {
    id: root

    required property LaneView lane

    title: qsTr("Are you still there?")
    closable: false
    onClosed: lane.touched()

    RowLayout {
        Layout.fillWidth: true
        spacing: 32

        Words {
            Layout.fillWidth: true
            wrapMode: Text.Wrap
            text: qsTr("Your basket is kept. A colleague comes in %n second(s).", "", root.lane.idleSeconds)
            font.pixelSize: Theme.emphasis
        }
        Words {
            text: root.lane.idleSeconds
            font.pixelSize: Theme.total
            font.bold: true
            color: Theme.accent
            Accessible.ignored: true
        }
    }
    ActionButton {
        objectName: "stay"
        Layout.fillWidth: true
        implicitHeight: Theme.sheetRow
        kind: "primary"
        textSize: Theme.title
        text: qsTr("I need more time")
        onClicked: root.lane.touched()
    }
}
