"""A receipt as printer bytes, built line by line. Pure.

It lays out columns and knows nothing of sales; 80 mm paper has 576 dots, 48 columns
of 12 dots, and a Chinese character takes two.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Self

from drivers.printer import codec

COLUMNS = 48


class Align(IntEnum):
    """Where a line stands; the values are those of ESC a."""

    LEFT = 0
    CENTRE = 1
    RIGHT = 2


@dataclass(frozen=True, slots=True)
class Style:
    """How a line is printed; width and height are factors of 1 to 8."""

    align: Align = Align.LEFT
    bold: bool = False
    width: int = 1
    height: int = 1


PLAIN = Style()


class Document:
    """A document under construction; `bytes(document)` is what the printer gets."""

    def __init__(self, columns: int = COLUMNS) -> None:
        self._columns = columns
        self._style = PLAIN
        self._out = bytearray(codec.INIT)

    def __bytes__(self) -> bytes:
        """Return the document as built so far."""
        return bytes(self._out)

    def line(self, text: str = "", style: Style = PLAIN) -> Self:
        """Print a text, wrapped to the paper; an empty text is an empty line."""
        for part in wrap(text, self._columns // style.width):
            self._print(part, style)
        return self

    def pair(self, left: str, right: str, style: Style = PLAIN) -> Self:
        """Print two texts at the two edges; a long left one wraps above the right."""
        columns = self._columns // style.width
        free = columns - codec.width_of(right) - 1
        lines = wrap(left, columns)
        if codec.width_of(lines[-1]) > free:
            lines += [""]
        for part in lines[:-1]:
            self._print(part, style)
        gap = columns - codec.width_of(lines[-1]) - codec.width_of(right)
        return self.line(lines[-1] + " " * gap + right, style)

    def rule(self, character: str = "-") -> Self:
        """Print a line across the paper."""
        return self.line(character * (self._columns // codec.width_of(character)))

    def qr(self, text: str, module_dots: int = 6) -> Self:
        """Print a QR code in the middle; raises ValueError when it is too long."""
        self._set(Style(Align.CENTRE))
        self._out += codec.qr_code(text, module_dots)
        return self

    def picture(self, picture: codec.Raster) -> Self:
        """Print a picture in the middle."""
        self._set(Style(Align.CENTRE))
        self._out += codec.raster(picture)
        return self

    def feed(self, lines: int = 1) -> Self:
        """Feed empty lines."""
        self._out += codec.feed(lines)
        return self

    def cut(self) -> Self:
        """Feed to the cutter and cut."""
        self._out += codec.cut()
        return self

    def open_drawer(self) -> Self:
        """Open the cash drawer."""
        self._out += codec.open_drawer()
        return self

    def _print(self, text: str, style: Style) -> None:
        self._set(style)
        self._out += codec.encode_text(text) + b"\n"

    def _set(self, style: Style) -> None:
        now = self._style
        if style.align is not now.align:
            self._out += codec.align(style.align)
        if style.bold is not now.bold:
            self._out += codec.bold(style.bold)
        if (style.width, style.height) != (now.width, now.height):
            self._out += codec.size(style.width, style.height)
        self._style = style


def wrap(text: str, columns: int) -> list[str]:
    """Cut a text into lines of at most so many columns, at spaces where it can.

    A two-byte character is never halved. Returns at least one line.
    """
    lines = []
    rest = codec.printable(text).rstrip()
    while codec.width_of(rest) > columns:
        end = _fitting(rest, columns)
        space = rest.rfind(" ", 1, end + 1)
        # Break at a space only where a Latin word would be cut in two.
        if space > 0 and rest[end - 1].isascii() and rest[end].isascii():
            end = space
        lines.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*lines, rest] if rest or not lines else lines


def _fitting(text: str, columns: int) -> int:
    """Return how many characters of a text that is too long fit, at least one."""
    end, used = 0, codec.width_of(text[0])
    while used <= columns:
        end += 1
        used += codec.width_of(text[end])
    return max(end, 1)  # paper of one column still gets on
