import QtQuick
import QtQuick.Layouts
import KioskModels

// The item scanned last: large, with its picture, both names, price and saving.
Panel {
    id: root

    required property LaneView lane
    readonly property BasketView basket: lane.basket
    readonly property bool there: basket.lastKey !== ""

    implicitHeight: 280 * Theme.textScale
    border.color: flash.running ? Theme.accent : Theme.line
    border.width: flash.running ? 6 : 2

    Timer {
        id: flash
        interval: 600
    }
    Connections {
        target: root.basket
        function onScanned() {
            if (!Theme.stillness)
                flash.restart();
        }
    }
    RowLayout {
        anchors.fill: parent
        anchors.margins: 28
        spacing: 32
        visible: root.there

        ProductPicture {
            implicitWidth: Math.min(root.height - 72, 320)
            implicitHeight: implicitWidth
            picture: root.basket.lastPicture
            category: root.basket.lastCategory
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            spacing: 0

            Words {
                Layout.fillWidth: true
                text: root.basket.lastName
                font.pixelSize: Theme.title
                font.bold: true
                fontSizeMode: Text.Fit
                minimumPixelSize: 28
                wrapMode: Text.Wrap
                maximumLineCount: 2
                lineHeight: 0.86
                Layout.maximumHeight: 112 * Theme.textScale
            }
            Words {
                Layout.fillWidth: true
                text: root.basket.lastOtherName
                font.pixelSize: Theme.small
                color: Theme.ink2
                elide: Text.ElideRight
            }
            Item {
                Layout.fillHeight: true
            }
            RowLayout {
                Layout.fillWidth: true
                spacing: 20

                ColumnLayout {
                    Layout.fillWidth: true
                    spacing: 0

                    Words {
                        Layout.fillWidth: true
                        text: root.basket.lastQuantity + "   " + root.basket.lastUnit
                        fontSizeMode: Text.HorizontalFit
                        minimumPixelSize: 20
                        color: Theme.ink2
                    }
                    Words {
                        Layout.fillWidth: true
                        visible: text !== ""
                        text: root.basket.lastAlert !== "" ? root.basket.lastAlert
                            : root.basket.lastSaved === "" ? ""
                            : root.basket.lastSaved + "  " + root.basket.lastWhy
                        font.pixelSize: Theme.small
                        font.bold: true
                        elide: Text.ElideRight
                        color: root.basket.lastAlert !== "" ? Theme.warn : Theme.savings
                    }
                }
                ColumnLayout {
                    spacing: -8

                    Words {
                        Layout.alignment: Qt.AlignRight
                        visible: text !== ""
                        text: root.basket.lastWas
                        font.strikeout: true
                        color: Theme.ink2
                    }
                    Words {
                        Layout.alignment: Qt.AlignRight
                        text: root.basket.lastAmount
                        font.pixelSize: Theme.price
                        font.bold: true
                        lineHeight: 0.8
                    }
                }
            }
        }
    }
    ColumnLayout {
        anchors.centerIn: parent
        visible: !root.there
        spacing: 8

        Glyph {
            Layout.alignment: Qt.AlignHCenter
            implicitWidth: 88
            implicitHeight: 88
            name: root.lane.reads === "" ? "search" : "scan-barcode"
            color: Theme.accent
        }
        Words {
            Layout.alignment: Qt.AlignHCenter
            text: root.lane.reads === "camera" ? qsTr("Hold a barcode to the camera")
                : root.lane.reads === "scanner" ? qsTr("Hold a barcode to the scanner")
                : qsTr("Touch No barcode and look your items up")
            font.pixelSize: Theme.emphasis
            font.bold: true
        }
        Words {
            Layout.alignment: Qt.AlignHCenter
            text: root.lane.hasScale ? qsTr("Fruit and vegetables: touch Weigh")
                : qsTr("Fruit and vegetables: please ask a colleague")
            color: Theme.ink2
        }
    }
}
