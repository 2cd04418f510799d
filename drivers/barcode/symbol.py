"""What a decoder returns: the symbol, its kind, its place, and the arithmetic of GTINs.

Not the meaning of the digits (prices, PLUs, GS1 elements): that is kiosk.domain.gs1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]


class Symbology(StrEnum):
    """The symbologies a kiosk reads, by the names of barcode.md."""

    EAN13 = "ean13"
    EAN8 = "ean8"
    UPCA = "upca"
    UPCE = "upce"
    CODE128 = "code128"
    ITF14 = "itf14"
    DATABAR = "databar"
    DATABAR_EXPANDED = "databar_expanded"
    QR = "qr"
    DATAMATRIX = "datamatrix"


RETAIL = frozenset({Symbology.EAN13, Symbology.EAN8, Symbology.UPCA, Symbology.UPCE})
SHORT = frozenset({Symbology.EAN8, Symbology.UPCE})  # half the redundancy
MATRIX = frozenset({Symbology.QR, Symbology.DATAMATRIX})
LINEAR = frozenset(Symbology) - MATRIX


@dataclass(frozen=True, slots=True)
class Symbol:
    """One decoded symbol.

    `text` carries GS as U+001D and no AIM prefix; UPC-A is 12 digits, UPC-E as
    printed 8, EAN-13 13, DataBar with its `01`. `points` are four (x, y) in pixels,
    clockwise from the symbol's own top left.
    """

    text: str
    symbology: Symbology
    points: Quad
    gs1: bool = False  # FNC1 in first place; DataBar always

    def scaled(self, factor: float) -> Symbol:
        """Return the symbol in a picture of another size."""
        a, b, c, d = ((x * factor, y * factor) for x, y in self.points)
        return replace(self, points=(a, b, c, d))

    @property
    def centre(self) -> Point:
        """The mean of the four points."""
        return (
            sum(x for x, _ in self.points) / 4,
            sum(y for _, y in self.points) / 4,
        )


def check_digit(body: str) -> str:
    """Return the mod-10 digit that closes a GTIN (GS1 General Specifications 7.9.1)."""
    odd, even = body[-1::-2], body[-2::-2]
    return str(-(3 * sum(map(int, odd)) + sum(map(int, even))) % 10)


def is_gtin(text: str) -> bool:
    """Whether text is digits that end in their own check digit."""
    if not (text.isascii() and text.isdigit() and len(text) > 1):
        return False
    return check_digit(text[:-1]) == text[-1]


def expand_upce(text: str) -> str | None:
    """Return the UPC-A of a printed UPC-E (8 digits with its check digit), or None.

    Zero suppression by GS1 General Specifications 5.2.2.4.2.
    """
    if not re.fullmatch(r"[01][0-9]{7}", text):
        return None
    d, last = text[1:7], text[6]
    match last:
        case "0" | "1" | "2":
            body = d[:2] + last + "0000" + d[2:5]
        case "3":
            body = d[:3] + "00000" + d[3:5]
        case "4":
            body = d[:4] + "00000" + d[4]
        case _:
            body = d[:5] + "0000" + last
    return text[0] + body + text[7]


def retail_text(text: str, symbology: Symbology) -> str | None:
    """Return the text as printed, or None where the check digit is wrong."""
    if symbology is Symbology.UPCE:
        full = expand_upce(text)
        return text if full is not None and is_gtin(full) else None
    lengths = {Symbology.EAN13: 13, Symbology.UPCA: 12, Symbology.EAN8: 8}
    return text if len(text) == lengths[symbology] and is_gtin(text) else None
