import QtQuick
import QtQuick.Layouts
import KioskModels

// The store, comfort, language, help: the same place on every screen.
Item {
    id: root

    required property LaneView lane

    implicitHeight: 128

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.edge
        anchors.rightMargin: Theme.edge
        spacing: Theme.gap

        Rectangle {
            implicitWidth: 72
            implicitHeight: 72
            radius: 20
            color: Theme.accent
            visible: Theme.logo.toString() === ""

            Glyph {
                anchors.centerIn: parent
                width: 42
                height: 42
                name: "shopping-basket"
                color: Theme.accentInk
            }
        }
        Image {
            visible: Theme.logo.toString() !== ""
            source: Theme.logo
            sourceSize.height: 72
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: -4

            Words {
                Layout.fillWidth: true
                text: Theme.storeName === "" ? qsTr("Self-checkout") : Theme.storeName
                font.bold: true
                elide: Text.ElideRight
            }
            Words {
                Layout.fillWidth: true
                text: qsTr("Lane %1").arg(root.lane.laneName)
                font.pixelSize: Theme.small
                color: Theme.ink2
            }
        }
        ActionButton {
            objectName: "comfort"
            glyph: "accessibility"
            text: qsTr("Display")
            textSize: Theme.body
            onClicked: root.lane.open("comfort")
        }
        ActionButton {
            objectName: "language"
            glyph: "languages"
            text: root.lane.language === "en" ? "中文" : "English"
            textSize: Theme.body
            onClicked: root.lane.want_language(root.lane.language === "en" ? "zh_CN" : "en")
        }
        ActionButton {
            objectName: "help"
            glyph: root.lane.helpCalled ? "bell" : "circle-help"
            kind: root.lane.helpCalled ? "primary" : "secondary"
            text: root.lane.helpCalled ? qsTr("Coming") : qsTr("Help")
            textSize: Theme.body
            onClicked: root.lane.open("help")
        }
    }
}
