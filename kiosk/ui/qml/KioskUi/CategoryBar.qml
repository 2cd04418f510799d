pragma ComponentBehavior: Bound
import QtQuick
import KioskModels

// The categories in a row; the same again shows all.
ListView {
    id: root

    required property LookUpView lookup

    implicitHeight: 80
    orientation: ListView.Horizontal
    spacing: 12
    clip: true
    cacheBuffer: 0 // nothing is left incubating when the screen goes
    boundsBehavior: Flickable.StopAtBounds
    model: lookup.categories
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Categories")
    delegate: ActionButton {
        required property string key
        required property string name
        objectName: "category-" + key
        implicitHeight: 80
        text: name
        textSize: Theme.body
        kind: root.lookup.category === key ? "primary" : "secondary"
        onClicked: root.lookup.choose_category(key)
    }
}
