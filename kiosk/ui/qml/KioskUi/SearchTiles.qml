pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import KioskModels

// Categories, and the products that fit.
ColumnLayout {
    id: root

    required property LookUpView lookup
    property int columns: 4

    signal picked(string key)

    spacing: 16

    CategoryBar {
        Layout.fillWidth: true
        lookup: root.lookup
    }
    Item {
        Layout.fillWidth: true
        Layout.fillHeight: true

        TileGrid {
            anchors.fill: parent
            tiles: root.lookup.tiles
            columns: root.columns
            onPicked: key => root.picked(key)
        }
        Words {
            anchors.centerIn: parent
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.Wrap
            visible: root.lookup.nothing
            text: qsTr("Nothing found. Try fewer letters, or ask for help.")
            color: Theme.ink2
        }
    }
}
