"""The basket stage: thresholds, then percent coupons, then amount coupons (R1, R4).

It works on what the item stage left of each unit. Of an exclusion group's
promotions only the one that is best for the shopper applies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from kiosk.domain.money import Rounding, Share, allocate, divide
from kiosk.domain.promotion import (
    AmountCoupon,
    BasketRule,
    PercentCoupon,
    Promotion,
    Threshold,
)
from kiosk.domain.tax import PPM


@dataclass(frozen=True, slots=True)
class Open:
    """A unit of goods as the basket stage finds it."""

    product: str
    left: int  # minor units still to pay
    label: str = ""
    promoted: bool = False  # used by the item stage


@dataclass(frozen=True, slots=True)
class Cut:
    """What a basket-stage promotion takes off each unit, in the order of the units."""

    promotion: Promotion
    parts: tuple[int, ...]


def basket_stage(
    units: Sequence[Open], promotions: Sequence[Promotion], rounding: Rounding
) -> tuple[Cut, ...]:
    """Return the cuts in the order they apply; promotions must be sorted by id."""
    ordered = sorted(promotions, key=_turn)
    best: tuple[Cut, ...] = ()
    best_rank: tuple[int, int, list[str]] | None = None
    for chosen in _choices(ordered):
        cuts = _apply(units, chosen, rounding)
        ids = sorted(cut.promotion.id for cut in cuts)
        rank = (-sum(sum(cut.parts) for cut in cuts), len(cuts), ids)
        if best_rank is None or rank < best_rank:
            best, best_rank = cuts, rank
    return best


def _turn(promotion: Promotion) -> tuple[int, str]:
    return _TURNS.index(type(_rule(promotion))), promotion.id


_TURNS = (Threshold, PercentCoupon, AmountCoupon)


def _rule(promotion: Promotion) -> BasketRule:
    if isinstance(promotion.rule, BasketRule):
        return promotion.rule
    raise ValueError(f"{promotion.id} is no basket-stage promotion")


def _choices(ordered: Sequence[Promotion]) -> Iterator[list[Promotion]]:
    """Yield each way to take one promotion of every exclusion group."""
    rivals: dict[str, list[Promotion]] = {}
    for promotion in ordered:
        group = promotion.exclusion_group or f"\0{promotion.id}"
        rivals.setdefault(group, []).append(promotion)
    for taken in product(*rivals.values()):
        yield sorted(taken, key=_turn)


def _apply(
    units: Sequence[Open], promotions: Sequence[Promotion], rounding: Rounding
) -> tuple[Cut, ...]:
    left = [unit.left for unit in units]
    cuts = []
    for promotion in promotions:
        base = [i for i, unit in enumerate(units) if _counts(promotion, unit)]
        # A threshold looks at the goods after the item stage, not after others (R4).
        reached = sum(units[i].left for i in base)
        rest = sum(left[i] for i in base)
        amount = min(rest, _amount(_rule(promotion), reached, rest, rounding))
        if amount <= 0:
            continue
        parts = [0] * len(units)
        shares = [Share(left[i], units[i].product, units[i].label) for i in base]
        for i, part in zip(base, allocate(amount, shares), strict=True):
            parts[i] = part
            left[i] -= part
        cuts.append(Cut(promotion, tuple(parts)))
    return tuple(cuts)


def _counts(promotion: Promotion, unit: Open) -> bool:
    if promotion.excludes_item_stage and unit.promoted:
        return False
    return not promotion.products or unit.product in promotion.products


def _amount(rule: BasketRule, reached: int, rest: int, rounding: Rounding) -> int:
    if isinstance(rule, Threshold):
        times = reached // rule.reach.minor
        return rule.amount.minor * (times if rule.each_full else min(times, 1))
    if isinstance(rule, PercentCoupon):
        return divide(rest * rule.rate_ppm, PPM, rounding)
    return rule.amount.minor
