"""Faults of a line: what may happen to a device's bytes on their way to the host.

A fault turns one answer into chunks with delays; the transport sends them. Pure.
The kinds follow devices B.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from numpy.random import Generator

Chunk = tuple[float, bytes]
"""Seconds to wait, then bytes to send."""


class FaultKind(StrEnum):
    """What is wrong with a device."""

    SILENT = "silent"  # no answer at all
    GARBAGE = "garbage"  # random bytes before each answer; value: how many
    DISCONNECT = "disconnect"  # connections end and none is taken
    SLOW = "slow"  # each answer comes late; value: seconds
    TRUNCATE = "truncate"  # the tail of each answer is lost; value: bytes kept
    DRIBBLE = "dribble"  # one byte at a time; value: seconds between them
    NOISE = "noise"  # bits flip in transit; value: share of bytes
    DUPLICATE = "duplicate"  # each answer comes twice
    RESTLESS = "restless"  # the scale's pan never comes to rest
    FREEZE = "freeze"  # the camera shows the same picture for ever


_DEFAULTS = {
    FaultKind.GARBAGE: 6.0,
    FaultKind.SLOW: 1.5,
    FaultKind.TRUNCATE: 3.0,
    FaultKind.DRIBBLE: 0.03,
    FaultKind.NOISE: 0.2,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault; `value` means what its kind says, None is the kind's default."""

    kind: FaultKind
    value: float | None = None

    @property
    def amount(self) -> float:
        """The value, or the kind's default."""
        return _DEFAULTS.get(self.kind, 0.0) if self.value is None else self.value


def spoil(
    fault: Fault | None, data: bytes, rng: Generator, parity: bool = False
) -> list[Chunk]:
    """Return how an answer reaches the host under a fault.

    On a line with a parity bit the host's UART sees a flipped bit: the byte reads 0.
    """
    if not data:
        return []
    if fault is None or fault.kind is FaultKind.RESTLESS:
        return [(0.0, data)]
    match fault.kind:
        case FaultKind.SILENT | FaultKind.DISCONNECT | FaultKind.FREEZE:
            return []
        case FaultKind.GARBAGE:
            return [(0.0, rng.bytes(int(fault.amount)) + data)]
        case FaultKind.SLOW:
            return [(fault.amount, data)]
        case FaultKind.TRUNCATE:
            return [(0.0, data[: max(0, int(fault.amount))])]
        case FaultKind.DRIBBLE:
            return [(fault.amount, data[i : i + 1]) for i in range(len(data))]
        case FaultKind.NOISE:
            noisy = flip_bits(data, fault.amount, rng)
            if parity:
                pairs = zip(data, noisy, strict=True)
                noisy = bytes(b if a == b else 0 for a, b in pairs)
            return [(0.0, noisy)]
        case FaultKind.DUPLICATE:
            return [(0.0, data), (0.0, data)]


def flip_bits(data: bytes, share: float, rng: Generator) -> bytes:
    """Flip one bit in about `share` of the bytes, in at least one byte."""
    spoiled = bytearray(data)
    hit = [i for i in range(len(data)) if rng.random() < share]
    for index in hit or [int(rng.integers(len(data)))]:
        spoiled[index] ^= 1 << int(rng.integers(7))
    return bytes(spoiled)
