import QtQuick

// Text as data: never markup, never control (architecture rule 12). The font's own
// line spacing (1.45) serves Chinese and Latin alike.
Text {
    textFormat: Text.PlainText
    font.family: Theme.family
    font.pixelSize: Theme.body
    color: Theme.ink
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
