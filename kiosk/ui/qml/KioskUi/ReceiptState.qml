import QtQuick
import QtQuick.Layouts
import KioskModels

// The receipt's own state: on its way, waiting for the printer, or as a QR code.
ColumnLayout {
    id: root

    required property ReceiptView receipt
    readonly property bool done: receipt.printState === "done"
    readonly property bool fine: done || receipt.printState === "printing"

    spacing: 16

    QrCode {
        Layout.alignment: Qt.AlignHCenter
        visible: root.receipt.showQr
        implicitWidth: 440
        implicitHeight: 440
        text: root.receipt.showQr ? root.receipt.qr : ""
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTr("Receipt as a QR code")
    }
    Words {
        Layout.alignment: Qt.AlignHCenter
        visible: root.receipt.showQr
        text: qsTr("Read it with your phone: it works without a network")
        color: Theme.ink2
    }
    Words {
        Layout.alignment: Qt.AlignHCenter
        text: qsTr("Receipt %1").arg(root.receipt.number)
        color: Theme.ink2
    }
    Rectangle {
        Layout.alignment: Qt.AlignHCenter
        visible: root.receipt.printText !== ""
        implicitWidth: row.implicitWidth + 72
        implicitHeight: Math.max(104, row.implicitHeight + 32)
        radius: Theme.radius
        color: root.fine ? Theme.accentSoft : Theme.warnSoft

        RowLayout {
            id: row
            anchors.centerIn: parent
            spacing: 20

            Glyph {
                implicitWidth: 48
                implicitHeight: 48
                name: root.done ? "receipt-text" : "printer"
                color: root.fine ? Theme.accent : Theme.warn
            }
            Words {
                text: root.receipt.printText
                font.pixelSize: Theme.emphasis
                font.bold: true
                color: root.fine ? Theme.accent : Theme.warn
            }
        }
    }
}
