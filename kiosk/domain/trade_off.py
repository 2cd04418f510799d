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

SUMS = 200  # partial sums kept at most
STEPS = 4  # of an "each full" threshold that are tried, besides all of them

Awards = tuple[Award, ...]


def trade_offs(
    units: Sequence[Unit], awards: Awards, promotions: Sequence[Promotion]
) -> list[Awards]:
    """Return the awards to keep, for each basket promotion that gains by the rest.

    Keeping none is among them when all gains together may be worth it: so no basket
    is dearer than with its best basket promotions alone.
    """
    found: list[Awards] = []
    gains = 0
    for promotion in promotions:
        freed = [_freed(award, promotion, units) for award in awards]
        full = sum(unit.price for unit in units if _counts(promotion, unit))
        gains += _gain(promotion, full - sum(freed), full)
        found += _proposals(awards, freed, promotion, full)
    if gains > sum(sum(award.parts) for award in awards):
        found.append(())
    return found


def _gain(promotion: Promotion, base: int, full: int) -> int:
    """Return at most how much more a promotion gives on the full base."""
    match promotion.rule:
        case Threshold(_, amount) as rule:
            return amount.minor * (_steps(rule, full) - _steps(rule, base))
        case AmountCoupon() | PercentCoupon() if promotion.excludes_item_stage:
            return full - base
        case _:
            return 0  # gains less than the awards that are given up


def _steps(rule: Threshold, base: int) -> int:
    reached = base // rule.reach.minor
    return reached if rule.each_full else min(reached, 1)


def _proposals(
    awards: Awards, freed: Sequence[int], promotion: Promotion, full: int
) -> Iterator[Awards]:
    base = full - sum(freed)
    match promotion.rule:
        case Threshold(reach, amount) as rule:
            now = _steps(rule, base)
            for step in range(1, min(_steps(rule, full) - now, STEPS) + 1):
                gap = (now + step) * reach.minor - base
                yield from _without(awards, freed, gap, step * amount.minor)
        case AmountCoupon(amount) if promotion.excludes_item_stage:
            gap = min(amount.minor, full) - base
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

    Nothing is yielded when there is no gap, or none fill it for less than the gain.
    """
    costs = [sum(award.parts) for award in awards]
    small = [bit for bit, cost in enumerate(costs) if cost < gain and freed[bit]]
    if not 0 < gap <= sum(freed[bit] for bit in small):
        return
    small.sort(key=lambda bit: -freed[bit])  # so that a full table has the large ones
    cheapest: dict[int, tuple[int, int]] = {0: (0, 0)}  # freed: (cost, awards' bits)
    best = (gain, 0)
    for bit in small:
        for total, (cost, given_up) in list(cheapest.items()):
            found = (cost + costs[bit], given_up | 1 << bit)
            reached = total + freed[bit]
            if reached >= gap:
                best = min(best, found)
            elif found < best and (reached in cheapest or len(cheapest) < SUMS):
                cheapest[reached] = min(found, cheapest.get(reached, found))
    if best[1]:
        yield tuple(a for bit, a in enumerate(awards) if not best[1] >> bit & 1)
