import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts

// A product to choose: picture, name, unit price.
AbstractButton {
    id: root

    required property string key
    required property string name
    required property string otherName
    required property string unit
    required property string picture
    required property string category
    property int pictureSize: 120
    property bool likely: false // what the camera takes it for

    implicitHeight: pictureSize + 164 * Theme.textScale
    Accessible.role: Accessible.Button
    Accessible.name: name + ", " + unit

    background: Panel {
        color: root.down ? Theme.accentSoft : Theme.surface
        border.color: root.likely ? Theme.accent : Theme.line
        border.width: root.likely ? 4 : 2
    }
    contentItem: ColumnLayout {
        spacing: 2

        ProductPicture {
            Layout.alignment: Qt.AlignHCenter
            Layout.topMargin: 14
            implicitWidth: root.pictureSize
            implicitHeight: root.pictureSize
            lazy: true
            picture: root.picture
            category: root.category
        }
        Words {
            Layout.fillWidth: true
            Layout.leftMargin: 8
            Layout.rightMargin: 8
            Layout.fillHeight: true
            horizontalAlignment: Text.AlignHCenter
            verticalAlignment: Text.AlignVCenter
            text: root.name
            wrapMode: Text.Wrap
            maximumLineCount: 2
            elide: Text.ElideRight
            lineHeight: 0.84
            font.pixelSize: root.likely ? Theme.body : Theme.small
            font.bold: root.likely
        }
        Words {
            Layout.fillWidth: true
            Layout.bottomMargin: 16
            horizontalAlignment: Text.AlignHCenter
            text: root.unit
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 18
            font.pixelSize: Theme.small
            font.bold: true
            color: Theme.accent
        }
    }
}
