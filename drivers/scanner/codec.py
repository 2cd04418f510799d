"""Serial scanner frames: bytes to texts with symbology. Pure; no time, no I/O.

A frame is `[STX] [AIM identifier] data CR|LF|ETX` (devices A3); data is UTF-8,
with GS (1D) between GS1 fields. AIM identifiers as in ISO/IEC 15424.
"""

from __future__ import annotations

from dataclasses import dataclass

MAX_FRAME = 4096  # architecture, rule 12: a barcode carries at most 4 KiB

_STX = 0x02
_ENDS = b"\x03\r\n"
_GS = "\x1d"
_GTIN_ADD_ON = 13  # a symbol with add-on is its EAN-13, then 2 or 5 digits


@dataclass(frozen=True, slots=True)
class Scan:
    """One decoded frame: the text without AIM identifier."""

    text: str
    symbology: str  # "" when the scanner does not say
    gs1: bool  # FNC1 in first place


class FrameSplitter:
    """Cuts a byte stream into frames; feed it as the bytes come."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._skipping = False  # after an overlong frame, up to its end

    @property
    def is_partial(self) -> bool:
        """Whether part of a frame is waiting for its end."""
        return bool(self._buffer) or self._skipping

    def feed(self, data: bytes) -> list[bytes]:
        """Return the frames that these bytes complete; empty ones are left out."""
        frames = []
        for byte in data:
            if byte in _ENDS:
                if self._buffer and not self._skipping:
                    frames.append(bytes(self._buffer))
                self.reset()
            elif byte == _STX:  # what came before it is noise
                self.reset()
            elif len(self._buffer) < MAX_FRAME:
                self._buffer.append(byte)
            else:
                self._skipping = True
        return frames

    def reset(self) -> None:
        """Forget a partial frame: its end is overdue, or the line was lost."""
        self._buffer.clear()
        self._skipping = False


def parse_frame(frame: bytes) -> Scan | None:
    """Return the scan in a frame, or None when the bytes are not one.

    Noise has control characters or is not UTF-8: it must not become an item.
    """
    try:
        text = frame.decode("utf-8")
    except UnicodeDecodeError:
        return None
    scan = _identified(text)
    shown = scan.text.replace(_GS, "")
    return scan if shown and shown.isprintable() else None


def _identified(text: str) -> Scan:
    if len(text) < 3 or text[0] != "]":
        return Scan(text, "", gs1=False)
    kind, modifier, data = text[1], text[2], text[3:]
    match kind, modifier:
        case "E", "4":
            return Scan(data, "ean8", gs1=False)
        case "E", "3":
            return Scan(data[:_GTIN_ADD_ON], "ean13", gs1=False)
        case "E", _:
            names = {13: "ean13", 12: "upca"}
            return Scan(data, names.get(len(data), ""), gs1=False)
        case "C", _:
            return Scan(data, "code128", gs1=modifier == "1")
        case "e", _:
            plain = len(data) == 16 and data.startswith("01")
            return Scan(data, "databar" if plain else "databar_expanded", gs1=True)
        case "d", _:
            return Scan(data, "datamatrix", gs1=modifier == "2")
        case "Q", _:
            return Scan(data, "qr", gs1=modifier == "3")
        case "I", _:
            return Scan(data, "itf14" if len(data) == 14 else "itf", gs1=False)
        case "A", _:
            return Scan(data, "code39", gs1=False)
        case _:
            return Scan(data, "", gs1=False)
