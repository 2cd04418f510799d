"""Package shapes as flat SVG: cartons, bottles, cans, bags, boxes and trays.

One family: a 320 x 320 canvas, a body in the brand's colour, one darker side, one
light edge, a cream plate that carries the motif. It knows no product.
"""

from __future__ import annotations

import colorsys
from collections.abc import Callable
from dataclasses import dataclass

PLATE = "#FFFBF2"
METAL = "#C9D1D9"


@dataclass(frozen=True, slots=True)
class Package:
    """A drawn package and the square in which the motif sits (x, y, size)."""

    svg: str
    motif: tuple[float, float, float]


def tone(colour: str, change: float) -> str:
    """Return a colour darker (below 0) or lighter (above 0) by a share of its way."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    hue, light, strength = colorsys.rgb_to_hls(red, green, blue)
    light += change * (light if change < 0 else 1 - light)
    mixed = colorsys.hls_to_rgb(hue, light, strength)
    return "#" + "".join(f"{round(255 * part):02X}" for part in mixed)


def rect(x: float, y: float, w: float, h: float, r: float, fill: str) -> str:
    """Return a rounded rectangle."""
    return f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="{r}" fill="{fill}"/>'


def path(points: str, fill: str) -> str:
    """Return a filled path."""
    return f'<path d="{points}" fill="{fill}"/>'


def disc(x: float, y: float, r: float, fill: str) -> str:
    """Return a disc."""
    return f'<circle cx="{x}" cy="{y}" r="{r}" fill="{fill}"/>'


def oval(x: float, y: float, rx: float, ry: float, fill: str) -> str:
    """Return an ellipse."""
    return f'<ellipse cx="{x}" cy="{y}" rx="{rx}" ry="{ry}" fill="{fill}"/>'


def shine(x: float, y: float, w: float, h: float) -> str:
    """Return the light edge that all packages share."""
    return (
        f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="{w / 2}" '
        'fill="#FFFFFF" fill-opacity="0.35"/>'
    )


def print_lines(x: float, y: float, w: float, colour: str) -> str:
    """Return two bars that stand for the printed name."""
    return rect(x, y, w, 9, 4.5, colour) + rect(
        x + w / 5, y + 16, w * 3 / 5, 6, 3, colour
    )


def carton(colour: str) -> Package:
    """Draw a gable-top carton."""
    dark, light = tone(colour, -0.25), tone(colour, 0.35)
    return Package(
        path("M92 92 L128 36 H214 L214 92 Z", light)
        + path("M214 36 L238 90 H214 Z", dark)
        + rect(122, 22, 96, 20, 5, tone(colour, -0.1))
        + rect(92, 90, 124, 208, 8, colour)
        + path("M214 90 H238 V286 L214 298 Z", dark)
        + rect(92, 118, 122, 116, 0, PLATE)
        + print_lines(112, 250, 82, light)
        + shine(100, 96, 8, 194),
        (104, 126, 100),
    )


def brick(colour: str) -> Package:
    """Draw a small drink carton with a straw."""
    dark, light = tone(colour, -0.25), tone(colour, 0.4)
    return Package(
        path("M186 86 L196 22 H232 V32 H204 L196 86 Z", light)
        + rect(98, 78, 112, 222, 8, colour)
        + path("M208 78 L234 88 V288 L208 300 Z", dark)
        + path("M98 84 L122 64 H230 L208 84 Z", light)
        + disc(153, 174, 50, PLATE)
        + print_lines(116, 246, 74, light)
        + shine(106, 92, 8, 196),
        (113, 134, 80),
    )


def bottle(colour: str) -> Package:
    """Draw a slim drink bottle."""
    dark, light = tone(colour, -0.35), tone(colour, 0.3)
    return Package(
        rect(140, 16, 40, 28, 7, dark)
        + path(
            "M144 44 H176 V66 C176 84 206 92 206 122 V278 Q206 304 182 304 H138"
            " Q114 304 114 278 V122 C114 92 144 84 144 66 Z",
            colour,
        )
        + rect(112, 142, 96, 108, 4, PLATE)
        + rect(112, 142, 96, 10, 0, dark)
        + rect(112, 240, 96, 10, 0, dark)
        + rect(124, 266, 72, 6, 3, light)
        + rect(124, 280, 72, 6, 3, light)
        + shine(122, 110, 8, 186),
        (120, 156, 80),
    )


def milkbottle(colour: str) -> Package:
    """Draw a glass milk bottle with a foil cap."""
    return Package(
        rect(126, 18, 68, 30, 9, "#3E7CC4")
        + path(
            "M132 48 H188 V84 C188 108 218 116 218 150 V276 Q218 304 190 304 H130"
            " Q102 304 102 276 V150 C102 116 132 108 132 84 Z",
            "#D5E3EE",
        )
        + path(
            "M112 150 C112 128 142 118 146 96 H174 C178 118 208 128 208 150 V274"
            " Q208 294 188 294 H132 Q112 294 112 274 Z",
            colour,
        )
        + disc(160, 206, 50, tone("#3E7CC4", 0.72))
        + shine(120, 140, 9, 146),
        (120, 166, 80),
    )


def winebottle(colour: str) -> Package:
    """Draw a tall glass bottle with a label."""
    dark = tone(colour, -0.35)
    return Package(
        rect(140, 10, 40, 46, 6, dark)
        + path(
            "M144 54 H176 V92 C176 116 206 118 206 148 V284 Q206 306 184 306 H136"
            " Q114 306 114 284 V148 C114 118 144 116 144 92 Z",
            colour,
        )
        + rect(114, 164, 92, 104, 2, PLATE)
        + rect(114, 164, 92, 6, 0, "#C8A24A")
        + rect(114, 262, 92, 6, 0, "#C8A24A")
        + shine(123, 140, 8, 156),
        (122, 178, 76),
    )


def lotion(colour: str) -> Package:
    """Draw a bottle with a pump."""
    dark, light = tone(colour, -0.3), tone(colour, 0.4)
    return Package(
        path("M104 26 H176 Q184 26 184 34 V50 H164 V44 H104 Z", dark)
        + rect(152, 46, 24, 32, 0, dark)
        + rect(130, 72, 68, 24, 7, dark)
        + rect(94, 92, 140, 212, 32, colour)
        + disc(164, 184, 56, PLATE)
        + print_lines(124, 258, 80, light)
        + shine(104, 118, 9, 160),
        (122, 142, 84),
    )


def jug(colour: str) -> Package:
    """Draw a large bottle with a handle."""
    dark = tone(colour, -0.3)
    return Package(
        rect(104, 18, 52, 34, 8, dark)
        + path(
            "M106 52 H156 V76 H196 Q244 76 244 124 V276 Q244 304 216 304 H104"
            " Q76 304 76 276 V128 Q76 92 106 84 Z",
            colour,
        )
        + '<rect x="186" y="98" width="30" height="46" rx="13" '
        'fill="#FFFFFF" fill-opacity="0.75"/>'
        + rect(76, 160, 168, 112, 0, PLATE)
        + rect(76, 160, 168, 9, 0, dark)
        + rect(76, 264, 168, 9, 0, dark)
        + shine(86, 116, 9, 176),
        (116, 172, 90),
    )


def can(colour: str) -> Package:
    """Draw a drink can."""
    dark, light = tone(colour, -0.3), tone(colour, 0.35)
    return Package(
        rect(112, 34, 96, 26, 10, METAL)
        + path("M112 52 H208 L224 76 H96 Z", tone(METAL, -0.15))
        + rect(96, 74, 128, 196, 6, colour)
        + path("M96 268 H224 L212 292 Q210 296 204 296 H116 Q110 296 108 292 Z", METAL)
        + path("M96 214 C140 180 176 250 224 206 V270 H96 Z", dark)
        + disc(160, 150, 50, PLATE)
        + rect(120, 238, 80, 9, 4.5, light)
        + shine(106, 82, 9, 182),
        (120, 110, 80),
    )


def tin(colour: str) -> Package:
    """Draw a wide food tin."""
    dark = tone(colour, -0.3)
    return Package(
        oval(160, 264, 108, 30, tone(METAL, -0.2))
        + rect(52, 84, 216, 180, 0, colour)
        + oval(160, 262, 108, 28, colour)
        + oval(160, 84, 108, 30, METAL)
        + oval(160, 84, 90, 22, tone(METAL, 0.4))
        + rect(52, 128, 216, 10, 0, dark)
        + disc(160, 204, 62, PLATE)
        + shine(64, 112, 10, 144),
        (113, 157, 94),
    )


def jar(colour: str) -> Package:
    """Draw a glass jar with a lid."""
    dark = tone(colour, -0.35)
    return Package(
        rect(88, 34, 144, 46, 12, dark)
        + rect(88, 64, 144, 8, 0, tone(colour, 0.2))
        + rect(74, 84, 172, 216, 34, colour)
        + rect(74, 134, 172, 118, 0, PLATE)
        + rect(74, 134, 172, 8, 0, dark)
        + rect(74, 244, 172, 8, 0, dark)
        + shine(86, 100, 9, 184),
        (112, 145, 96),
    )


def tub(colour: str) -> Package:
    """Draw a cup of yoghurt with a foil lid."""
    dark = tone(colour, -0.25)
    return Package(
        path("M76 104 H244 L222 282 Q220 298 204 298 H116 Q100 298 98 282 Z", colour)
        + path("M214 104 H244 L222 282 Q220 298 204 298 H194 Z", dark)
        + oval(160, 100, 96, 22, tone(METAL, 0.3))
        + oval(160, 95, 96, 22, tone(METAL, 0.65))
        + path("M236 88 Q276 84 268 110 Q256 112 244 104 Z", tone(METAL, 0.3))
        + disc(156, 200, 58, PLATE)
        + shine(100, 130, 9, 130),
        (110, 154, 92),
    )


def cup(colour: str) -> Package:
    """Draw a tall paper cup with a lid."""
    dark = tone(colour, -0.3)
    return Package(
        rect(84, 44, 152, 26, 12, dark)
        + rect(98, 24, 124, 26, 10, tone(colour, -0.15))
        + path("M90 70 H230 L212 284 Q210 300 196 300 H124 Q110 300 108 284 Z", colour)
        + path("M95 128 H225 L216 232 H104 Z", PLATE)
        + shine(106, 84, 9, 200),
        (113, 133, 94),
    )


def pouch(colour: str) -> Package:
    """Draw a pillow bag."""
    dark, light = tone(colour, -0.25), tone(colour, 0.4)
    return Package(
        path(
            "M74 40 H246 L240 62 C258 130 258 196 240 262 L246 284 H74 L80 262"
            " C62 196 62 130 80 62 Z",
            colour,
        )
        + rect(74, 28, 172, 24, 3, dark)
        + rect(74, 272, 172, 24, 3, dark)
        + oval(160, 178, 72, 66, PLATE)
        + print_lines(108, 74, 104, light)
        + shine(82, 82, 10, 160),
        (108, 126, 104),
    )


def standup(colour: str) -> Package:
    """Draw a stand-up bag."""
    dark, light = tone(colour, -0.25), tone(colour, 0.4)
    return Package(
        path("M84 26 H236 L250 268 Q250 302 218 302 H102 Q70 302 70 268 Z", colour)
        + path("M70 268 Q160 238 250 268 Q250 302 218 302 H102 Q70 302 70 268 Z", dark)
        + rect(83, 26, 154, 22, 3, dark)
        + disc(160, 168, 66, PLATE)
        + print_lines(112, 62, 96, light)
        + shine(88, 60, 9, 196),
        (109, 117, 102),
    )


def box(colour: str) -> Package:
    """Draw a wide folding box."""
    dark, light = tone(colour, -0.28), tone(colour, 0.35)
    return Package(
        path("M44 106 L80 74 H276 L240 106 Z", light)
        + path("M240 106 L276 74 V232 L240 264 Z", dark)
        + rect(44, 106, 196, 158, 4, colour)
        + disc(142, 178, 60, PLATE)
        + rect(100, 246, 84, 8, 4, light)
        + shine(52, 116, 9, 138),
        (94, 130, 96),
    )


def tallbox(colour: str) -> Package:
    """Draw an upright folding box."""
    dark, light = tone(colour, -0.28), tone(colour, 0.35)
    return Package(
        path("M84 62 L112 34 H240 L212 62 Z", light)
        + path("M212 62 L240 34 V268 L212 296 Z", dark)
        + rect(84, 62, 130, 234, 4, colour)
        + rect(84, 112, 130, 112, 0, PLATE)
        + print_lines(106, 246, 84, light)
        + shine(92, 70, 9, 216),
        (101, 120, 96),
    )


def bar(colour: str) -> Package:
    """Draw a wrapped bar."""
    dark, light = tone(colour, -0.3), tone(colour, 0.35)
    return Package(
        path("M20 118 L40 108 V212 L20 202 L28 186 L20 170 L28 152 L20 134 Z", METAL)
        + path(
            "M300 118 L280 108 V212 L300 202 L292 186 L300 170 L292 152 L300 134 Z",
            METAL,
        )
        + rect(36, 92, 248, 136, 12, colour)
        + rect(36, 200, 248, 28, 10, dark)
        + rect(176, 112, 92, 80, 14, PLATE)
        + rect(58, 122, 92, 14, 7, light)
        + rect(58, 148, 66, 9, 4.5, light)
        + rect(58, 168, 78, 7, 3.5, light)
        + shine(42, 104, 8, 112),
        (186, 116, 72),
    )


def tube(colour: str) -> Package:
    """Draw a squeezed tube lying on its cap."""
    dark = tone(colour, -0.3)
    return Package(
        path("M100 24 H220 L206 252 H114 Z", colour)
        + rect(96, 18, 128, 24, 4, dark)
        + rect(126, 250, 68, 50, 9, dark)
        + path("M107 120 H213 L207 216 H113 Z", PLATE)
        + rect(124, 64, 72, 10, 5, tone(colour, 0.45))
        + rect(136, 84, 48, 7, 3.5, tone(colour, 0.45))
        + shine(114, 52, 8, 190),
        (122, 130, 76),
    )


def tray(colour: str) -> Package:
    """Draw a tray under film."""
    dark = tone(colour, -0.28)
    return Package(
        path("M24 128 H296 L272 256 Q268 274 250 274 H70 Q52 274 48 256 Z", dark)
        + rect(18, 100, 284, 40, 18, colour)
        + oval(160, 180, 112, 78, PLATE)
        + '<path d="M40 116 L132 116 L96 250 L72 250 Z" '
        'fill="#FFFFFF" fill-opacity="0.22"/>',
        (98, 118, 124),
    )


def eggbox(colour: str) -> Package:
    """Draw a pulp egg box."""
    dark = tone(colour, -0.22)
    bumps = "".join(oval(76 + 56 * i, 140, 30, 34, "#F3DDBF") for i in range(4))
    return Package(
        bumps
        + path("M28 144 H292 L278 262 Q276 276 262 276 H58 Q44 276 42 262 Z", colour)
        + rect(24, 138, 272, 22, 10, dark)
        + disc(160, 214, 48, PLATE),
        (124, 178, 72),
    )


def sack(colour: str) -> Package:
    """Draw a sewn sack."""
    dark = tone(colour, -0.3)
    return Package(
        path(
            "M78 38 H242 L236 62 C256 128 258 214 246 288 Q244 302 228 302 H92"
            " Q76 302 74 288 C62 214 64 128 84 62 Z",
            colour,
        )
        + path("M78 38 H242 L236 62 H84 Z", dark)
        + rect(92, 46, 136, 5, 2.5, PLATE)
        + rect(86, 104, 148, 150, 12, "#3B7A57")
        + disc(160, 180, 58, PLATE)
        + shine(78, 90, 9, 190),
        (112, 132, 96),
    )


def rollpack(colour: str) -> Package:
    """Draw rolls in film."""
    dark, light = tone(colour, -0.22), tone(colour, 0.45)
    ends = "".join(
        oval(104 + 56 * i, 74, 28, 18, light) + oval(104 + 56 * i, 74, 9, 6, dark)
        for i in range(3)
    )
    return Package(
        ends
        + rect(64, 74, 192, 222, 16, colour)
        + path("M64 180 H256 V296 Q160 320 64 296 Z", dark)
        + disc(160, 190, 64, PLATE)
        + shine(74, 92, 9, 186),
        (112, 142, 96),
    )


def book(colour: str) -> Package:
    """Draw a closed book."""
    dark = tone(colour, -0.3)
    return Package(
        rect(72, 40, 184, 246, 10, dark)
        + rect(90, 48, 160, 232, 4, PLATE)
        + rect(72, 34, 168, 246, 10, colour)
        + rect(72, 34, 22, 246, 8, dark)
        + disc(166, 140, 62, PLATE)
        + print_lines(116, 226, 100, tone(colour, 0.5)),
        (118, 92, 96),
    )


def carrier(colour: str) -> Package:
    """Draw a carrier bag."""
    dark = tone(colour, -0.3)
    handle = (
        f'<path d="M112 116 V78 Q112 30 160 30 Q208 30 208 78 V116" fill="none" '
        f'stroke="{dark}" stroke-width="15" stroke-linecap="round"/>'
    )
    return Package(
        handle
        + path("M66 100 H254 L268 282 Q268 302 248 302 H72 Q52 302 52 282 Z", colour)
        + path("M66 100 H254 L256 124 H64 Z", dark)
        + disc(160, 212, 60, PLATE)
        + shine(76, 136, 9, 150),
        (116, 168, 88),
    )


SHAPES: dict[str, Callable[[str], Package]] = {
    shape.__name__: shape
    for shape in (
        carton,
        brick,
        bottle,
        milkbottle,
        winebottle,
        lotion,
        jug,
        can,
        tin,
        jar,
        tub,
        cup,
        pouch,
        standup,
        box,
        tallbox,
        bar,
        tube,
        tray,
        eggbox,
        sack,
        rollpack,
        book,
        carrier,
    )
}
