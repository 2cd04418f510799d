import QtQuick
import QtQuick.Layouts

// A whole-screen sheet over the scan screen: its title, and the way back.
Rectangle {
    id: root

    required property string title
    default property alias content: body.data
    readonly property int lowerHalf: Theme.landscape ? 404 : 824 // above the header

    signal closed

    color: Theme.background

    RowLayout {
        id: head
        x: Theme.edge
        width: parent.width - 2 * Theme.edge
        height: Theme.target
        spacing: 24

        ActionButton {
            objectName: "back"
            visible: !Theme.lowered // then it stands below, beside the keys
            glyph: "arrow-left"
            text: qsTr("Back")
            textSize: Theme.body
            onClicked: root.closed()
        }
        Words {
            Layout.fillWidth: true
            text: root.title
            font.pixelSize: Theme.title
            font.bold: true
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 28
        }
    }
    Item {
        id: body
        anchors.top: head.bottom
        anchors.topMargin: 20
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.leftMargin: Theme.edge
        anchors.rightMargin: Theme.edge
        anchors.bottomMargin: Theme.lowered ? 8 : Theme.edge
    }
}
