import QtQuick
import KioskModels

// No barcode: find the product by picture, name or number.
SheetFrame {
    id: root

    required property LaneView lane

    title: qsTr("Which product is it?")
    onClosed: root.lane.close()

    SearchPane {
        anchors.fill: parent
        lookup: root.lane.lookup
        codes: true
        onPicked: key => root.lane.choose(key)
    }
}
