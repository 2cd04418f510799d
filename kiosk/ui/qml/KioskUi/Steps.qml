pragma ComponentBehavior: Bound
import QtQuick
import KioskModels

// Scan, pay, done: three words a shopper needs.
Row {
    id: root

    property bool reading: true // codes can be read

    spacing: 24

    Repeater {
        model: [
            root.reading ? { icon: "scan-barcode", text: qsTr("Scan") }
                : { icon: "search", text: qsTr("Look up") },
            { icon: "smartphone", text: qsTr("Pay") },
            { icon: "shopping-bag", text: qsTr("Done") }
        ]
        delegate: Row {
            id: step
            required property var modelData
            required property int index
            spacing: 16

            Glyph {
                anchors.verticalCenter: parent.verticalCenter
                visible: step.index > 0
                width: 40
                height: 40
                name: "chevron-right"
                color: Theme.ink2
            }
            Rectangle {
                width: 88
                height: 88
                radius: 44
                color: Theme.accentSoft

                Glyph {
                    anchors.centerIn: parent
                    width: 44
                    height: 44
                    name: step.modelData.icon
                    color: Theme.accent
                }
            }
            Words {
                anchors.verticalCenter: parent.verticalCenter
                text: step.modelData.text
                font.pixelSize: Theme.emphasis
                font.bold: true
            }
        }
    }
}
