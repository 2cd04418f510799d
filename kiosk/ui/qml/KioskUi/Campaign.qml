import QtQuick
import KioskModels

// The store's campaign: until one is configured, a calm still life of three steps.
Rectangle {
    id: root

    radius: 32
    color: Theme.accentSoft
    clip: true

    Row {
        anchors.centerIn: parent
        spacing: root.width / 24

        Repeater {
            model: [
                { icon: "scan-barcode", text: qsTr("Scan") },
                { icon: "smartphone", text: qsTr("Pay") },
                { icon: "shopping-bag", text: qsTr("Done") }
            ]
            delegate: Column {
                id: step
                required property var modelData
                required property int index
                width: root.width / 4
                spacing: 24

                Rectangle {
                    anchors.horizontalCenter: parent.horizontalCenter
                    width: Math.min(step.width, 208)
                    height: width
                    radius: width / 2
                    color: Theme.accent

                    Glyph {
                        anchors.centerIn: parent
                        width: parent.width * 0.5
                        height: width
                        name: step.modelData.icon
                        color: Theme.accentInk
                    }
                }
                Words {
                    anchors.horizontalCenter: parent.horizontalCenter
                    text: (step.index + 1) + "  " + step.modelData.text
                    font.pixelSize: Theme.title
                    font.bold: true
                }
            }
        }
    }
}
