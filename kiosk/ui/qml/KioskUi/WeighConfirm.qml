import QtQuick
import QtQuick.Layouts
import KioskModels

// Unit price x weight = price, all three together before it is added (W3).
ColumnLayout {
    id: root

    required property LaneView lane
    readonly property WeighView weigh: lane.weigh

    spacing: 24

    Panel {
        Layout.fillWidth: true
        Layout.fillHeight: true

        ColumnLayout {
            anchors.centerIn: parent
            width: parent.width - 80
            spacing: 12

            ProductPicture {
                Layout.alignment: Qt.AlignHCenter
                implicitWidth: Theme.landscape ? 220 : 360
                implicitHeight: Theme.landscape ? 220 : 360
                picture: root.weigh.picture
                category: root.weigh.category
            }
            Words {
                Layout.fillWidth: true
                horizontalAlignment: Text.AlignHCenter
                text: root.weigh.name
                wrapMode: Text.Wrap
                font.pixelSize: Theme.price
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 34
                font.bold: true
            }
            Words {
                Layout.alignment: Qt.AlignHCenter
                text: root.weigh.otherName
                color: Theme.ink2
            }
            Words {
                Layout.alignment: Qt.AlignHCenter
                Layout.topMargin: 16
                text: root.weigh.ready ? root.weigh.unit + "  ×  " + root.weigh.weight : root.weigh.unit
                font.pixelSize: Theme.emphasis
                color: Theme.ink2
            }
            Words {
                Layout.alignment: Qt.AlignHCenter
                text: root.weigh.price === "" ? "– – –" : root.weigh.price
                font.pixelSize: Theme.total
                font.bold: true
                lineHeight: 0.85
            }
        }
    }
    RowLayout {
        Layout.fillWidth: true
        spacing: Theme.gap

        ActionButton {
            objectName: "otherProduct"
            implicitHeight: 144
            text: qsTr("Something else")
            onClicked: root.weigh.unpick()
        }
        ActionButton {
            objectName: "addWeighed"
            Layout.fillWidth: true
            implicitHeight: 144
            kind: "primary"
            textSize: Theme.title
            text: qsTr("Add")
            detail: root.weigh.price
            enabled: root.weigh.ready
            onClicked: root.lane.weigh_confirmed()
        }
    }
}
