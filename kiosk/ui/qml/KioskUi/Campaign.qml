pragma ComponentBehavior: Bound
import QtQuick
import KioskModels

// What the store is about, on its own tint: one product of each shelf.
Rectangle {
    id: root

    required property Rows products

    radius: 32
    color: Theme.accentSoft
    clip: true

    Grid {
        id: grid
        readonly property int across: 3
        readonly property real cell: Math.min((root.width - 96) / across, (root.height - 64) / 2) - 32
        anchors.centerIn: parent
        columns: across
        spacing: 32

        Repeater {
            model: root.products
            delegate: ProductPicture {
                required picture
                width: grid.cell
                height: grid.cell
                color: Theme.surface
            }
        }
    }
    Glyph {
        anchors.centerIn: parent
        visible: root.products.count === 0
        width: 240
        height: 240
        name: "shopping-basket"
        color: Theme.accent
    }
}
