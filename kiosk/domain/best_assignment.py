"""The best use of a group's units by its item-stage promotions, exactly (R2).

Units are dealt dearest first, one by one, to no promotion or to one of those that
name them. What the future needs to know of the past is a state of few numbers
(kiosk.domain.item_moves). Deals that agree in it are equal to the future, so only
the best of them stays; the work grows with the states, not with the ways to deal.
docs/adr/0002-best-promotions.md tells why this is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kiosk.domain.item_moves import Move, MoveTable, State
from kiosk.domain.item_rules import Unit, dearest_first
from kiosk.domain.money import Rounding, divide
from kiosk.domain.promotion import Promotion
from kiosk.domain.tax import PPM


class Deal(NamedTuple):
    """What the units so far save, by which promotions, and how it came about."""

    saving: int  # millionths of a cent
    used: int  # bit set of promotions
    before: Deal | None = None
    choice: int = -1  # promotion that took the unit; -1: none


Deals = dict[State, list[Deal]]  # of one state all save the same, none needs less


def best_assignment(
    units: Sequence[Unit],
    promotions: Sequence[Promotion],
    rounding: Rounding,
    *,
    relaxed: bool = False,
    budget: int | None = None,
) -> tuple[int, ...] | None:
    """Return for each unit the index of its promotion, or -1 for none.

    Promotions are item-stage ones, sorted by id. The result saves most; of equals
    the one with fewest promotions, then with the smallest ids. `relaxed` does not
    round percentages to cents, and counts each cent with its tax. None when it
    would take more than `budget` moves.
    """
    table = MoveTable.of(units, promotions, rounding, relaxed=relaxed)
    deals: Deals = {table.start: [Deal(0, 0)]}
    order = dearest_first(units, range(len(units)))
    made = 0
    for unit in order:
        offers = table.offers[unit]
        made += sum(map(len, deals.values())) * (len(offers) + 1)
        if budget is not None and made > budget:
            return None
        deals = _deal(deals, offers)
        table.pass_over(unit)
        deals = {
            state: kept for state, kept in deals.items() if table.can_close(state, unit)
        }
        if table.fractions and len(deals) > 1:
            deals = _without_hopeless(deals, table.fractions)
    ids = [promotion.id for promotion in promotions]
    # No unit is left to come, so every group that is still there is closed.
    whole = (
        (deal.saving + PPM * _carried(state, table.fractions, rounding), deal)
        for state, kept in deals.items()
        for deal in kept
    )
    best = min(whole, key=lambda own: (-own[0], *_rank(own[1].used, ids)))
    return _choices(best[1], order)


def _deal(deals: Deals, offers: Sequence[tuple[int, Move]]) -> Deals:
    """Return the deals after one more unit: left alone, or taken by an offer."""
    after: Deals = {}
    for state, kept in deals.items():
        steps = [(state, 0, 0, -1)]
        for index, move in offers:
            reached, saving = move(state)
            steps.append((reached, saving, 1 << index, index))
        for deal in kept:
            for reached, saving, bit, index in steps:
                _keep(
                    after.setdefault(reached, []),
                    Deal(deal.saving + saving, deal.used | bit, deal, index),
                )
    return after


def _keep(kept: list[Deal], deal: Deal) -> None:
    """Keep a deal unless one there saves more, or as much with no other promotion."""
    if kept and kept[0].saving > deal.saving:
        return
    if kept and kept[0].saving == deal.saving:
        if any(other.used | deal.used == deal.used for other in kept):
            return
        kept[:] = [other for other in kept if other.used | deal.used != other.used]
    else:
        kept.clear()
    kept.append(deal)


def _without_hopeless(deals: Deals, fractions: Sequence[int]) -> Deals:
    """Drop what a deal with the same open groups beats whatever fractions bring."""
    closed = dict.fromkeys(fractions, 0)
    groups = {
        state: tuple(closed.get(slot, value) for slot, value in enumerate(state))
        for state in deals
    }
    most: dict[State, int] = {}
    for state, kept in deals.items():
        saving = kept[0].saving
        most[groups[state]] = max(most.get(groups[state], saving), saving)
    carried = 2 * PPM * len(fractions)  # below two whole cents each
    return {
        state: kept
        for state, kept in deals.items()
        if kept[0].saving + carried >= most[groups[state]]
    }


def _carried(state: State, fractions: Sequence[int], rounding: Rounding) -> int:
    return sum(divide(state[slot], PPM, rounding) for slot in fractions)


def _rank(used: int, ids: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    names = tuple(id_ for i, id_ in enumerate(ids) if used >> i & 1)
    return len(names), names


def _choices(deal: Deal, order: list[int]) -> tuple[int, ...]:
    choices = [-1] * len(order)
    waiting = list(order)
    while deal.before is not None:
        choices[waiting.pop()] = deal.choice
        deal = deal.before
    return tuple(choices)
