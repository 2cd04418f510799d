"""Mettler-Toledo 8217 "weight only", 9600 7E1. Pure.

Source: METTLER TOLEDO DIVA Service Manual 72191202, ch. 6.1 (devices A1, 1):
`W` is answered by STX, the weight as `WW.WWW` (kg) or `WW.WW` (lb), `N` when
net, CR; or, when there is no weight to tell, by STX `?` status CR.
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

_STX, _CR = 0x02, 0x0D
_WEIGHT = re.compile(rb"\x02 {0,3}(\d{1,3}\.\d{2,4})(N?)\r")
_STATUS = re.compile(rb"\x02\?([@-\x7f])\r")
# Status bits (b6 is always 1); centre of zero and net tell of the load itself.
_MOTION, _OVER, _UNDER, _ZERO, _NET = 0x01, 0x02, 0x04, 0x10, 0x20


class Mt8217Parser:
    """Finds replies in the stream; a status never repeats an earlier weight."""

    def __init__(self) -> None:
        self._frame = bytearray()

    def feed(self, data: bytes) -> list[Indication]:
        """Return the indications that these bytes complete."""
        found = []
        for byte in data:
            if byte == _STX:
                self._frame.clear()  # what came before it is noise
            self._frame.append(byte)
            if byte == _CR:
                indication = parse_reply(bytes(self._frame))
                if indication is not None:
                    found.append(indication)
            if byte == _CR or len(self._frame) > MAX_FRAME:
                self._frame.clear()
        return found

    def reset(self) -> None:
        """Forget what was received in part."""
        self._frame.clear()


def parse_reply(frame: bytes) -> Indication | None:
    """Return what one frame (STX to CR) says, or None when it is none."""
    weight = _WEIGHT.fullmatch(frame)
    if weight is not None:
        digits = weight[1].decode("ascii")
        # Two decimals are pounds: no exact grams exist for them.
        unit = "lb" if len(digits.partition(".")[2]) == 2 else "kg"
        return weighed(grams_of(digits, unit), net=weight[2] == b"N", raw=frame)
    status = _STATUS.fullmatch(frame)
    if status is not None:
        return _status(status[1][0], frame)
    return None


def _status(bits: int, raw: bytes) -> Indication:
    net = bool(bits & _NET)
    if bits & _OVER:
        return Indication(ScaleState.OVER, net=net, raw=raw)
    if bits & _UNDER:
        return Indication(ScaleState.UNDER, net=net, raw=raw)
    if bits & _ZERO and not bits & _MOTION:
        return Indication(ScaleState.OK, 0, zero=True, net=net, raw=raw)
    # In motion, or no flag at all: there is no weight to be had from this frame.
    return Indication(ScaleState.MOTION, net=net, raw=raw)


MT8217 = ScaleProtocol(
    name="mt8217",
    settings=SerialSettings(baud=9600, data_bits=7, parity="E"),
    poll=b"W",
    zero=b"Z",
    parser=Mt8217Parser,
)
