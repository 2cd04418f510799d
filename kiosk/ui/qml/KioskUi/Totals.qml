import QtQuick
import QtQuick.Layouts
import KioskModels

// Items, savings, tax where it comes on top, and the total: never elided.
ColumnLayout {
    id: root

    required property BasketView basket

    spacing: 0

    Words {
        visible: root.basket.savings !== ""
        text: qsTr("You save %1").arg(root.basket.savings)
        color: Theme.savings
        font.bold: true
        font.pixelSize: Theme.emphasis
    }
    Words {
        visible: root.basket.tax !== ""
        text: qsTr("Tax %1").arg(root.basket.tax)
        color: Theme.ink2
    }
    RowLayout {
        Layout.fillWidth: true

        Words {
            Layout.fillWidth: true
            text: qsTr("Total")
            font.pixelSize: Theme.emphasis
        }
        Words {
            text: qsTr("%n item(s)", "", root.basket.pieces)
            color: Theme.ink2
        }
    }
    Words {
        Layout.fillWidth: true
        text: root.basket.total
        font.pixelSize: Theme.total
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 48
        font.bold: true
        lineHeight: 0.8
    }
}
