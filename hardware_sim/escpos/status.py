"""The printer's status bytes: DLE EOT 1-4, GS r, automatic status back.

Pure functions of the printer's condition. Source: devices A2.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

_FIXED = 0x12  # b1 and b4 set, b0 and b7 clear, in every real-time answer


class PaperState(StrEnum):
    """What the paper sensors see."""

    OK = "ok"
    NEAR_END = "near_end"
    OUT = "out"


class Cover(StrEnum):
    """The printer's cover."""

    CLOSED = "closed"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Condition:
    """What the status bytes tell of."""

    paper: PaperState = PaperState.OK
    cover: Cover = Cover.CLOSED
    cutter_jam: bool = False
    drawer_open: bool = False

    @property
    def is_online(self) -> bool:
        """Whether it prints."""
        return (
            self.paper is not PaperState.OUT
            and self.cover is Cover.CLOSED
            and not self.cutter_jam
        )


def real_time(n: int, now: Condition) -> bytes:
    """Return the answer to DLE EOT n; nothing for an unknown n."""
    out = now.paper is PaperState.OUT
    near = now.paper is not PaperState.OK
    match n:
        case 1:
            bits = now.drawer_open << 2 | (not now.is_online) << 3
        case 2:
            is_open = now.cover is Cover.OPEN
            bits = is_open << 2 | out << 5 | now.cutter_jam << 6
        case 3:
            bits = now.cutter_jam << 3
        case 4:
            bits = near * 0x0C | out * 0x60
        case _:
            return b""
    return bytes([_FIXED | bits])


def transmit(n: int, now: Condition) -> bytes:
    """Return the answer to GS r n: 1 (or "1") paper, 2 (or "2") drawer."""
    match n:
        case 1 | 49:
            near = now.paper is not PaperState.OK
            return bytes([near * 0x03 | (now.paper is PaperState.OUT) * 0x0C])
        case 2 | 50:
            return bytes([int(now.drawer_open)])
        case _:
            return b""


def automatic(now: Condition) -> bytes:
    """Return the four bytes of automatic status back (GS a)."""
    is_open = now.cover is Cover.OPEN
    first = 0x10 | now.drawer_open << 2 | (not now.is_online) << 3 | is_open << 5
    second = now.cutter_jam << 3
    near = now.paper is not PaperState.OK
    third = near * 0x03 | (now.paper is PaperState.OUT) * 0x0C
    return bytes([first, second, third, 0x00])
