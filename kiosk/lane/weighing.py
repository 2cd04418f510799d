"""The legal scale as the lane sees it: the last reading, and whether it was cleared.

A weight is never used twice: the pan must return to zero in between (W2).
"""

from __future__ import annotations

from drivers.ports import ScaleReading, ScaleState

FRESH_S = 1.0  # an older reading is no reading: the scale went silent


class Weighing:
    """Follows the scale's readings."""

    def __init__(self) -> None:
        self._reading: ScaleReading | None = None
        self._cleared = True

    def follow(self, reading: ScaleReading) -> None:
        """Take a reading from the scale."""
        self._reading = reading
        if reading.state is ScaleState.OK and (reading.zero or reading.grams == 0):
            self._cleared = True

    def reading(self, now_ns: int) -> ScaleReading | None:
        """Return the last reading, None when it is too old to be sold by."""
        last = self._reading
        if last is None or now_ns - last.at_ns > FRESH_S * 1e9:
            return None
        return last

    @property
    def returned_to_zero(self) -> bool:
        """Whether the pan was empty since the last accepted weighing."""
        return self._cleared

    def accepted(self) -> None:
        """Note that the weight was charged: the pan must be cleared first now."""
        self._cleared = False


def unfit(reading: ScaleReading | None) -> str:
    """Return why a reading cannot be sold by; empty when it can be."""
    if reading is None:
        return "scale_absent"
    match reading.state:
        case ScaleState.UNDER:
            return "weigh_under"
        case ScaleState.OVER:
            return "weigh_over"
        case ScaleState.FAULT:
            return "scale_fault"
        case _:
            return ""
