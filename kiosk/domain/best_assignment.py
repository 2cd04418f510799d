"""The best use of a group's units by its item-stage promotions, exactly (R2).

Units are dealt dearest first, one by one, to no promotion or to one of those that
name them. What the future needs to know of the past is small: how far the open
group of each n-for-m has come, which bundle parts wait for the others, and the
fraction of a cent each percentage still carries. Deals that agree in that are one
state, of which only the best stays; so the work grows with the states, not with
the ways to deal. docs/adr/0002-best-promotions.md tells why this is exact.

A large group is solved relaxed: percentages are not rounded to cents, and each cent
saved counts with its tax. Savings are in millionths of a cent in both ways.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kiosk.domain.item_rules import (
    Unit,
    covered_products,
    dearest_first,
    unit_saving,
)
from kiosk.domain.money import Rounding, divide
from kiosk.domain.promotion import (
    AmountOff,
    Bundle,
    MemberPrice,
    MixAndMatch,
    NForM,
    PercentOff,
    Promotion,
)
from kiosk.domain.tax import PPM

State = tuple[int, ...]
Move = Callable[[State], tuple[State, int]]  # the next state, and what it saves


class Deal(NamedTuple):
    """What the units so far save, by which promotions, and how it came about."""

    saving: int
    used: int  # bit set of promotions
    before: Deal | None = None
    choice: int = -1  # promotion that took the unit; -1: none


Deals = dict[State, list[Deal]]  # of one state all save the same, none needs less


@dataclass(slots=True)
class _Slots:
    """The meaning of a state's numbers: each rule reserves what it must remember."""

    open_groups: list[int]  # 0 again when each group is complete
    fractions: list[int]  # millionths of a cent that a percentage carries

    def reserve(self, kind: list[int]) -> int:
        at = len(self.open_groups) + len(self.fractions)
        kind.append(at)
        return at


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
    the one with fewest promotions, then with the smallest ids. None when it would
    take more than `budget` moves.
    """
    slots = _Slots([], [])
    table = _Table(units, slots, rounding, relaxed)
    moves = [table.moves(promotion) for promotion in promotions]
    start = (0,) * (len(slots.open_groups) + len(slots.fractions))
    deals: Deals = {start: [Deal(0, 0)]}
    order = dearest_first(units, range(len(units)))
    made = 0
    for unit in order:
        offers = [(i, by[unit]) for i, by in enumerate(moves) if unit in by]
        made += sum(map(len, deals.values())) * (len(offers) + 1)
        if budget is not None and made > budget:
            return None
        deals = _deal(deals, offers)
        if slots.fractions:
            deals = _without_hopeless(deals, slots)
    ids = [promotion.id for promotion in promotions]
    whole = (
        (deal.saving + PPM * _carried(state, slots, rounding), deal)
        for state, kept in deals.items()
        if not any(state[slot] for slot in slots.open_groups)
        for deal in kept
    )
    best = min(whole, key=lambda own: (-own[0], *_rank(own[1].used, ids)))
    return _choices(best[1], order)


@dataclass(frozen=True, slots=True)
class _Table:
    """The moves of each promotion, by unit."""

    units: Sequence[Unit]
    slots: _Slots
    rounding: Rounding
    relaxed: bool

    def moves(self, promotion: Promotion) -> dict[int, Move]:
        """Return what taking each unit means to a promotion."""
        covered = covered_products(promotion)
        named = {i: u for i, u in enumerate(self.units) if u.product in covered}
        match promotion.rule:
            case PercentOff(rate_ppm):
                return self._percent(named, rate_ppm)
            case MixAndMatch(n, m):
                slot = self.slots.reserve(self.slots.open_groups)
                return {
                    i: _nth(slot, n, m, _worth(u, u.price)) for i, u in named.items()
                }
            case NForM(n, m):
                own = {
                    p: self.slots.reserve(self.slots.open_groups)
                    for p in sorted({u.product for u in named.values()})
                }
                return {
                    i: _nth(own[u.product], n, m, _worth(u, u.price))
                    for i, u in named.items()
                }
            case Bundle(components, price):
                return self._bundle(named, components, price.minor)
            case AmountOff() | MemberPrice() as rule:
                savings = {
                    i: _worth(u, unit_saving(rule, u, self.rounding))
                    for i, u in named.items()
                }
                return {i: _plain(saving) for i, saving in savings.items() if saving}
            case _:
                raise ValueError(f"{promotion.id} is no item-stage promotion")

    def _percent(self, named: dict[int, Unit], rate_ppm: int) -> dict[int, Move]:
        if self.relaxed:
            return {
                i: _plain(_worth(u, u.price) * rate_ppm // PPM)
                for i, u in named.items()
            }
        slot = self.slots.reserve(self.slots.fractions)
        # Half-even must see whether the whole cents are odd: carry two of them.
        whole = PPM * (2 if self.rounding is Rounding.HALF_EVEN else 1)
        return {
            i: _part_of_cent(slot, u.price * rate_ppm, whole) for i, u in named.items()
        }

    def _bundle(
        self, named: dict[int, Unit], components: tuple[str, ...], price: int
    ) -> dict[int, Move]:
        parts = {
            product: (
                self.slots.reserve(self.slots.open_groups),
                components.count(product),
            )
            for product in sorted(set(components))
        }
        worths = {u.product: u.worth_ppm for u in named.values()}
        mean = sum(worths.get(product, PPM) for product in components) // len(
            components
        )
        needs = tuple(parts.values())
        return {
            i: _bundled(parts[u.product][0], needs, _worth(u, u.price), price * mean)
            for i, u in named.items()
        }


def _worth(unit: Unit, minor: int) -> int:
    return minor * unit.worth_ppm


def _plain(saving: int) -> Move:
    return lambda state: (state, saving)


def _part_of_cent(slot: int, add: int, whole: int) -> Move:
    def move(state: State) -> tuple[State, int]:
        cents, rest = divmod(state[slot] + add, whole)
        return _with(state, slot, rest), cents * whole

    return move


def _nth(slot: int, n: int, m: int, price: int) -> Move:
    def move(state: State) -> tuple[State, int]:
        place = state[slot]  # dearest first: the last of n are free
        return _with(state, slot, (place + 1) % n), price if place >= m else 0

    return move


def _bundled(
    slot: int, parts: tuple[tuple[int, int], ...], price: int, bundle: int
) -> Move:
    def move(state: State) -> tuple[State, int]:
        state = _with(state, slot, state[slot] + 1)
        if any(state[other] < need for other, need in parts):
            return state, price  # a loan until the bundle is complete and paid
        for other, need in parts:
            state = _with(state, other, state[other] - need)
        return state, price - bundle

    return move


def _with(state: State, slot: int, value: int) -> State:
    return (*state[:slot], value, *state[slot + 1 :])


def _deal(deals: Deals, offers: list[tuple[int, Move]]) -> Deals:
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


def _without_hopeless(deals: Deals, slots: _Slots) -> Deals:
    """Drop what a deal with the same open groups beats whatever fractions bring."""
    groups = {
        state: tuple(state[slot] for slot in slots.open_groups) for state in deals
    }
    most: dict[State, int] = {}
    for state, kept in deals.items():
        saving = kept[0].saving
        most[groups[state]] = max(most.get(groups[state], saving), saving)
    carried = 2 * PPM * len(slots.fractions)  # below two whole cents each
    return {
        state: kept
        for state, kept in deals.items()
        if kept[0].saving + carried >= most[groups[state]]
    }


def _carried(state: State, slots: _Slots, rounding: Rounding) -> int:
    return sum(divide(state[slot], PPM, rounding) for slot in slots.fractions)


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
