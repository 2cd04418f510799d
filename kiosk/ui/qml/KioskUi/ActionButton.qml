import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import KioskModels

// A button: kind is "primary", "secondary", "quiet" or "danger".
AbstractButton {
    id: root

    property string kind: "secondary"
    property string glyph: ""
    property string detail: "" // at the right: an amount
    property int textSize: Theme.emphasis
    readonly property bool loud: kind === "primary" || kind === "danger"
    readonly property color paper: kind === "primary" ? Theme.accent
        : kind === "danger" ? Theme.danger
        : kind === "quiet" ? "transparent" : Theme.surface
    readonly property color pen: kind === "primary" ? Theme.accentInk
        : kind === "danger" ? Theme.dangerInk : Theme.ink

    implicitHeight: Theme.target
    implicitWidth: Math.max(Theme.target, content.implicitWidth + 56)
    font.family: Theme.family
    font.pixelSize: textSize
    font.bold: loud
    opacity: enabled ? 1 : 0.45
    Accessible.role: Accessible.Button
    Accessible.name: detail === "" ? text : text + " " + detail

    background: Rectangle {
        radius: Theme.radius
        color: root.down ? Qt.darker(root.loud ? root.paper : Theme.raised, 1.12) : root.paper
        border.width: root.loud || root.kind === "quiet" ? 0 : 2
        border.color: Theme.line
    }
    contentItem: Item {
        implicitWidth: content.implicitWidth
        implicitHeight: content.implicitHeight

        RowLayout {
            id: content
            anchors.centerIn: parent
            width: root.detail === "" ? Math.min(implicitWidth, parent.width) : parent.width
            spacing: 16

            Item {
                visible: root.detail !== ""
                implicitWidth: 20
            }
            Glyph {
                visible: root.glyph !== ""
                name: root.glyph
                color: root.pen
                implicitWidth: root.textSize * 1.25
                implicitHeight: root.textSize * 1.25
            }
            Text {
                Layout.fillWidth: true
                visible: root.text !== ""
                text: root.text
                textFormat: Text.PlainText
                font: root.font
                color: root.pen
                wrapMode: Text.Wrap
                maximumLineCount: 2
                horizontalAlignment: root.detail === "" ? Text.AlignHCenter : Text.AlignLeft
            }
            Text {
                visible: root.detail !== ""
                text: root.detail
                textFormat: Text.PlainText
                font.family: Theme.family
                font.pixelSize: root.textSize * 1.2
                font.bold: true
                color: root.pen
            }
            Item {
                visible: root.detail !== ""
                implicitWidth: 20
            }
        }
    }
}
