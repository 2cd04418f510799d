pragma ComponentBehavior: Bound
import QtQuick
import KioskModels

// Products to choose from, as many columns as fit.
GridView {
    id: root

    required property Rows tiles
    property int columns: 4
    property int pictureSize: 120

    signal picked(string key)

    model: tiles
    clip: true
    cacheBuffer: 0 // nothing is left incubating when the screen goes
    boundsBehavior: Flickable.StopAtBounds
    cellWidth: Math.floor(width / columns)
    cellHeight: pictureSize + 164 * Theme.textScale + 16
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Products")

    delegate: Item {
        id: cell
        required property string key
        required property string name
        required property string otherName
        required property string unit
        required property string picture
        required property string category
        width: root.cellWidth
        height: root.cellHeight

        ProductTile {
            anchors.fill: parent
            anchors.margins: 8
            pictureSize: root.pictureSize
            key: cell.key
            name: cell.name
            otherName: cell.otherName
            unit: cell.unit
            picture: cell.picture
            category: cell.category
            onClicked: root.picked(cell.key)
        }
    }
}
