import QtQuick
import QtQuick.Layouts
import KioskModels

// Easier to read, easier to reach: for this shopper, until the basket is over.
BottomSheet {
    id: root

    required property LaneView lane
    readonly property ComfortView comfort: lane.comfort

    title: qsTr("Make it comfortable")
    onClosed: lane.close()

    ChoiceButton {
        objectName: "largeText"
        Layout.fillWidth: true
        glyph: "a-large-small"
        text: qsTr("Larger text")
        on: root.comfort.largeText
        onClicked: root.comfort.toggle_large_text()
    }
    ChoiceButton {
        objectName: "lowered"
        Layout.fillWidth: true
        glyph: "arrow-down-to-line"
        text: qsTr("Lower the controls")
        on: root.comfort.lowered
        onClicked: root.comfort.toggle_lowered()
    }
    ChoiceButton {
        objectName: "contrast"
        Layout.fillWidth: true
        glyph: "contrast"
        text: qsTr("High contrast")
        on: root.comfort.contrast
        onClicked: root.comfort.toggle_contrast()
    }
}
