"""Item promotions given up for a basket promotion: 3.00 off may cost 20.00 off (R2).

The item stage knows nothing of the basket stage: its savings may keep a basket just
below a threshold, or goods out of a coupon that wants them without promotion. Here
awards are found that are better given up; whether that pays is for the caller to
see, who prices each proposal in full.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kiosk.domain.item_rules import Unit
from kiosk.domain.item_stage import Award
from kiosk.domain.promotion import (
    AmountCoupon,
    PercentCoupon,
    Promotion,
    Threshold,
)
from kiosk.domain.tax import PPM

STEPS = 3  # thresholds above the one reached that are tried, for "each full"
SUMS = 2_000  # partial sums kept at most

Awards = tuple[Award, ...]


def trade_offs(
    units: Sequence[Unit], awards: Awards, promotions: Sequence[Promotion]
) -> list[Awards]:
    """Return the awards to keep, for each basket promotion that gains by the rest.

    With any such proposal comes the one to keep none: so no basket is dearer than
    with its best basket promotions alone.
    """
    found = [
        kept
        for promotion in promotions
        for kept in _proposals(units, awards, promotion)
    ]
    return [*found, ()] if found else []


def _proposals(
    units: Sequence[Unit], awards: Awards, promotion: Promotion
) -> Iterator[Awards]:
    freed = [_freed(award, promotion, units) for award in awards]
    full = sum(unit.price for unit in units if _counts(promotion, unit))
    base = full - sum(freed)
    match promotion.rule:
        case Threshold(reach, amount, each_full):
            now = base // reach.minor
            for step in range(now + 1, now + 1 + STEPS) if each_full else (1,):
                gap = step * reach.minor - base
                gain = amount.minor * (step - now)
                yield from _without(awards, freed, gap, gain)
        case AmountCoupon(amount) if promotion.excludes_item_stage:
            gap = amount.minor - base
            yield from _without(awards, freed, gap, gap)
        case PercentCoupon(rate_ppm) if promotion.excludes_item_stage:
            costs = [sum(award.parts) * PPM for award in awards]
            yield tuple(
                award
                for award, grows, cost in zip(awards, freed, costs, strict=True)
                if cost >= grows * rate_ppm
            )
        case _:
            pass


def _counts(promotion: Promotion, unit: Unit) -> bool:
    named = not promotion.products or unit.product in promotion.products
    return named and not unit.is_bag


def _freed(award: Award, promotion: Promotion, units: Sequence[Unit]) -> int:
    """Return by how much a promotion's base grows without an award."""
    return sum(
        units[i].price if promotion.excludes_item_stage else part
        for i, part in zip(award.units, award.parts, strict=True)
        if _counts(promotion, units[i])
    )


def _without(
    awards: Awards, freed: Sequence[int], gap: int, gain: int
) -> Iterator[Awards]:
    """Yield the awards left when those go that fill a gap and cost least.

    None is yielded when there is no gap, or none fill it for less than the gain.
    """
    if not 0 < gap <= sum(freed):
        return
    cheapest: dict[int, tuple[int, int]] = {0: (0, 0)}  # freed: (cost, awards' bits)
    best = (gain, 0)
    for bit, (award, grows) in enumerate(zip(awards, freed, strict=True)):
        costs = sum(award.parts)
        for total, (cost, given_up) in list(cheapest.items()):
            found = (cost + costs, given_up | 1 << bit)
            reached = total + grows
            if reached >= gap:
                best = min(best, found)
            elif found < best and (reached in cheapest or len(cheapest) < SUMS):
                cheapest[reached] = min(found, cheapest.get(reached, found))
    if best[1]:
        yield tuple(a for bit, a in enumerate(awards) if not best[1] >> bit & 1)
