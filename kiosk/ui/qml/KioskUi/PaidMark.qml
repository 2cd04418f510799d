import QtQuick
import KioskModels

// A tick that grows once.
Rectangle {
    id: root

    implicitWidth: 208
    implicitHeight: 208
    radius: width / 2
    color: Theme.accent
    Accessible.role: Accessible.Graphic
    Accessible.name: qsTr("Paid")

    Glyph {
        anchors.centerIn: parent
        width: 120
        height: 120
        name: "check"
        color: Theme.accentInk
    }
    NumberAnimation on scale {
        from: Theme.stillness ? 1 : 0.6
        to: 1
        duration: Theme.quick
        easing.type: Easing.OutQuad
    }
}
