r"""Mettler-Toledo Standard Interface Command Set, level 0, 9600 8N1. Pure.

Source: MT-SICS reference manual 11780711 (devices A1, 7): `SI` is answered at once
by `S S     100.00 g` (stable), `S D ...` (dynamic), `S I` (cannot now), `S +`
(overload), `S -` (underload); errors are `ES`, `ET`, `EL`. Lines end in CR LF.
"""

from __future__ import annotations

import re

from drivers.channel import SerialSettings
from drivers.ports import ScaleState
from drivers.scale.codec import (
    MAX_FRAME,
    Indication,
    ScaleProtocol,
    grams_of,
    weighed,
)

_LF = 0x0A
_WEIGHT = re.compile(rb"S ([SD]) +(-?\d{1,6}(?:\.\d{1,6})?) ([a-zA-Z]{1,3})\r\n")
_STATES = {
    b"S I\r\n": ScaleState.MOTION,  # busy, or stability was not reached
    b"S +\r\n": ScaleState.OVER,
    b"S -\r\n": ScaleState.UNDER,
    b"ES\r\n": ScaleState.FAULT,  # syntax
    b"ET\r\n": ScaleState.FAULT,  # transmission, parity among them
    b"EL\r\n": ScaleState.FAULT,  # logical: the command is not to be had
}


class MtSicsParser:
    """Finds reply lines in the stream."""

    def __init__(self) -> None:
        self._line = bytearray()

    def feed(self, data: bytes) -> list[Indication]:
        """Return the indications that these bytes complete."""
        found = []
        for byte in data:
            self._line.append(byte)
            if byte == _LF:
                indication = parse_reply(bytes(self._line))
                if indication is not None:
                    found.append(indication)
            if byte == _LF or len(self._line) > MAX_FRAME:
                self._line.clear()
        return found

    def reset(self) -> None:
        """Forget what was received in part."""
        self._line.clear()


def parse_reply(line: bytes) -> Indication | None:
    """Return what one line says, or None when it is none of ours."""
    weight = _WEIGHT.fullmatch(line)
    if weight is not None:
        if weight[1] == b"D":
            return Indication(ScaleState.MOTION, raw=line)
        digits, unit = weight[2].decode("ascii"), weight[3].decode("ascii")
        return weighed(grams_of(digits, unit), net=False, raw=line)
    state = _STATES.get(line)
    return None if state is None else Indication(state, raw=line)


MT_SICS = ScaleProtocol(
    name="mt-sics",
    settings=SerialSettings(baud=9600),
    poll=b"SI\r\n",
    zero=b"ZI\r\n",
    parser=MtSicsParser,
)
