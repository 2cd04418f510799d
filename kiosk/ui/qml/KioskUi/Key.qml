import QtQuick
import QtQuick.Controls.Basic
import KioskModels

// One key: a character or an icon.
AbstractButton {
    id: root

    property string glyph: ""

    Accessible.role: Accessible.Button
    Accessible.name: text

    background: Rectangle {
        radius: 14
        color: root.down ? Theme.accentSoft : Theme.surface
        border.width: 2
        border.color: Theme.line
    }
    contentItem: Item {
        Text {
            anchors.centerIn: parent
            visible: root.glyph === ""
            text: root.text
            textFormat: Text.PlainText
            font.family: Theme.family
            font.pixelSize: root.height > 100 ? Theme.title : Theme.emphasis
            color: Theme.ink
        }
        Glyph {
            anchors.centerIn: parent
            visible: root.glyph !== ""
            width: 40
            height: 40
            name: root.glyph
            color: Theme.ink
        }
    }
}
