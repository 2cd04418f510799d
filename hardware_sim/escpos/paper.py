"""The paper: a strip of dots, 576 wide (80 mm at 203 dpi), that grows downwards.

Draws characters on a printer's grid (Latin 12x24 dots, CJK 24x24), rasters and
symbols, one bit deep, as a thermal head does; `picture` tints it like paper.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

WIDTH = 576
CELL_WIDTH, CELL_HEIGHT = 12, 24
FONT_FILE = Path(__file__).parents[1] / "assets" / "fonts" / "NotoSansSC-Regular.ttf"
_PAPER = np.array((252, 251, 246), dtype=np.uint8)  # RGB
_INK = np.array((38, 36, 40), dtype=np.uint8)
_MARGIN = 24
_THRESHOLD = 112

Dots = NDArray[np.bool_]
"""Rows of dots, True is black."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a character is printed."""

    wide: int = 1
    tall: int = 1
    bold: bool = False
    underline: bool = False
    inverse: bool = False


class Paper:
    """A strip: bands of dots one below the other."""

    def __init__(self) -> None:
        self._bands: list[Dots] = []
        self.height = 0

    def append(self, band: Dots) -> None:
        """Print a band of dots at full width."""
        self._bands.append(band)
        self.height += len(band)

    def feed(self, dots: int) -> None:
        """Move the paper without printing."""
        if dots > 0:
            self.append(np.zeros((dots, WIDTH), dtype=np.bool_))

    def picture(self) -> Image.Image:
        """Return the strip as it would be photographed: trimmed, on paper."""
        strip = np.concatenate([*self._bands, np.zeros((1, WIDTH), dtype=np.bool_)])
        rows = np.flatnonzero(strip.any(axis=1))
        if len(rows):
            strip = strip[rows[0] : rows[-1] + 1]
        framed = np.pad(strip, _MARGIN)
        return Image.fromarray(np.where(framed[..., None], _INK, _PAPER))


def cells_of(char: str) -> int:
    """How many 12-dot cells a character takes: 2 for CJK, else 1."""
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


@functools.cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(
        str(FONT_FILE), size, layout_engine=ImageFont.Layout.BASIC
    )


@functools.lru_cache(maxsize=4096)
def glyph(char: str, style: Style) -> Dots:
    """Return a character's cell in dots, with its style applied."""
    cells = cells_of(char)
    width = cells * CELL_WIDTH
    font = _font(23 if cells == 2 else 21)
    drawn = max(width, int(font.getlength(char)) + 2)
    image = Image.new("L", (drawn, CELL_HEIGHT))
    ImageDraw.Draw(image).text((drawn / 2, 20), char, fill=255, font=font, anchor="ms")
    if drawn > width:  # "m", "W": a printer's own font squeezes them into the cell
        image = image.resize((width, CELL_HEIGHT), Image.Resampling.BOX)
    dots = np.asarray(image) > _THRESHOLD
    if style.bold:  # a thermal head prints "emphasized" as a second strike
        dots = dots | np.pad(dots, ((0, 0), (1, 0)))[:, :-1]
    dots = dots.repeat(style.tall, axis=0).repeat(style.wide, axis=1)
    if style.underline:
        dots[-2:] = True
    return ~dots if style.inverse else dots


def text_band(line: Sequence[tuple[str, Style]], align: int) -> Dots:
    """Lay characters on one line; align is 0 left, 1 centre, 2 right."""
    if not line:
        return np.zeros((0, WIDTH), dtype=np.bool_)
    glyphs = [glyph(char, style) for char, style in line]
    height = max(len(dots) for dots in glyphs)
    # A printer stands its characters on a common base line.
    return aligned(
        np.concatenate(
            [np.pad(dots, ((height - len(dots), 0), (0, 0))) for dots in glyphs], axis=1
        ),
        align,
    )


def aligned(dots: Dots, align: int) -> Dots:
    """Place dots on the full width; what is too wide is cut off on the right."""
    dots = dots[:, :WIDTH]
    free = WIDTH - dots.shape[1]
    left = (0, free // 2, free)[align]
    return np.pad(dots, ((0, 0), (left, free - left)))


def raster_dots(data: bytes, width_bytes: int, height: int) -> Dots:
    """Return the dots of a raster: rows of bytes, most significant bit left."""
    rows = np.frombuffer(data, dtype=np.uint8, count=width_bytes * height)
    return np.unpackbits(rows.reshape(height, width_bytes), axis=1).astype(np.bool_)
