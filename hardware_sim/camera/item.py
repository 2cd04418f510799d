"""What is held: a package with picture, names and a symbol on a white label."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from hardware_sim.camera.symbols import SymbolPicture, draw

FONT_FILE = Path(__file__).parents[1] / "assets" / "fonts" / "NotoSansSC-Regular.ttf"
_PICTURE = 190
_PAD = 26
_GAP = 14
_MIN_WIDTH = 470
_RADIUS = 30
_LIFT = 22  # room for the shadow
_TINTS = (
    "#E8F1EC", "#FDF1E3", "#E9EFFB", "#FBEDEB", "#EFF3E2", "#F3ECF8", "#E6F3F5",
)  # fmt: skip

Bgra = NDArray[np.uint8]
Quad = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Item:
    """A drawn item: premultiplied BGRA, and where its symbol is on it."""

    pixels: Bgra
    symbol: Quad | None = None  # four corners in the item's own pixels
    module_px: float = 0.0


@dataclass(frozen=True, slots=True)
class Goods:
    """What to draw a package from."""

    symbology: str
    text: str
    names: tuple[str, ...] = ()
    picture: Path | None = None


def package(goods: Goods) -> Item:
    """Draw a package. Raises ValueError for a symbol that cannot be drawn."""
    symbol = draw(goods.symbology, goods.text)
    high, wide = symbol.pixels.shape
    width = max(_MIN_WIDTH if goods.names else 0, wide + 2 * _PAD)
    text_left = _PAD + (_PICTURE + _GAP if goods.picture else 0)
    lines = _name_lines(goods.names, width - text_left - _PAD)
    head = _PAD + _head_height(goods, lines)
    caption = 34 if high < wide else 0  # digits under bars
    height = head + high + caption + 2 * _PAD
    canvas = _box(width, height, _TINTS[sum(goods.text.encode()) % len(_TINTS)])
    pen = ImageDraw.Draw(canvas)
    if goods.picture is not None:
        picture = Image.open(goods.picture).convert("RGBA")
        canvas.alpha_composite(picture.resize((_PICTURE, _PICTURE)), (_PAD, _PAD))
    for top, size, line in lines:
        at = (text_left, _PAD + top)
        pen.text(at, line, fill="#14171F", font=_font(size))
    left, top = (width - wide) // 2, head
    label = (left - 12, top - 8, left + wide + 11, top + high + caption + 10)
    pen.rounded_rectangle(label, 10, fill="#FFFFFF")
    canvas.paste(Image.fromarray(symbol.pixels), (left, top))
    if caption:
        _caption(pen, goods.text, width // 2, top + high + 4)
    corners = _corners(symbol, left + _LIFT, top + _LIFT)
    return Item(_premultiplied(_with_shadow(canvas)), corners, symbol.module_px)


def _box(width: int, height: int, tint: str) -> Image.Image:
    canvas = Image.new("RGBA", (width, height))
    pen = ImageDraw.Draw(canvas)
    box = (0, 0, width - 1, height - 1)
    pen.rounded_rectangle(box, _RADIUS, fill=tint, outline="#B9C2CC", width=2)
    return canvas


def _name_lines(names: tuple[str, ...], width: int) -> list[tuple[int, int, str]]:
    """Break the names into lines: (top, font size, text), the first one larger."""
    lines = []
    top = 6
    for size, name in zip((32, 21), names, strict=False):
        for line in _wrapped(name, _font(size), width):
            lines.append((top, size, line))
            top += round(size * 1.3)
        top += 6
    return lines


def _head_height(goods: Goods, lines: list[tuple[int, int, str]]) -> int:
    """Return the height above the label: picture or names, the taller of both."""
    picture = _PICTURE if goods.picture else 0
    text = lines[-1][0] + round(lines[-1][1] * 1.5) if lines else 0
    tallest = max(picture, text)
    return tallest + _PAD // 2 if tallest else 0


def loose(picture: Path, count: int, rng: np.random.Generator) -> Item:
    """Lay a few pieces of loose produce beside each other, no symbol."""
    size = 380 if count == 1 else 270
    piece = Image.open(picture).convert("RGBA").resize((size, size))
    canvas = Image.new("RGBA", (620, 620))
    for index in range(count):
        turned = piece.rotate(float(rng.uniform(-25, 25)), Image.Resampling.BICUBIC)
        spread = (index - (count - 1) / 2) * 170
        left = int(310 - size / 2 + spread + rng.uniform(-12, 12))
        top = int(310 - size / 2 + rng.uniform(-90, 90) * (count > 1))
        canvas.alpha_composite(_with_shadow(turned), (max(0, left), max(0, top)))
    return Item(_premultiplied(canvas))


def _with_shadow(piece: Image.Image) -> Image.Image:
    """Return the piece on a canvas wider by `_LIFT` all round, its shadow below it."""
    alpha = np.pad(np.asarray(piece)[..., 3], _LIFT).astype(np.float32)
    shade = cv2.GaussianBlur(np.roll(alpha, (8, 6), axis=(0, 1)), (0, 0), 7) * 0.38
    shadow = np.zeros((*alpha.shape, 4), dtype=np.uint8)
    shadow[..., 3] = shade
    under = Image.fromarray(shadow)
    under.alpha_composite(piece, (_LIFT, _LIFT))
    return under


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Break a name into at most three lines, anywhere (Chinese) or at spaces."""
    lines = [""]
    for char in text:
        if lines[-1] and font.getlength(lines[-1] + char) > width:
            head, space, tail = lines[-1].rpartition(" ")
            if space and char != " ":
                lines[-1:] = [head, tail]
            else:
                lines.append("")
        lines[-1] += char
    return [line.strip() for line in lines[:3]]


def _caption(pen: ImageDraw.ImageDraw, text: str, middle: int, top: int) -> None:
    shown = text.replace("\x1d", " ")
    shown = shown if len(shown) <= 34 else shown[:33] + "…"
    pen.text((middle, top), shown, fill="#14171F", font=_font(22), anchor="ma")


def _corners(symbol: SymbolPicture, left: int, top: int) -> Quad:
    """Return the corners of the symbol with its quiet zone."""
    high, wide = symbol.pixels.shape
    right, bottom = left + wide, top + high
    return np.array(
        [
            (left, top),
            (right, top),
            (right, bottom),
            (left, bottom),
        ],
        dtype=np.float64,
    )


def _premultiplied(canvas: Image.Image) -> Bgra:
    rgba = np.asarray(canvas)
    alpha = rgba[..., 3:].astype(np.uint16)
    bgr = (rgba[..., 2::-1] * alpha // 255).astype(np.uint8)
    return np.ascontiguousarray(np.concatenate([bgr, rgba[..., 3:]], axis=2))


@functools.cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(
        str(FONT_FILE), size, layout_engine=ImageFont.Layout.BASIC
    )
