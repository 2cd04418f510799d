import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import KioskModels

// Something that is on or off: a tick and a word say which, not colour alone.
AbstractButton {
    id: root

    required property string glyph
    required property bool on

    implicitHeight: Theme.sheetRow
    Accessible.role: Accessible.CheckBox
    Accessible.name: text
    Accessible.checkable: true
    Accessible.checked: on

    background: Rectangle {
        radius: Theme.radius
        color: root.on ? Theme.accentSoft : Theme.surface
        border.width: root.on ? 4 : 2
        border.color: root.on ? Theme.accent : Theme.line
    }
    contentItem: RowLayout {
        spacing: 24

        Glyph {
            Layout.leftMargin: 28
            implicitWidth: 44
            implicitHeight: 44
            name: root.glyph
            color: Theme.ink
        }
        Words {
            Layout.fillWidth: true
            text: root.text
            font.pixelSize: Theme.emphasis
        }
        Words {
            text: root.on ? qsTr("On") : qsTr("Off")
            color: root.on ? Theme.accent : Theme.ink2
            font.bold: root.on
        }
        Glyph {
            Layout.rightMargin: 28
            implicitWidth: 44
            implicitHeight: 44
            name: "circle-check"
            color: Theme.accent
            opacity: root.on ? 1 : 0
        }
    }
}
