pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import KioskModels

// Categories, tiles, what was typed, and the keys to type it.
ColumnLayout {
    id: root

    required property LookUpView lookup
    property bool codes: false
    property int columns: Theme.landscape ? 6 : 4

    signal picked(string key)

    spacing: 16

    ListView {
        Layout.fillWidth: true
        implicitHeight: 80
        orientation: ListView.Horizontal
        spacing: 12
        clip: true
        model: root.lookup.categories
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Categories")
        delegate: ActionButton {
            required property string key
            required property string name
            implicitHeight: 80
            text: name
            textSize: Theme.body
            kind: root.lookup.category === key ? "primary" : "secondary"
            onClicked: root.lookup.choose_category(key)
        }
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
    RowLayout {
        Layout.fillWidth: true
        spacing: 12

        Panel {
            Layout.fillWidth: true
            implicitHeight: 88

            Glyph {
                x: 24
                anchors.verticalCenter: parent.verticalCenter
                width: 36
                height: 36
                name: "search"
                color: Theme.ink2
            }
            Words {
                x: 80
                anchors.verticalCenter: parent.verticalCenter
                text: root.lookup.query === "" ? qsTr("Name, pinyin initials or number")
                    : root.lookup.query.toUpperCase()
                font.pixelSize: root.lookup.query === "" ? Theme.body : Theme.emphasis
                font.bold: root.lookup.query !== ""
                color: root.lookup.query === "" ? Theme.ink2 : Theme.ink
            }
        }
        ActionButton {
            objectName: "useCode"
            visible: root.codes && root.lookup.isCode
            implicitHeight: 88
            kind: "primary"
            textSize: Theme.body
            text: qsTr("Use as barcode")
            onClicked: root.lookup.use_as_code()
        }
        ActionButton {
            objectName: "clear"
            visible: root.lookup.query !== ""
            implicitHeight: 88
            glyph: "x"
            textSize: Theme.body
            text: qsTr("Clear")
            onClicked: root.lookup.clear()
        }
    }
    Keypad {
        Layout.fillWidth: true
        onTyped: key => root.lookup.type(key)
        onErased: root.lookup.erase()
    }
}
