import QtQuick
import QtQuick.Layouts
import KioskModels

// What was typed, and the keys to type it.
ColumnLayout {
    id: root

    required property LookUpView lookup
    property bool codes: false
    property int keyHeight: 84

    spacing: 16

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
                width: parent.width - x - 16
                anchors.verticalCenter: parent.verticalCenter
                text: root.lookup.query === "" ? qsTr("Name, pinyin initials or number")
                    : root.lookup.query.toUpperCase()
                font.pixelSize: root.lookup.query === "" ? Theme.body : Theme.emphasis
                font.bold: root.lookup.query !== ""
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 22
                color: root.lookup.query === "" ? Theme.ink2 : Theme.ink
            }
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
    ActionButton {
        objectName: "useCode"
        Layout.fillWidth: true
        visible: root.codes && root.lookup.isCode
        implicitHeight: 88
        kind: "primary"
        textSize: Theme.body
        text: qsTr("Use as barcode")
        onClicked: root.lookup.use_as_code()
    }
    Keypad {
        Layout.fillWidth: true
        keyHeight: root.keyHeight
        onTyped: key => root.lookup.type(key)
        onErased: root.lookup.erase()
    }
}
