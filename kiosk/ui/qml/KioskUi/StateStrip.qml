pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import KioskModels

// Quiet states of the lane, in words and an icon each; no more than a strip.
Rectangle {
    id: root

    required property LaneView lane

    visible: lane.states.count > 0
    implicitHeight: visible ? grid.implicitHeight + 20 : 0
    color: lane.troubled ? Theme.warnSoft : Theme.infoSoft

    GridLayout {
        id: grid
        anchors.centerIn: parent
        columns: Theme.landscape ? (root.lane.states.count > 4 ? 3 : 4) : 2
        columnSpacing: 48
        rowSpacing: 4

        Repeater {
            model: root.lane.states
            delegate: RowLayout {
                id: state
                required property string icon
                required property string text
                required property bool trouble
                readonly property color pen: trouble ? Theme.warn : Theme.info
                spacing: 14

                Glyph {
                    name: state.icon
                    color: state.pen
                    implicitWidth: 32
                    implicitHeight: 32
                }
                Words {
                    text: state.text
                    font.pixelSize: Theme.small
                    font.bold: !state.trouble
                    color: state.pen
                }
            }
        }
    }
}
