import QtQuick
import QtQuick.Layouts
import KioskModels

// One line: more, fewer, or out.
BottomSheet {
    id: root

    required property LaneView lane
    readonly property BasketView basket: lane.basket

    title: qsTr("Change this item")
    onClosed: lane.close()

    RowLayout {
        Layout.fillWidth: true
        spacing: 24

        ProductPicture {
            implicitWidth: Theme.sheetRow
            implicitHeight: Theme.sheetRow
            picture: root.basket.selectedPicture
            category: root.basket.selectedCategory
        }
        Words {
            Layout.fillWidth: true
            text: root.basket.selectedName
            wrapMode: Text.Wrap
            font.pixelSize: Theme.emphasis
            font.bold: true
        }
        Words {
            text: root.basket.selectedAmount
            font.pixelSize: Theme.title
            font.bold: true
        }
    }
    RowLayout {
        Layout.fillWidth: true
        visible: root.basket.canCount
        spacing: Theme.gap

        ActionButton {
            objectName: "less"
            Layout.fillWidth: true
            Layout.preferredWidth: 100
            implicitHeight: Theme.sheetRow
            glyph: "minus"
            textSize: Theme.emphasis
            text: qsTr("One less")
            enabled: root.basket.canLess
            onClicked: root.basket.less()
        }
        Words {
            Layout.fillWidth: true
            Layout.preferredWidth: 60
            horizontalAlignment: Text.AlignHCenter
            text: root.basket.selectedQuantity
            font.pixelSize: Theme.price
            font.bold: true
        }
        ActionButton {
            objectName: "more"
            Layout.fillWidth: true
            Layout.preferredWidth: 100
            implicitHeight: Theme.sheetRow
            glyph: "plus"
            text: qsTr("One more")
            onClicked: root.basket.more()
        }
    }
    ActionButton {
        objectName: "removeLine"
        Layout.fillWidth: true
        implicitHeight: Theme.sheetRow
        kind: "danger"
        glyph: "trash-2"
        text: qsTr("Take it out")
        onClicked: {
            root.basket.remove();
            root.lane.close();
        }
    }
}
