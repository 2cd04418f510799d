import QtQuick
import QtQuick.Layouts
import KioskModels

// The legal scale's own weight, large, with what the pan is doing in words.
Panel {
    id: root

    required property WeighView weigh
    readonly property string pan: weigh.pan
    readonly property bool steady: pan === "stable"

    signal zeroed

    implicitHeight: 232 * Theme.textScale

    GridLayout {
        anchors.fill: parent
        anchors.margins: 32
        columns: Theme.landscape ? 1 : 2
        columnSpacing: 32

        ColumnLayout {
            Layout.fillWidth: true
            spacing: 0

            RowLayout {
                spacing: 14

                Glyph {
                    implicitWidth: 40
                    implicitHeight: 40
                    name: root.steady ? "circle-check" : root.pan === "motion" ? "clock"
                        : root.pan === "empty" ? "arrow-down-to-line" : "triangle-alert"
                    color: root.steady ? Theme.accent : Theme.warn
                }
                Words {
                    text: root.steady ? qsTr("Stable")
                        : root.pan === "motion" ? qsTr("Still moving")
                        : root.pan === "empty" ? qsTr("Put it on the scale")
                        : root.pan === "under" ? qsTr("Below zero: clear the scale")
                        : root.pan === "over" ? qsTr("Too heavy")
                        : qsTr("The scale does not answer")
                    font.pixelSize: Theme.emphasis
                    font.bold: true
                    color: root.steady ? Theme.accent : Theme.warn
                }
            }
            Words {
                Layout.fillWidth: true
                visible: root.pan !== "absent"
                text: root.weigh.weight === "" ? "– – –" : root.weigh.weight
                font.pixelSize: Theme.total
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 48
                font.bold: true
                color: root.steady ? Theme.ink : Theme.ink2
                lineHeight: 0.85
            }
            Words {
                Layout.fillWidth: true
                visible: root.pan === "absent"
                wrapMode: Text.Wrap
                text: qsTr("Please ask a colleague to weigh it.")
            }
            Words {
                visible: root.weigh.tare !== ""
                text: qsTr("Container taken off: %1").arg(root.weigh.tare)
                color: Theme.ink2
            }
        }
        ActionButton {
            objectName: "zero"
            Layout.alignment: Qt.AlignVCenter
            visible: root.pan === "under"
            text: qsTr("Zero the scale")
            textSize: Theme.body
            onClicked: root.zeroed()
        }
    }
}
