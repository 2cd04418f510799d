import QtQuick

// The staff layer: another colour and a danger line, so that nobody mistakes it.
Item {
    id: root

    default property alias content: body.data
    property bool wide: false // all of a landscape screen, for two columns
    readonly property int reach: Theme.landscape && !Theme.lowered && !wide ? 1120 : width

    MouseArea {
        anchors.fill: parent
    }
    Rectangle {
        anchors.fill: parent
        color: Theme.scrim
        visible: Theme.landscape
    }
    Rectangle {
        id: layer
        width: root.reach
        height: parent.height
        x: root.width - width
        color: Theme.staff

        Rectangle {
            width: parent.width
            height: 8
            color: Theme.danger
        }
        Item {
            id: body
            anchors.fill: parent
            anchors.margins: Theme.edge
            anchors.topMargin: Theme.lowered ? parent.height / 2 : Theme.edge
        }
        NumberAnimation on x {
            from: root.width - layer.width / 2
            to: root.width - layer.width
            duration: Theme.quick
            easing.type: Easing.OutQuad
            running: !Theme.stillness
        }
    }
}
