"""ESC/POS on the wire: text as printer bytes, commands, and what the printer says.

Pure. Sources are the Epson TM manuals as excerpted in devices A2; command names
are Epson's. Layout (lines, columns) is drivers.printer.document.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import Enum, auto

from drivers.errors import DeviceProtocolError

INIT = b"\x1b@\x1c&"  # ESC @ reset; FS & two-byte characters on: else GB18030 is junk
REQUEST_DONE = b"\x1dr\x01"  # GS r 1: answered only when all before it is processed
# DLE ENQ 2, recover and forget what is buffered, works in an error; DLE DC4 8 clears
# the buffers in any state, on the printers that have it (Epson reference, dle_dc4_fn8).
CLEAR_BUFFERS = b"\x10\x05\x02" + b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"

_QR_MODEL_2 = b"\x1d(k\x04\x001A2\x00"
_QR_PRINT = b"\x1d(k\x03\x001Q0"
_QR_LIMIT = 2331  # bytes of a version 40 symbol at level M (ISO/IEC 18004)
_BAND_ROWS = 128  # a band a command: small buffers lose long pictures (failure 17)
# GBK printers have the yuan sign only at its full width (devices, traps).
_REPLACED = {0xA5: "\uffe5", 0x09: " ", 0x0A: " ", 0x0D: " ", 0xA0: " "}


def printable(text: str) -> str:
    """Return text as this printer can print it, every control character gone.

    What GB18030 has in no one or two bytes becomes "?". A name from the catalogue
    must not open the drawer (architecture, rule 12).
    """
    normal = unicodedata.normalize("NFC", text).translate(_REPLACED)
    return "".join(
        character if len(_encoded(character)) in {1, 2} else "?"
        for character in normal
        if unicodedata.category(character) not in {"Cc", "Cf"}
    )


def encode_text(text: str) -> bytes:
    """Return the bytes of a text; its length is its width in columns."""
    return printable(text).encode("gb18030")


def width_of(text: str) -> int:
    """Return the columns that a text takes: a two-byte character takes two."""
    return len(encode_text(text))


def _encoded(character: str) -> bytes:
    return character.encode("gb18030", errors="ignore")


def align(position: int) -> bytes:
    """Return ESC a: 0 left, 1 centre, 2 right."""
    return b"\x1ba" + bytes([position])


def size(width: int, height: int) -> bytes:
    """Return GS !: 1 to 8 times as wide and as high."""
    return b"\x1d!" + bytes([(width - 1) << 4 | (height - 1)])


def bold(on: bool) -> bytes:
    """Return ESC E."""
    return b"\x1bE" + bytes([on])


def feed(lines: int) -> bytes:
    """Return ESC d: feed so many lines."""
    return b"\x1bd" + bytes([lines])


def cut() -> bytes:
    """Return GS V 66 0: feed to the cutter and cut, leaving a point."""
    return b"\x1dVB\x00"


def open_drawer(pin: int = 0, on_ms: int = 50, off_ms: int = 500) -> bytes:
    """Return ESC p: a pulse on the drawer connector, in units of 2 ms."""
    return b"\x1bp" + bytes([pin, on_ms // 2, off_ms // 2])


def qr_code(text: str, module_dots: int) -> bytes:
    """Return GS ( k functions 165, 167, 169, 180, 181: a QR code, level M, UTF-8.

    Raises ValueError for a text that no symbol holds.
    """
    data = text.encode("utf-8")
    if not data or len(data) > _QR_LIMIT:
        raise ValueError(f"a QR code holds 1 to {_QR_LIMIT} bytes, not {len(data)}")
    stored = len(data) + 3
    return (
        _QR_MODEL_2
        + b"\x1d(k\x03\x001C"
        + bytes([module_dots])
        + b"\x1d(k\x03\x001E1"
        + b"\x1d(k"
        + stored.to_bytes(2, "little")
        + b"1P0"
        + data
        + _QR_PRINT
    )


@dataclass(frozen=True, slots=True)
class Raster:
    """A one-bit picture: rows of whole bytes, the leftmost dot in bit 7, 1 is black."""

    width_bytes: int
    rows: int
    bits: bytes

    def __post_init__(self) -> None:
        if len(self.bits) != self.width_bytes * self.rows or not self.bits:
            raise ValueError("a raster has width_bytes x rows bytes, and some")


def raster(picture: Raster) -> bytes:
    """Return GS v 0 commands that print a picture in bands."""
    out = bytearray()
    for top in range(0, picture.rows, _BAND_ROWS):
        rows = min(_BAND_ROWS, picture.rows - top)
        start = top * picture.width_bytes
        out += b"\x1dv0\x00"
        out += picture.width_bytes.to_bytes(2, "little") + rows.to_bytes(2, "little")
        out += picture.bits[start : start + rows * picture.width_bytes]
    return bytes(out)


class ReplyKind(Enum):
    """Which question a byte from the printer answers."""

    REAL_TIME = auto()  # DLE EOT
    BUFFERED = auto()  # GS r


@dataclass(frozen=True, slots=True)
class Reply:
    """One byte from the printer and what it is."""

    kind: ReplyKind
    value: int


class ReplySplitter:
    """Tells the printer's replies apart, by their fixed bits (devices A2).

    Automatic status (ASB) groups, which some printers send unasked, the answer to
    DLE DC4 8 (37 25 00), and XON/XOFF are passed over.
    """

    def __init__(self) -> None:
        self._group_left = 0

    def feed(self, data: bytes) -> list[Reply]:
        """Return the replies in these bytes."""
        replies = []
        for byte in data:
            if self._group_left:
                self._group_left -= 1
            elif byte & 0x93 == 0x10:
                self._group_left = 3
            elif byte == 0x37:
                self._group_left = 2
            elif byte & 0x93 == 0x12:
                replies.append(Reply(ReplyKind.REAL_TIME, byte))
            elif byte & 0x90 == 0:
                replies.append(Reply(ReplyKind.BUFFERED, byte))
        return replies


STATUS_QUERIES = (1, 2, 3, 4)  # printer, offline cause, error cause, paper


def status_query(number: int) -> bytes:
    """Return DLE EOT n, answered by one byte at once, also when offline."""
    return b"\x10\x04" + bytes([number])


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """What the four real-time status bytes say."""

    offline: bool
    cover_open: bool
    paper_out: bool
    paper_near_end: bool
    cutter: bool
    error: bool

    @property
    def cause(self) -> str:
        """Why it cannot print, most tangible first; "" when it can."""
        if self.cover_open:
            return "cover_open"
        if self.paper_out:
            return "paper_out"
        if self.cutter:
            return "cutter"
        return "offline" if self.offline or self.error else ""


def parse_status(replies: tuple[int, int, int, int]) -> PrinterStatus:
    """Return the status from the answers to DLE EOT 1, 2, 3 and 4.

    Raises DeviceProtocolError when the fixed bits are not those of a status.
    """
    if any(byte & 0x93 != 0x12 for byte in replies):
        shown = bytes(byte & 0xFF for byte in replies).hex(" ")
        raise DeviceProtocolError(f"no printer status: {shown}")
    printer, offline_cause, error_cause, paper = replies
    return PrinterStatus(
        offline=bool(printer & 0x08),
        cover_open=bool(offline_cause & 0x04),
        # Some makers set one of a pair of paper bits only: either counts.
        paper_out=bool(paper & 0x60 or offline_cause & 0x20),
        paper_near_end=bool(paper & 0x0C),
        cutter=bool(error_cause & 0x08),
        error=bool(offline_cause & 0x40 or error_cause & 0x64),
    )
