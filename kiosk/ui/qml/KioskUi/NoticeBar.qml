import QtQuick
import QtQuick.Layouts
import KioskModels

// One sentence and at most one action, under the last item.
Rectangle {
    id: root

    required property LaneView lane
    readonly property string severity: lane.notice.severity
    readonly property color pen: severity === "danger" ? Theme.danger
        : severity === "warn" ? Theme.warn : Theme.info

    visible: lane.notice.visible
    implicitHeight: Math.max(104, row.implicitHeight + 24)
    radius: Theme.radius
    color: severity === "danger" ? Theme.dangerSoft
        : severity === "warn" ? Theme.warnSoft : Theme.infoSoft
    border.color: pen
    border.width: 2
    Accessible.role: Accessible.AlertMessage
    Accessible.name: lane.notice.text

    RowLayout {
        id: row
        anchors.fill: parent
        anchors.leftMargin: 28
        anchors.rightMargin: 12
        spacing: 20

        Glyph {
            implicitWidth: 44
            implicitHeight: 44
            name: root.severity === "info" ? "info" : "triangle-alert"
            color: root.pen
        }
        Text {
            Layout.fillWidth: true
            text: root.lane.notice.text
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            font.family: Theme.family
            font.pixelSize: Theme.body
            font.bold: root.severity === "danger"
            color: root.pen
        }
        ActionButton {
            objectName: "noticeAction"
            visible: root.lane.notice.action !== ""
            implicitHeight: 80
            text: root.lane.notice.actionText
            textSize: Theme.body
            onClicked: root.lane.act(root.lane.notice.action)
        }
    }
}
