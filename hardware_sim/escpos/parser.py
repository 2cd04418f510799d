r"""ESC/POS bytes to commands, in any split; real-time requests come out at once.

The length of every command is known before its data are taken, so that `10 04`
inside a raster or a QR store is data, never a status request (devices A2).
Source: the command list in devices A2 (Epson, Citizen and Samsung manuals).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

_DLE, _ESC, _FS, _GS = 0x10, 0x1B, 0x1C, 0x1D
MAX_PENDING = 1 << 20  # a command longer than a megabyte is garbage


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name ("ESC a", "GS v", "LF", "?"), parameters and data."""

    name: str
    raw: bytes = b""

    @property
    def data(self) -> bytes:
        """The bytes after the two that name it."""
        return self.raw[2:]

    @property
    def args(self) -> tuple[int, ...]:
        """The first parameters as numbers."""
        return tuple(self.raw[2:10])


@dataclass(frozen=True, slots=True)
class Text:
    """Printable bytes, not yet decoded (the code page is the printer's state)."""

    raw: bytes


Token = Command | Text
_Take = Callable[[bytes], int | None]
"""The total length of a command from its bytes so far; None: more are needed."""


def _fixed(total: int) -> _Take:
    return lambda data: total if len(data) >= total else None


def _gs_v0(data: bytes) -> int | None:
    if len(data) < 8:
        return None
    total = 8 + (data[4] | data[5] << 8) * (data[6] | data[7] << 8)
    return total if len(data) >= total else None


def _paren(data: bytes) -> int | None:
    if len(data) < 5:
        return None
    total = 5 + (data[3] | data[4] << 8)
    return total if len(data) >= total else None


def _gs_k(data: bytes) -> int | None:
    if len(data) < 4:
        return None
    if data[2] >= 65:  # function B: a length byte
        total = 4 + data[3]
        return total if len(data) >= total else None
    end = data.find(0, 3)  # function A: ends with NUL
    return None if end < 0 else end + 1


def _gs_cut(data: bytes) -> int | None:
    if len(data) < 3:
        return None
    total = 4 if data[2] in (65, 66, 97, 98, 103, 104) else 3
    return total if len(data) >= total else None


def _esc_star(data: bytes) -> int | None:
    if len(data) < 5:
        return None
    total = 5 + (data[3] | data[4] << 8) * (3 if data[2] >= 32 else 1)
    return total if len(data) >= total else None


def _esc_tabs(data: bytes) -> int | None:
    end = data.find(0, 2)
    return None if end < 0 else end + 1


def _dle_dc4(data: bytes) -> int | None:
    if len(data) < 3:
        return None
    total = {1: 5, 2: 5, 3: 10, 7: 4, 8: 10}.get(data[2], 3)
    return total if len(data) >= total else None


_TWO = ("ESC @", "ESC 2", "FS &", "FS .", "ESC L", "ESC S", "ESC <", "ESC i", "ESC m")
_FOUR = ("FS S", "GS L", "GS W", "ESC $", "GS P", "ESC \\", "ESC c", "GS $")
_LENGTH: dict[str, _Take] = {
    "DLE EOT": _fixed(3),
    "DLE ENQ": _fixed(3),
    "DLE DC4": _dle_dc4,
    "ESC p": _fixed(5),
    "ESC *": _esc_star,
    "ESC D": _esc_tabs,
    "GS v": _gs_v0,
    "GS (": _paren,
    "FS (": _paren,
    "ESC (": _paren,
    "GS k": _gs_k,
    "GS V": _gs_cut,
    **{name: _fixed(2) for name in _TWO},
    **{name: _fixed(4) for name in _FOUR},
}
_PREFIX = {_DLE: "DLE", _ESC: "ESC", _FS: "FS", _GS: "GS"}
_DLE_SECOND = {0x04: "EOT", 0x05: "ENQ", 0x14: "DC4"}
_CONTROL = {0x0A: "LF", 0x0D: "CR", 0x09: "HT", 0x0C: "FF", 0x18: "CAN"}


class Parser:
    """Cuts a byte stream into tokens; keeps what is not complete."""

    def __init__(self) -> None:
        self._pending = b""

    @property
    def pending(self) -> int:
        """How many bytes of an incomplete command are kept."""
        return len(self._pending)

    def feed(self, data: bytes) -> Iterator[Token]:
        """Take bytes; yield the tokens that are complete."""
        self._pending += data
        while self._pending:
            first = self._pending[0]
            if first in _PREFIX:
                command, length = self._command(first)
                if command is None:
                    return
                token: Token = command
            elif first < 0x20 or first == 0x7F:
                token, length = Command(_CONTROL.get(first, "?"), self._pending[:1]), 1
            else:
                length = _text_length(self._pending)
                token = Text(self._pending[:length])
            self._pending = self._pending[length:]
            yield token

    def clear(self) -> None:
        """Forget an incomplete command."""
        self._pending = b""

    def _command(self, first: int) -> tuple[Command | None, int]:
        data = self._pending
        if len(data) < 2:
            return None, 0
        second = chr(data[1])
        if first == _DLE:
            if data[1] not in _DLE_SECOND:
                return Command("?", data[:1]), 1
            second = _DLE_SECOND[data[1]]
        name = f"{_PREFIX[first]} {second}"
        length = _LENGTH.get(name, _fixed(3))(data)
        if length is None:
            if len(data) > MAX_PENDING:
                return Command("?", data), len(data)  # garbage: all of it
            return None, 0
        return Command(name, data[:length]), length


def _text_length(data: bytes) -> int:
    """Return where the text run ends; a trail byte of GBK is part of it."""
    index = 0
    while index < len(data):
        if data[index] < 0x20 or data[index] == 0x7F:
            break
        index += 1
    return index
