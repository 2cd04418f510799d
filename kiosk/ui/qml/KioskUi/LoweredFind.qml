pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import KioskModels

// Finding a product with everything in the lower half: back and categories, one
// row of products (what the camera suggests first), the keys.
GridLayout {
    id: root

    required property LookUpView lookup
    property Rows suggestions: null
    property bool codes: false
    readonly property bool suggesting: suggestions !== null && suggestions.count > 0
        && lookup.query === "" && lookup.category === ""

    signal picked(string key)
    signal closed

    columns: Theme.landscape ? 2 : 1
    columnSpacing: 32
    rowSpacing: 16

    ColumnLayout {
        Layout.fillWidth: true
        Layout.fillHeight: true
        spacing: 16

        RowLayout {
            Layout.fillWidth: true
            spacing: 12

            ActionButton {
                objectName: "back"
                implicitHeight: 80
                glyph: "arrow-left"
                text: qsTr("Back")
                textSize: Theme.body
                onClicked: root.closed()
            }
            CategoryBar {
                Layout.fillWidth: true
                lookup: root.lookup
            }
        }
        TileGrid {
            Layout.fillWidth: true
            Layout.fillHeight: true
            tiles: root.suggesting ? root.suggestions : root.lookup.tiles
            columns: root.suggesting ? 3 : 5
            pictureSize: 84
            onPicked: key => root.picked(key)
        }
    }
    SearchKeys {
        Layout.fillWidth: !Theme.landscape
        Layout.preferredWidth: 780
        Layout.alignment: Qt.AlignBottom
        keyHeight: 66
        lookup: root.lookup
        codes: root.codes
    }
}
