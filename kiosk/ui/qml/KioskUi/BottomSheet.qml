import QtQuick
import QtQuick.Layouts

// A sheet from the bottom edge over a darkened screen; touching outside closes it.
Item {
    id: root

    property string title
    property bool closable: true
    default property alias content: body.data

    signal closed

    Rectangle {
        anchors.fill: parent
        color: Theme.scrim

        MouseArea {
            anchors.fill: parent
            onClicked: root.closed()
        }
    }
    Rectangle {
        anchors.bottom: parent.bottom
        anchors.bottomMargin: -radius
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.min(parent.width, 1080)
        height: column.implicitHeight + 2 * Theme.edge + radius
        radius: 32
        color: Theme.background
        border.width: Theme.name === "light" ? 0 : 2
        border.color: Theme.line

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
                    wrapMode: Text.Wrap
                }
                ActionButton {
                    objectName: "closeSheet"
                    visible: root.closable
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
