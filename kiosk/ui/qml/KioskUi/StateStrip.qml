import QtQuick
import QtQuick.Layouts
import KioskModels

// Quiet states of the lane, in words and an icon each; no more than a strip.
Rectangle {
    id: root

    required property LaneView lane

    visible: lane.offline || lane.printerHeld
    implicitHeight: visible ? 56 : 0
    color: Theme.warnSoft

    RowLayout {
        anchors.centerIn: parent
        spacing: 14

        Glyph {
            visible: root.lane.offline
            name: "wifi-off"
            color: Theme.warn
            implicitWidth: 32
            implicitHeight: 32
        }
        Words {
            visible: root.lane.offline
            text: qsTr("Offline, still selling")
            font.pixelSize: Theme.small
            color: Theme.warn
        }
        Item {
            visible: root.lane.offline && root.lane.printerHeld
            implicitWidth: 32
        }
        Glyph {
            visible: root.lane.printerHeld
            name: "printer"
            color: Theme.warn
            implicitWidth: 32
            implicitHeight: 32
        }
        Words {
            visible: root.lane.printerHeld
            text: qsTr("No paper receipts just now")
            font.pixelSize: Theme.small
            color: Theme.warn
        }
    }
}
