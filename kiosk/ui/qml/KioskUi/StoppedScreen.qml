import QtQuick
import QtQuick.Layouts
import KioskModels

// Out of service: quiet, clear, and where to go.
Item {
    id: root

    required property LaneView lane

    ColumnLayout {
        anchors.centerIn: parent
        width: parent.width - 2 * Theme.edge
        spacing: 28

        Glyph {
            Layout.alignment: Qt.AlignHCenter
            implicitWidth: 200
            implicitHeight: 200
            name: "circle-pause"
            color: Theme.ink2
        }
        Words {
            Layout.fillWidth: true
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.Wrap
            text: qsTr("This lane is closed")
            font.pixelSize: Theme.price
            font.bold: true
        }
        Words {
            Layout.fillWidth: true
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.Wrap
            text: root.lane.stoppedText
            font.pixelSize: Theme.emphasis
            color: Theme.ink2
        }
    }
}
