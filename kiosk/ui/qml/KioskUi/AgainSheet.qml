import QtQuick
import QtQuick.Layouts
import KioskModels

// Giving the basket up is asked for once.
BottomSheet {
    id: root

    required property LaneView lane

    title: qsTr("Empty your basket?")
    onClosed: lane.close()

    Words {
        Layout.fillWidth: true
        wrapMode: Text.Wrap
        text: qsTr("All items are taken out. Nothing is charged.")
        color: Theme.ink2
    }
    RowLayout {
        Layout.fillWidth: true
        spacing: Theme.gap

        ActionButton {
            objectName: "keepBasket"
            Layout.fillWidth: true
            implicitHeight: Theme.sheetRow
            text: qsTr("Keep it")
            onClicked: root.lane.close()
        }
        ActionButton {
            objectName: "abandon"
            Layout.fillWidth: true
            implicitHeight: Theme.sheetRow
            kind: "danger"
            text: qsTr("Empty it")
            onClicked: root.lane.abandon()
        }
    }
}
