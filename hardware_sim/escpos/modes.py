"""The printer's modes, and what each queued command does to modes and paper."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from PIL import Image

from hardware_sim.escpos import symbols
from hardware_sim.escpos.paper import (
    CELL_WIDTH,
    WIDTH,
    Paper,
    Style,
    aligned,
    cells_of,
    raster_dots,
    text_band,
)
from hardware_sim.escpos.parser import Command, Text, Token

_LINE_DOTS = 30  # ESC 2: the default line spacing
_MAX_EVENTS = 500
_PLAIN = Style()


@dataclass(slots=True)
class Receipt:
    """What one stretch of paper holds, from cut to cut."""

    number: int = 0
    paper: Paper = field(default_factory=Paper)
    lines: list[str] = field(default_factory=list)
    events: list[list[str | int]] = field(default_factory=list)
    raw: bytes = b""
    cut: bool = False
    at: float = 0.0  # seconds since the epoch, set by who has a clock

    def note(self, *event: str | int) -> None:
        """Keep what happened, up to a bound."""
        if len(self.events) < _MAX_EVENTS:
            self.events.append(list(event))

    def picture(self) -> Image.Image:
        """Return the paper as a picture."""
        return self.paper.picture()


@dataclass(slots=True)
class Modes:
    """What commands change: style, alignment, code page, stored QR data."""

    receipt: Receipt = field(default_factory=Receipt)
    style: Style = _PLAIN
    align: int = 0
    spacing: int = _LINE_DOTS
    kanji: bool = False
    lead: bytes = b""  # the first half of a two-byte character
    line: list[tuple[str, Style]] = field(default_factory=list)
    bar_height: int = 162
    bar_module: int = 3
    qr_module: int = 3
    qr_level: int = 48
    qr_data: bytes = b""
    graphics: tuple[bytes, int, int] | None = None  # GS ( L fn 112: data, w, h

    def reset(self) -> None:
        """ESC @: the modes of power-on; the paper and the symbol store stay."""
        self.style, self.align, self.spacing = Style(), 0, _LINE_DOTS
        self.kanji, self.bar_height, self.bar_module = False, 162, 3
        self.clear_line()

    def clear_line(self) -> None:
        """Forget the characters of the line that is not yet printed."""
        self.line, self.lead = [], b""


def execute(modes: Modes, token: Token) -> Receipt | None:
    """Carry out one token; return the receipt that it cut off, if it did."""
    modes.receipt.raw += token.raw
    if isinstance(token, Text):
        _write(modes, token.raw)
        return None
    args = token.args or (0,)
    match token.name:
        case "LF":
            _print_line(modes)
        case "CR" | "DLE" | "GS r" | "GS a" | "GS I":
            pass
        case "HT":
            _write(modes, b" " * (8 - _columns(modes) % 8))
        case "ESC @":
            modes.reset()
        case "ESC p":
            modes.receipt.note("drawer", *args[:3])
        case "ESC d":
            _print_line(modes, args[0])
        case "ESC J":
            _print_line(modes, 0)
            modes.receipt.paper.feed(args[0])
        case "GS V":
            return _cut(modes, args)
        case "ESC i" | "ESC m":
            return _cut(modes, (0,))
        case "GS v":
            _raster(modes, token.data)
        case "GS k":
            _barcode(modes, token.data)
        case "GS (":
            _extended(modes, token)
        case _:
            _mode(modes, token, args[0])
    return None


def _mode(modes: Modes, token: Command, n: int) -> None:
    style = modes.style
    match token.name:
        case "ESC a":
            modes.align = n % 48 if n % 48 in (0, 1, 2) else 0
        case "ESC E" | "ESC G":
            modes.style = replace(style, bold=bool(n & 1))
        case "ESC -":
            modes.style = replace(style, underline=n % 48 > 0)
        case "GS B":
            modes.style = replace(style, inverse=bool(n & 1))
        case "GS !":
            modes.style = replace(style, wide=(n >> 4 & 7) + 1, tall=(n & 7) + 1)
        case "ESC !":
            wide, tall = 1 + (n >> 5 & 1), 1 + (n >> 4 & 1)
            modes.style = Style(wide, tall, bool(n & 8), bool(n & 0x80))
        case "ESC 2":
            modes.spacing = _LINE_DOTS
        case "ESC 3":
            modes.spacing = n
        case "FS &":
            modes.kanji = True
        case "FS .":
            modes.kanji, modes.lead = False, b""
        case "GS h":
            modes.bar_height = max(1, n)
        case "GS w":
            modes.bar_module = min(6, max(1, n))
        case "?":
            modes.receipt.note("unknown", token.raw.hex())
        case _:
            modes.receipt.note("ignored", token.name, *token.args[:3])


def _columns(modes: Modes) -> int:
    return sum(cells_of(char) * style.wide for char, style in modes.line)


def _write(modes: Modes, data: bytes) -> None:
    for byte in data:
        char = _character(modes, byte)
        if char is None:
            continue
        width = cells_of(char) * modes.style.wide
        if (_columns(modes) + width) * CELL_WIDTH > WIDTH:
            _print_line(modes)
        modes.line.append((char, modes.style))


def _character(modes: Modes, byte: int) -> str | None:
    """Decode one byte; None while a two-byte character is half there."""
    if modes.lead:
        pair, modes.lead = modes.lead + bytes([byte]), b""
        try:
            return pair.decode("gb18030")
        except UnicodeDecodeError:
            return "\u25a1"  # printers print junk; a box shows it
    if modes.kanji and byte >= 0x81:
        modes.lead = bytes([byte])
        return None
    return bytes([byte]).decode("cp437")


def _print_line(modes: Modes, lines: int = 1) -> None:
    paper = modes.receipt.paper
    if modes.line:
        band = text_band(modes.line, modes.align)
        modes.receipt.lines.append("".join(char for char, _ in modes.line))
        paper.append(band)
        paper.feed(max(0, modes.spacing - len(band)) if lines else 0)
        lines -= 1
    elif lines:
        modes.receipt.lines.append("")
    paper.feed(modes.spacing * max(0, lines))
    modes.clear_line()


def _cut(modes: Modes, args: tuple[int, ...]) -> Receipt:
    _print_line(modes, 0)
    if args[0] in (65, 66) and len(args) > 1:
        modes.receipt.paper.feed(args[1])
    done = modes.receipt
    done.cut = True
    done.note("cut", args[0])
    modes.receipt = Receipt()
    return done


def _raster(modes: Modes, data: bytes) -> None:
    width, height = data[2] | data[3] << 8, data[4] | data[5] << 8
    if width and height:
        _print_line(modes, 0)
        dots = raster_dots(data[6:], width, height)
        dots = dots.repeat(1 + (data[1] & 1), axis=1).repeat(1 + (data[1] >> 1 & 1), 0)
        modes.receipt.paper.append(aligned(dots, modes.align))
        modes.receipt.note("raster", width * 8, height)


def _barcode(modes: Modes, data: bytes) -> None:
    kind, body = data[0], data[1:].rstrip(b"\0")
    if kind >= 65:
        kind, body = kind - 65, data[2:]
    _print_line(modes, 0)
    try:
        dots = symbols.bar_dots(kind, body, modes.bar_module, modes.bar_height)
    except ValueError as error:
        modes.receipt.note("barcode_refused", str(error))
        return
    modes.receipt.paper.append(aligned(dots, modes.align))
    modes.receipt.note("barcode", kind, body.decode("latin-1"))


def _extended(modes: Modes, token: Command) -> None:
    letter, body = chr(token.data[0]), token.data[3:]
    if letter == "k" and body[:1] == b"1":
        _qr(modes, body[1:2], body[2:])
    elif letter == "L" and len(body) >= 2:
        _graphics(modes, body)
    else:
        modes.receipt.note("ignored", f"GS ( {letter}")


def _qr(modes: Modes, function: bytes, body: bytes) -> None:
    match function:
        case b"C" if body:  # 167: dots a module
            modes.qr_module = min(16, max(1, body[0]))
        case b"E" if body:  # 169: error correction
            modes.qr_level = body[0]
        case b"P":  # 180: store, after one m byte
            modes.qr_data = body[1:]
        case b"Q":  # 181: print
            _print_qr(modes)
        case _:  # 165: model 2 is what it prints anyway
            pass


def _print_qr(modes: Modes) -> None:
    _print_line(modes, 0)
    try:
        dots = symbols.qr_dots(modes.qr_data, modes.qr_module, modes.qr_level)
    except ValueError as error:
        modes.receipt.note("qr_refused", str(error))
        return
    modes.receipt.paper.append(aligned(dots, modes.align))
    modes.receipt.note("qr", modes.qr_data.decode("utf-8", "replace"))


def _graphics(modes: Modes, body: bytes) -> None:
    match body[1]:
        case 112 if len(body) >= 10:  # store raster: m fn a bx by c xL xH yL yH
            width, height = body[6] | body[7] << 8, body[8] | body[9] << 8
            modes.graphics = (body[10:], width, height)
        case 2 | 50 if modes.graphics is not None:  # print what is stored
            data, width, height = modes.graphics
            modes.graphics = None
            row = (width + 7) // 8
            if len(data) < row * height:
                modes.receipt.note("raster_refused", len(data))
                return
            _print_line(modes, 0)
            dots = raster_dots(data, row, height)[:, :width]
            modes.receipt.paper.append(aligned(dots, modes.align))
            modes.receipt.note("raster", width, height)
        case _:
            modes.receipt.note("ignored", "GS ( L", body[1])
