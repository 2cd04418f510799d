import QtQuick
import QtQuick.Layouts
import KioskModels

// One intervention: cause, since when, about what; approve or reject.
Panel {
    id: root

    required property string key
    required property string cause
    required property string since
    required property string about
    required property bool blocks
    required property bool decidable

    signal approved
    signal rejected

    height: 136
    border.color: blocks ? Theme.danger : Theme.line
    Accessible.role: Accessible.ListItem
    Accessible.name: cause + ", " + since + ", " + about

    RowLayout {
        anchors.fill: parent
        anchors.margins: 20
        spacing: 20

        Glyph {
            implicitWidth: 48
            implicitHeight: 48
            name: root.blocks ? "ban" : "bell"
            color: root.blocks ? Theme.danger : Theme.warn
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: -2

            Words {
                Layout.fillWidth: true
                text: root.cause
                font.bold: true
                elide: Text.ElideRight
            }
            Words {
                Layout.fillWidth: true
                text: root.about === "" ? qsTr("since %1").arg(root.since)
                    : qsTr("since %1").arg(root.since) + " · " + root.about
                font.pixelSize: Theme.small
                color: Theme.ink2
                elide: Text.ElideRight
            }
        }
        ActionButton {
            objectName: "reject"
            visible: root.decidable
            text: qsTr("Reject")
            textSize: Theme.body
            onClicked: root.rejected()
        }
        ActionButton {
            objectName: "approve"
            kind: "primary"
            text: root.decidable ? qsTr("Approve") : qsTr("Done")
            textSize: Theme.body
            onClicked: root.approved()
        }
    }
}
