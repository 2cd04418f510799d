pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import KioskModels

// The door to staff mode: six digits; what was typed is never shown.
SideLayer {
    id: root

    required property LaneView lane

    ColumnLayout {
        anchors.centerIn: parent
        width: 560
        spacing: Theme.lowered ? 12 : 32

        Words {
            Layout.alignment: Qt.AlignHCenter
            text: qsTr("Staff PIN")
            font.pixelSize: Theme.title
            font.bold: true
        }
        Row {
            Layout.alignment: Qt.AlignHCenter
            spacing: 28
            Accessible.role: Accessible.StaticText
            Accessible.name: qsTr("%1 of %2 digits").arg(root.lane.staff.pinLength).arg(root.lane.staff.pinDigits)

            Repeater {
                model: root.lane.staff.pinDigits
                delegate: Rectangle {
                    required property int index
                    width: 36
                    height: 36
                    radius: 18
                    color: index < root.lane.staff.pinLength ? Theme.ink : "transparent"
                    border.width: 4
                    border.color: Theme.ink
                }
            }
        }
        NoticeBar {
            Layout.fillWidth: true
            lane: root.lane
        }
        Keypad {
            Layout.fillWidth: true
            lines: ["123", "456", "789", "0"]
            columns: 3
            keyHeight: Theme.sheetRow - 24
            eraseLine: 3
            eraseColumns: 2
            onTyped: key => root.lane.staff.digit(key)
            onErased: root.lane.staff.erase()
        }
        ActionButton {
            objectName: "closePin"
            Layout.fillWidth: true
            implicitHeight: 112
            text: qsTr("Cancel")
            onClicked: root.lane.close()
        }
    }
}
