pragma ComponentBehavior: Bound
import QtQuick

// Our own keys: Qt Virtual Keyboard is GPL-only. `keys` is a row of characters a line.
Column {
    id: root

    property list<string> lines: ["QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM", "1234567890"]
    property int keyHeight: 84
    property int columns: 10

    signal typed(string key)
    signal erased

    spacing: 10

    Repeater {
        model: root.lines
        delegate: Row {
            id: line
            required property string modelData
            required property int index
            anchors.horizontalCenter: parent ? parent.horizontalCenter : undefined
            spacing: 10

            Repeater {
                model: line.modelData.split("")
                delegate: Key {
                    required property string modelData
                    text: modelData
                    width: (root.width + 10) / root.columns - 10
                    height: root.keyHeight
                    onClicked: root.typed(modelData)
                }
            }
            Key {
                objectName: "erase"
                visible: line.index === root.eraseLine
                glyph: "delete"
                text: qsTr("Delete")
                width: (root.width + 10) / root.columns * root.eraseColumns - 10
                height: root.keyHeight
                onClicked: root.erased()
            }
        }
    }
    property int eraseLine: 2
    property int eraseColumns: 2
}
