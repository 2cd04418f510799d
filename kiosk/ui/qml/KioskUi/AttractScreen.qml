import QtQuick
import QtQuick.Layouts
import KioskModels

// Nobody is here: say what to do, in both languages. The whole screen starts.
Item {
    id: root

    required property LaneView lane
    readonly property bool reading: lane.reads !== ""

    GridLayout {
        anchors.fill: parent
        anchors.margins: Theme.edge
        anchors.topMargin: 8
        columns: Theme.landscape ? 2 : 1
        columnSpacing: 64
        rowSpacing: 32

        Campaign {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 1000
            Layout.preferredHeight: 720
            Layout.maximumHeight: Theme.landscape ? 2000 : 720
            products: root.lane.showcase
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 760
            spacing: 16

            Item {
                Layout.fillHeight: true
            }
            Words {
                Layout.fillWidth: true
                horizontalAlignment: Text.AlignHCenter
                text: root.reading ? qsTr("Scan an item to start") : qsTr("Look up your items")
                font.pixelSize: Theme.total
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 44
                font.bold: true
            }
            Words {
                Layout.fillWidth: true
                horizontalAlignment: Text.AlignHCenter
                text: root.lane.language === "en" ? (root.reading ? "扫描商品即可开始" : "请查找商品")
                    : (root.reading ? "Scan an item to start" : "Look up your items")
                font.pixelSize: Theme.title
                color: Theme.ink2
            }
            Item {
                Layout.fillHeight: true
            }
            Steps {
                Layout.alignment: Qt.AlignHCenter
                reading: root.reading
            }
            Item {
                Layout.fillHeight: true
            }
            ActionButton {
                objectName: "start"
                Layout.fillWidth: true
                implicitHeight: 160
                kind: "primary"
                textSize: Theme.title
                text: qsTr("Touch to start")
                onClicked: root.lane.start()
            }
            Words {
                Layout.fillWidth: true
                horizontalAlignment: Text.AlignHCenter
                wrapMode: Text.Wrap
                visible: root.reading
                text: root.lane.reads === "camera"
                    ? qsTr("Member? Hold your code to the camera at any time.")
                    : qsTr("Member? Hold your code to the scanner at any time.")
                color: Theme.ink2
            }
        }
    }
}
