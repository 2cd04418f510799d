"""A scale that speaks MT-SICS levels 0 and 1 (devices A1 (7)).

9600 8N1, commands end with CR LF. Source: MT-SICS reference 11780711, as the
device sheet tells it. This one weighs in kilograms with three decimals.
"""

from __future__ import annotations

from hardware_sim.load import Load

_PATIENCE_S = 5.0  # S, T and Z wait this long for stability, then answer I
_REPEAT_S = 0.125  # SIR repeats at 8 Hz
_MAX_LINE = 64
_UNDERLOAD = 20  # divisions below zero: the pan is lifted (OIML R 76: 20 e)


class MtSics:
    """The protocol machine; what lies on the pan is its `load`."""

    def __init__(self, load: Load, serial_number: str = "SIM0001") -> None:
        self.load = load
        self.serial_number = serial_number
        self._line = b""
        self._waiting: str | None = None  # a command that waits for stability
        self._waited_s = 0.0
        self._repeat_s: float | None = None  # None: SIR is off

    def feed(self, data: bytes) -> bytes:
        """Take command lines, any split; return the answers."""
        self._line += data
        answer = b""
        while b"\n" in self._line:
            line, _, self._line = self._line.partition(b"\n")
            answer += self._command(line.rstrip(b"\r").decode("ascii", "replace"))
        if len(self._line) > _MAX_LINE:
            self._line = b""
            return answer + b"ET\r\n"
        return answer

    def tick(self, seconds: float) -> bytes:
        """Answer what waited for stability, and repeat after SIR."""
        self.load.tick(seconds)
        return self._settle_waiting(seconds) + self._repeat(seconds)

    def weight(self) -> bytes:
        """Return the answer to SI: the weight with its state."""
        load = self.load
        if load.is_over:
            return b"S +\r\n"
        if load.gross - load.zero_point < -_UNDERLOAD * load.division:
            return b"S -\r\n"
        return self._value("S", "D" if load.in_motion else "S", load.net)

    def _command(self, line: str) -> bytes:
        self._repeat_s = None  # any command ends SIR
        match line:
            case "S" | "Z" | "T":
                self._waiting, self._waited_s = line, 0.0
                return self._settle_waiting(0.0)
            case "SI":
                return self.weight()
            case "SIR":
                self._repeat_s = _REPEAT_S
                return self.weight()
            case "ZI":
                return b"ZI S\r\n" if self.load.zero() else b"ZI I\r\n"
            case "TI":
                return self._taken("TI")
            case "TA":
                return self._value("TA", "A", self.load.tare)
            case "TAC":
                self.load.tare = 0
                return b"TAC A\r\n"
            case "@":
                self._waiting = None
                return f'I4 A "{self.serial_number}"\r\n'.encode()
            case _:
                return b"ES\r\n"

    def _settle_waiting(self, seconds: float) -> bytes:
        command = self._waiting
        if command is None:
            return b""
        if self.load.in_motion and not self.load.is_over:
            self._waited_s += seconds
            if self._waited_s < _PATIENCE_S:
                return b""
            self._waiting = None
            return f"{command} I\r\n".encode()
        self._waiting = None
        match command:
            case "Z":
                return self._zeroed()
            case "T":
                return self._taken("T")
            case _:
                return self.weight()

    def _zeroed(self) -> bytes:
        if self.load.zero():
            return b"Z A\r\n"
        return b"Z +\r\n" if self.load.gross > 0 else b"Z -\r\n"

    def _taken(self, command: str) -> bytes:
        if self.load.take_tare():
            return self._value(command, "S", self.load.tare)
        if self.load.is_over:
            return f"{command} +\r\n".encode()
        return f"{command} {'I' if self.load.in_motion else '-'}\r\n".encode()

    def _repeat(self, seconds: float) -> bytes:
        if self._repeat_s is None:
            return b""
        self._repeat_s -= seconds
        if self._repeat_s > 0:
            return b""
        self._repeat_s = _REPEAT_S
        return self.weight()

    @staticmethod
    def _value(command: str, state: str, grams: int) -> bytes:
        sign = "-" if grams < 0 else ""
        kg, rest = divmod(abs(grams), 1000)
        return f"{command} {state} {f'{sign}{kg}.{rest:03d}':>10} kg\r\n".encode()
