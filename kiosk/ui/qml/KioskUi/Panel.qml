import QtQuick

// A surface with a line round it: the software renderer has no shadows.
Rectangle {
    radius: Theme.radius
    color: Theme.surface
    border.color: Theme.line
    border.width: 2
}
