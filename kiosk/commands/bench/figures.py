"""A figure of the benchmark, its unit and its target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value; `target` is its upper limit, None where there is none."""

    name: str
    value: float
    unit: str
    target: float | None = None

    @property
    def text(self) -> str:
        """The value with its unit."""
        return f"{self.value:.2f} {self.unit}"

    @property
    def target_text(self) -> str:
        """The target with its unit."""
        return "" if self.target is None else f"<= {self.target:g} {self.unit}"

    @property
    def verdict(self) -> str:
        """Whether the target is met."""
        if self.target is None:
            return ""
        return "met" if self.value <= self.target else "MISSED"


def percentile(values: Sequence[float], percent: int) -> float:
    """Return a percentile by the nearest rank; ValueError for no values."""
    if not values:
        raise ValueError("nothing was measured")
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, len(ranked) * percent // 100)]
