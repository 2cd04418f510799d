import QtQuick
import QtQuick.Layouts

// A sheet from the bottom edge over a darkened screen; touching outside closes it.
Item {
    id: root

    property string title
    default property alias content: body.data

    signal closed

    MouseArea {
        anchors.fill: parent
        onClicked: root.closed()
    }
    Rectangle {
        anchors.fill: parent
        color: Theme.scrim
    }
    Rectangle {
        anchors.bottom: parent.bottom
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.min(parent.width, 1080)
        height: column.implicitHeight + 2 * Theme.edge + Theme.radius
        y: parent.height - height + Theme.radius
        anchors.bottomMargin: -Theme.radius
        radius: 32
        color: Theme.background

        MouseArea {
            anchors.fill: parent
        }
        ColumnLayout {
            id: column
            x: Theme.edge
            y: Theme.edge
            width: parent.width - 2 * Theme.edge
            spacing: 24

            RowLayout {
                Layout.fillWidth: true

                Words {
                    Layout.fillWidth: true
                    text: root.title
                    font.pixelSize: Theme.title
                    font.bold: true
                    elide: Text.ElideRight
                }
                ActionButton {
                    objectName: "closeSheet"
                    glyph: "x"
                    text: qsTr("Close")
                    textSize: Theme.body
                    onClicked: root.closed()
                }
            }
            ColumnLayout {
                id: body
                Layout.fillWidth: true
                spacing: 20
            }
        }
    }
}
