import QtQuick
import KioskModels

// A product on a round tile tinted by its category; a parcel where none is drawn.
Rectangle {
    id: root

    property string picture: ""
    property string category: ""
    property bool lazy: false // a grid of them appears at once, pictures after

    implicitWidth: 96
    implicitHeight: 96
    radius: width / 2
    color: Theme.tint(category)

    Image {
        anchors.centerIn: parent
        width: parent.width * 0.72
        height: width
        source: root.picture
        sourceSize.width: width
        sourceSize.height: height
        fillMode: Image.PreserveAspectFit
        smooth: true
        asynchronous: root.lazy
        visible: root.picture !== ""
    }
    Glyph {
        anchors.centerIn: parent
        width: parent.width * 0.45
        height: width
        name: "package"
        color: Theme.ink2
        visible: root.picture === ""
    }
}
