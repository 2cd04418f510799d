r"""A scale that speaks METTLER TOLEDO 8217 "weight only" (devices A1 (1)).

9600 7E1, upper-case commands without a terminator. Source: DIVA Service Manual
72191202, pages 45 and 51, as the device sheet tells it.
"""

from __future__ import annotations

from hardware_sim.load import Load

_STX, _CR = b"\x02", b"\r"
_TARE_REPLY_S = 0.15


class Mt8217:
    """The protocol machine; what lies on the pan is its `load`."""

    def __init__(self, load: Load) -> None:
        self.load = load
        self._tare_digits: bytes | None = None  # None: no T command is open
        self._echo = False
        self._tare_wait_s: float | None = None

    def feed(self, data: bytes) -> bytes:
        """Take command characters, any split; return the answers."""
        return b"".join(self._character(bytes([byte])) for byte in data)

    def tick(self, seconds: float) -> bytes:
        """Answer a tare command when its 150 ms are over."""
        self.load.tick(seconds)
        if self._tare_wait_s is None:
            return b""
        self._tare_wait_s -= seconds
        if self._tare_wait_s > 0:
            return b""
        self._tare_wait_s = None
        return self.status()

    def weight(self) -> bytes:
        """Return the answer to W: kilograms, or a status when there is no weight."""
        load = self.load
        if load.in_motion or load.is_over or load.is_under:
            return self.status()
        kg, grams = divmod(load.net, 1000)
        net_mark = b"N" if load.tare else b""
        return _STX + f"{kg:02d}.{grams:03d}".encode() + net_mark + _CR

    def status(self) -> bytes:
        """Return a status frame: b5 net, b4 zero, b2 under, b1 over, b0 motion."""
        load = self.load
        byte = 0x40 | load.in_motion | load.is_over << 1 | load.is_under << 2
        byte |= load.at_zero << 4 | (load.tare > 0) << 5
        return _STX + b"?" + bytes([byte]) + _CR

    def _character(self, char: bytes) -> bytes:
        if self._echo:
            self._echo = char != b"F"
            return char if self._echo else b""
        if self._tare_digits is not None:
            return self._tare_character(char)
        match char:
            case b"W":
                return self.weight()
            case b"Z":
                return self._zero()
            case b"T":
                self._tare_digits = b""
            case b"C":
                self.load.tare = 0
            case b"A":
                return _STX + _CR
            case b"B":
                return _STX + b"?@" + _CR
            case b"E":
                self._echo = True
                return _STX + b"E" + _CR
            case _:
                pass  # the scale ignores what it does not know
        return b""

    def _zero(self) -> bytes:
        if self.load.zero():
            return self.status()
        outside = self.status()
        return outside[:2] + bytes([outside[2] | 0x08]) + _CR  # b3: outside capture

    def _tare_character(self, char: bytes) -> bytes:
        digits = self._tare_digits or b""
        if char == _CR:
            self._tare_digits = None
            if not digits:
                self.load.take_tare()
                self._tare_wait_s = _TARE_REPLY_S
            return b""
        if not char.isdigit():
            self._tare_digits = None
            return self._character(char)
        self._tare_digits = digits + char
        if len(self._tare_digits) == 5:  # WW.WWW kg: the digits are grams; CR follows
            self.load.preset_tare(int(self._tare_digits))
        return b""
