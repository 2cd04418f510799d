import QtQuick
import QtQuick.Layouts
import KioskModels

// Nobody is here: say what to do, in both languages.
Item {
    id: root

    required property LaneView lane

    GridLayout {
        anchors.fill: parent
        anchors.margins: Theme.edge
        anchors.topMargin: 0
        columns: Theme.landscape ? 2 : 1
        columnSpacing: 64
        rowSpacing: 32

        Campaign {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 1000
            Layout.maximumHeight: Theme.landscape ? 2000 : 625
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 700
            spacing: 24

            Item {
                Layout.fillHeight: true
            }
            Glyph {
                Layout.alignment: Qt.AlignHCenter
                implicitWidth: 144
                implicitHeight: 144
                name: "scan-barcode"
                color: Theme.accent
            }
            Words {
                Layout.fillWidth: true
                horizontalAlignment: Text.AlignHCenter
                text: qsTr("Scan an item to start")
                font.pixelSize: Theme.total * 0.84
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 44
                font.bold: true
            }
            Words {
                Layout.fillWidth: true
                horizontalAlignment: Text.AlignHCenter
                text: root.lane.language === "en" ? "扫描商品即可开始" : "Scan an item to start"
                font.pixelSize: Theme.title
                color: Theme.ink2
            }
            Item {
                Layout.fillHeight: true
            }
            ActionButton {
                objectName: "start"
                Layout.fillWidth: true
                implicitHeight: 152
                kind: "primary"
                textSize: Theme.title
                text: qsTr("Touch to start")
                onClicked: root.lane.start()
            }
            Words {
                Layout.fillWidth: true
                horizontalAlignment: Text.AlignHCenter
                wrapMode: Text.Wrap
                text: qsTr("Member? Hold your code to the camera at any time.")
                color: Theme.ink2
            }
        }
    }
}
