import QtQuick
import QtQuick.Controls.Basic
import KioskModels

// An icon over a word: the shopper's tools.
AbstractButton {
    id: root

    required property string glyph

    implicitHeight: 132
    implicitWidth: 240
    Accessible.role: Accessible.Button
    Accessible.name: text

    background: Rectangle {
        radius: Theme.radius
        color: root.down ? Theme.raised : Theme.surface
        border.width: 2
        border.color: Theme.line
    }
    contentItem: Item {
        Glyph {
            id: picture
            name: root.glyph
            color: Theme.accent
            width: 48
            height: 48
            anchors.horizontalCenter: parent.horizontalCenter
            y: (parent.height - height - label.height) / 2
        }
        Text {
            id: label
            anchors.top: picture.bottom
            width: parent.width
            text: root.text
            textFormat: Text.PlainText
            horizontalAlignment: Text.AlignHCenter
            font.family: Theme.family
            font.pixelSize: Theme.body
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 20
            color: Theme.ink
        }
    }
}
