pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import KioskModels

// A void needs its reason: it goes into the ledger with the staff id.
BottomSheet {
    id: root

    required property StaffView staff

    title: staff.choosingBasket ? qsTr("Why void the basket?") : qsTr("Why void this line?")
    onClosed: staff.keep()

    GridLayout {
        Layout.fillWidth: true
        columns: 2
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap

        Repeater {
            model: root.staff.reasons
            delegate: ActionButton {
                required property string key
                required property string name
                Layout.fillWidth: true
                Layout.preferredWidth: 100
                implicitHeight: Theme.sheetRow
                text: name
                textSize: Theme.body
                onClicked: root.staff.because(key)
            }
        }
    }
}
