"""What the scale codecs share: an indication, and grams from printed digits. Pure.

Weights are integers of grams from the digits on the wire; no float exists here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from drivers.channel import SerialSettings
from drivers.ports import ScaleState

MAX_FRAME = 64  # no reply of these protocols is longer
_DECIMAL = re.compile(r"(-?)(\d{1,6})(?:\.(\d{1,6}))?")
_EXPONENTS = {"g": 0, "kg": 3}  # grams are units of 10**-exponent


@dataclass(frozen=True, slots=True)
class Indication:
    """What one reply of a scale says. `grams` counts in state OK only."""

    state: ScaleState
    grams: int = 0
    zero: bool = False  # gross at zero
    net: bool = False
    raw: bytes = b""


class ReplyParser(Protocol):
    """Cuts a scale's byte stream into indications."""

    def feed(self, data: bytes) -> list[Indication]:
        """Return the indications that these bytes complete."""

    def reset(self) -> None:
        """Forget what was received in part."""


@dataclass(frozen=True, slots=True)
class ScaleProtocol:
    """A scale protocol as data: line settings, commands, and its parser."""

    name: str
    settings: SerialSettings
    poll: bytes
    zero: bytes
    parser: Callable[[], ReplyParser]


def grams_of(digits: str, unit: str) -> int | None:
    """Return the whole grams of a printed weight, exactly.

    None when the unit is not metric or the weight is finer than a gram: such a
    reading must be seen as a fault, never be rounded on its way to a price.
    """
    found = _DECIMAL.fullmatch(digits)
    if found is None or unit not in _EXPONENTS:
        return None
    sign, whole, fraction = found[1], found[2], found[3] or ""
    exponent = _EXPONENTS[unit]
    if fraction[exponent:].strip("0"):
        return None
    grams = int(whole + fraction[:exponent].ljust(exponent, "0"))
    return -grams if sign else grams


def weighed(grams: int | None, *, net: bool, raw: bytes) -> Indication:
    """Return the indication of a stable weight."""
    if grams is None:
        return Indication(ScaleState.FAULT, raw=raw)
    if grams < 0:
        return Indication(ScaleState.UNDER, net=net, raw=raw)
    zero = grams == 0 and not net
    return Indication(ScaleState.OK, grams, zero, net, raw)
