"""The load on a scale: what lies on the pan, how it settles, tare and zero.

The physics that both scale protocols report. Weights are whole grams.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

SETTLE_S = 0.6  # a retail scale shows "stable" after about half a second
_DAMPING_S = 0.15
_SWING_HZ = 4.0
_ZERO_CAPTURE = 0.02  # the zero key works within 2 % of capacity (OIML R 76)


@dataclass(slots=True)
class Load:
    """One pan. Attributes are grams, except `age_s`: seconds since the last change."""

    capacity: int = 15_000
    division: int = 1
    gross: int = 0
    zero_point: int = 0
    tare: int = 0
    age_s: float = SETTLE_S
    restless: bool = False  # a fault: never comes to rest
    _before: int = 0

    def put(self, grams: int) -> None:
        """Change what lies on the pan; it swings before it settles."""
        self._before, self.gross, self.age_s = self.gross, grams, 0.0

    def tick(self, seconds: float) -> None:
        """Let time pass."""
        self.age_s += seconds

    @property
    def in_motion(self) -> bool:
        """Whether the pan still swings."""
        return self.restless or self.age_s < SETTLE_S

    @property
    def net(self) -> int:
        """What the display shows, rounded to the division."""
        grams = self.gross
        if self.in_motion:
            swing = math.exp(-self.age_s / _DAMPING_S)
            swing *= math.cos(2 * math.pi * _SWING_HZ * self.age_s)
            if self.restless:
                swing = 0.02 * math.sin(2 * math.pi * _SWING_HZ * self.age_s)
            grams += round((self._before - self.gross) * swing)
        shown = grams - self.zero_point - self.tare
        return round(shown / self.division) * self.division

    @property
    def is_over(self) -> bool:
        """Over capacity by more than 9 divisions (OIML R 76)."""
        return self.gross - self.zero_point > self.capacity + 9 * self.division

    @property
    def is_under(self) -> bool:
        """Below zero."""
        return self.net < 0

    @property
    def at_zero(self) -> bool:
        """At rest within a quarter of a division of zero, nothing tared."""
        return not self.in_motion and self.gross == self.zero_point

    def zero(self) -> bool:
        """Press the zero key; return whether the scale could."""
        if self.in_motion or abs(self.gross) > self.capacity * _ZERO_CAPTURE:
            return False
        self.zero_point, self.tare = self.gross, 0
        return True

    def take_tare(self) -> bool:
        """Press the tare key; return whether the scale could."""
        if self.in_motion or self.is_over or self.gross <= self.zero_point:
            return False
        self.tare = self.gross - self.zero_point
        return True

    def preset_tare(self, grams: int) -> bool:
        """Set a known tare; return whether it is within capacity."""
        if grams > self.capacity:
            return False
        self.tare = grams
        return True
