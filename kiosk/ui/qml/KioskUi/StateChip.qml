import QtQuick
import QtQuick.Layouts
import KioskModels

// A quiet state of the lane: an icon and two words, no colour alone.
Rectangle {
    id: root

    required property string glyph
    required property string text

    implicitWidth: row.implicitWidth + 32
    implicitHeight: 56
    radius: 28
    color: Theme.warnSoft
    Accessible.role: Accessible.StaticText
    Accessible.name: text

    RowLayout {
        id: row
        anchors.centerIn: parent
        spacing: 10

        Glyph {
            name: root.glyph
            color: Theme.warn
            implicitWidth: 28
            implicitHeight: 28
        }
        Text {
            text: root.text
            textFormat: Text.PlainText
            font.family: Theme.family
            font.pixelSize: 22
            color: Theme.warn
        }
    }
}
