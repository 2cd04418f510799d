"""Money: integers of minor units, one rounding function, one allocation.

It is not formatting (kiosk.domain.profile) and knows no tax and no price.
Rules M1, M2 and M4 of docs/domain-rules.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never


class Rounding(StrEnum):
    """How a half is rounded; profile data (M1)."""

    HALF_UP = "half_up"  # away from zero, so that a refund mirrors its sale
    HALF_EVEN = "half_even"
    DOWN = "down"  # towards zero


def divide(
    numerator: int, denominator: int, rounding: Rounding = Rounding.HALF_UP
) -> int:
    """Return numerator / denominator as an integer, rounded once.

    The one rounding function of the product: symmetric around zero in every
    mode. Raises ZeroDivisionError for a denominator of 0.
    """
    sign = -1 if (numerator < 0) != (denominator < 0) else 1
    whole, rest = divmod(abs(numerator), abs(denominator))
    twice = 2 * rest
    match rounding:
        case Rounding.DOWN:
            up = False
        case Rounding.HALF_UP:
            up = twice >= abs(denominator)
        case Rounding.HALF_EVEN:
            up = twice > abs(denominator) or (
                twice == abs(denominator) and whole % 2 == 1
            )
        case _ as never:
            assert_never(never)
    return sign * (whole + up)


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in minor units of one currency. Mixing currencies raises."""

    minor: int
    currency: str  # ISO 4217 alphabetic code

    def __add__(self, other: Money) -> Money:
        """Add two amounts of one currency."""
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        """Subtract an amount of the same currency."""
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        """Turn the sign."""
        return Money(-self.minor, self.currency)

    def __mul__(self, count: int) -> Money:
        """Multiply by a whole count."""
        return Money(self.minor * count, self.currency)

    def _same(self, other: Money) -> int:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")
        return other.minor


def zero(currency: str) -> Money:
    """Return nothing, in a currency."""
    return Money(0, currency)


@dataclass(frozen=True, slots=True)
class Share:
    """A claim on an amount to allocate: its weight and its tie-break (M4)."""

    weight: int  # >= 0
    product_id: str
    label: str = ""  # serial, line label: never the order of scans


def allocate(amount: int, shares: Sequence[Share]) -> tuple[int, ...]:
    """Split an amount over shares by largest remainder; parts add up exactly (M4).

    Ties go to the larger weight, then product id, then label. Identical shares
    keep their given order, which cannot be told apart. When every weight is 0,
    the amount must be 0; otherwise ValueError.
    """
    total = sum(share.weight for share in shares)
    if total == 0:
        if amount:
            raise ValueError("an amount cannot be allocated over weights of zero")
        return (0,) * len(shares)
    sign = -1 if amount < 0 else 1
    split = [divmod(abs(amount) * share.weight, total) for share in shares]
    parts = [whole for whole, _ in split]
    by_claim = sorted(
        range(len(shares)),
        key=lambda i: (
            -split[i][1],
            -shares[i].weight,
            shares[i].product_id,
            shares[i].label,
        ),
    )
    for i in by_claim[: abs(amount) - sum(parts)]:
        parts[i] += 1
    return tuple(sign * part for part in parts)
