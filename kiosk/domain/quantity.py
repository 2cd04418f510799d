"""Quantities: whole pieces, whole grams. Never floats.

It is not a scale reading (drivers.ports) and knows no price.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pieces:
    """A count of pieces, at least 1."""

    count: int


@dataclass(frozen=True, slots=True)
class Weight:
    """What a line was weighed at, in grams: charged is net = gross - tare (W2)."""

    net_grams: int
    tare_grams: int = 0
    derived: bool = False  # computed from a price-only label (W8), never legal


Quantity = Pieces | Weight
