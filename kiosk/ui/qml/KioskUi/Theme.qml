pragma Singleton
import QtQuick

// Every colour, size and duration of the screens (look.md). A brand file may
// replace colours, the store's name and the logo. `name` is light, dark or contrast.
QtObject {
    id: root

    property string name: "light"
    property string storeName: ""
    property url logo
    property bool landscape: false
    property bool lowered: false // all controls in the lower half
    property bool largeText: false
    property bool stillness: false // reduced motion

    property var brand: ({}) // colour names to colours: the store's own, light theme only

    function shade(key: string, light: color, dark: color, contrast: color): color {
        return name === "light" && brand[key] !== undefined ? brand[key] : tone(light, dark, contrast);
    }
    function tone(light: color, dark: color, contrast: color): color {
        return name === "dark" ? dark : name === "contrast" ? contrast : light;
    }

    readonly property color background: shade("background", "#F6F7F9", "#0F1319", "#000000")
    readonly property color surface: shade("surface", "#FFFFFF", "#1A2029", "#000000")
    readonly property color raised: shade("raised", "#EEF1F5", "#252D38", "#1A1A1A")
    readonly property color ink: shade("ink", "#14171F", "#F2F4F7", "#FFFFFF")
    readonly property color ink2: shade("ink2", "#5B6472", "#B4BCC8", "#FFFFFF")
    readonly property color line: shade("line", "#E3E7EC", "#323B48", "#FFFFFF")
    readonly property color accent: shade("accent", "#0B6E4F", "#3CCB97", "#FFE600")
    readonly property color accentInk: shade("accentInk", "#FFFFFF", "#06281C", "#000000")
    readonly property color accentSoft: shade("accentSoft", "#E7F4EE", "#143528", "#1A1A1A")
    readonly property color savings: shade("savings", "#C2410C", "#FDA172", "#FFE600")
    readonly property color info: shade("info", "#1D4ED8", "#9DC0FF", "#8AD4FF")
    readonly property color infoSoft: shade("infoSoft", "#EEF3FF", "#1A2540", "#1A1A1A")
    readonly property color warn: shade("warn", "#B45309", "#F7BD63", "#FFD54A")
    readonly property color warnSoft: shade("warnSoft", "#FFF7E6", "#33260B", "#1A1A1A")
    readonly property color danger: shade("danger", "#B42318", "#FF9A91", "#FFA8A8")
    readonly property color dangerSoft: shade("dangerSoft", "#FEF0EE", "#3A1714", "#1A1A1A")
    readonly property color dangerInk: shade("dangerInk", "#FFFFFF", "#2B0705", "#000000")
    readonly property color staff: shade("staff", "#E4E9F4", "#16203A", "#101010")
    readonly property color scrim: "#99000000"

    readonly property string family: "Noto Sans SC"
    readonly property real textScale: largeText ? 1.2 : 1
    readonly property int small: 24 * textScale
    readonly property int body: 28 * textScale
    readonly property int emphasis: 34 * textScale
    readonly property int title: 44 * textScale
    readonly property int price: 64 * textScale
    readonly property int total: 96 * textScale

    readonly property int gap: 16
    readonly property int edge: 40
    readonly property int radius: 20
    readonly property int target: 96
    // The height of a sheet's row: all of them fit the lower half of 1080 too.
    readonly property int sheetRow: landscape && lowered ? 88 : 128
    readonly property int quick: stillness ? 0 : 160

    // A quiet tint for each shelf, so that pictures sit on colour, not on white.
    function tint(category: string): color {
        switch (category) {
        case "fruit":
            return tone("#FDEBDD", "#3B2A1E", "#1A1A1A");
        case "vegetables":
            return tone("#E6F3E3", "#20331F", "#1A1A1A");
        case "dairy":
        case "baby":
        case "frozen":
            return tone("#E4F0FB", "#1D2E40", "#1A1A1A");
        case "bakery":
        case "grains":
            return tone("#FAF0DC", "#383020", "#1A1A1A");
        case "drinks":
        case "alcohol":
            return tone("#E9E8FB", "#282742", "#1A1A1A");
        case "meat":
        case "seafood":
        case "deli":
            return tone("#FBE6E6", "#3B2424", "#1A1A1A");
        case "snacks":
            return tone("#FBEAF2", "#3A2431", "#1A1A1A");
        default:
            return tone("#ECEFF3", "#2A323D", "#1A1A1A");
        }
    }
}
