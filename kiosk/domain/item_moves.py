"""What it means to a promotion to take a unit: moves from state to state.

A state holds what the future must know of the units dealt so far: how far the open
group of each n-for-m has come, how many parts of a bundle wait for the others, and
the fraction of a cent that each percentage carries. Units come dearest first, so
that the last of n are the cheapest and free (R3).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from kiosk.domain.item_rules import Unit, covered_products, unit_saving
from kiosk.domain.money import Rounding
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
Move = Callable[[State], tuple[State, int]]  # the next state; millionths of a cent
Parts = tuple[tuple[int, int], ...]  # (slot, units of it that a whole group needs)


@dataclass(slots=True)
class MoveTable:
    """The moves that each unit offers, and what its open groups still need."""

    units: Sequence[Unit]
    rounding: Rounding
    relaxed: bool
    offers: list[list[tuple[int, Move]]]  # of each unit: (promotion, move)
    start: State = ()
    fractions: list[int] = field(default_factory=list)  # slots of percentages
    _groups: list[list[Parts]] = field(default_factory=list)  # that each unit is in
    _supply: list[int] = field(default_factory=list)  # of each slot: units to come
    _slots: list[list[int]] = field(default_factory=list)  # that each unit can fill

    @classmethod
    def of(
        cls,
        units: Sequence[Unit],
        promotions: Sequence[Promotion],
        rounding: Rounding,
        *,
        relaxed: bool,
    ) -> MoveTable:
        """Return the moves of promotions; ValueError for a basket-stage one."""
        count = range(len(units))
        table = cls(units, rounding, relaxed, [[] for _ in count])
        table._groups = [[] for _ in count]
        table._slots = [[] for _ in count]
        for index, promotion in enumerate(promotions):
            table._add(index, promotion)
        return table

    def pass_over(self, unit: int) -> None:
        """Take note that a unit has been dealt: it will fill no group any more."""
        for slot in self._slots[unit]:
            self._supply[slot] -= 1

    def can_close(self, state: State, unit: int) -> bool:
        """Whether the groups that a unit is in can be filled by units to come."""
        for parts in self._groups[unit]:
            sets = max(-(-state[slot] // need) for slot, need in parts)
            for slot, need in parts:
                if sets * need - state[slot] > self._supply[slot]:
                    return False
        return True

    def _add(self, index: int, promotion: Promotion) -> None:
        covered = covered_products(promotion)
        named = {
            i: unit for i, unit in enumerate(self.units) if unit.product in covered
        }
        match promotion.rule:
            case PercentOff(rate_ppm):
                self._add_percent(index, named, rate_ppm)
            case MixAndMatch(n, m):
                self._add_nth(index, named, n, m)
            case NForM(n, m):
                for product in sorted({unit.product for unit in named.values()}):
                    same = {i: u for i, u in named.items() if u.product == product}
                    self._add_nth(index, same, n, m)
            case Bundle(components, price):
                self._add_bundle(index, named, components, price.minor)
            case AmountOff() | MemberPrice() as rule:
                for i, unit in named.items():
                    saving = _worth(unit, unit_saving(rule, unit, self.rounding))
                    if saving:
                        self.offers[i].append((index, _plain(saving)))
            case _:
                raise ValueError(f"{promotion.id} is no item-stage promotion")

    def _add_percent(self, index: int, named: dict[int, Unit], rate_ppm: int) -> None:
        if self.relaxed:
            for i, unit in named.items():
                saving = _worth(unit, unit.price) * rate_ppm // PPM
                self.offers[i].append((index, _plain(saving)))
            return
        slot = self._reserve()
        self.fractions.append(slot)
        # Half-even must see whether the whole cents are odd: carry two of them.
        whole = PPM * (2 if self.rounding is Rounding.HALF_EVEN else 1)
        for i, unit in named.items():
            move = _part_of_cent(slot, unit.price * rate_ppm, whole)
            self.offers[i].append((index, move))

    def _add_nth(self, index: int, named: dict[int, Unit], n: int, m: int) -> None:
        slot = self._reserve()
        for i, unit in named.items():
            move = _nth(slot, n, m, _worth(unit, unit.price))
            self._join(index, i, slot, move, ((slot, n),))

    def _add_bundle(
        self,
        index: int,
        named: dict[int, Unit],
        components: tuple[str, ...],
        price: int,
    ) -> None:
        slots = {product: self._reserve() for product in sorted(set(components))}
        parts = tuple((slots[each], components.count(each)) for each in slots)
        worths = {unit.product: unit.worth_ppm for unit in named.values()}
        whole = sum(worths.get(each, PPM) for each in components)
        for i, unit in named.items():
            slot = slots[unit.product]
            worth = _worth(unit, unit.price)
            move = _bundled(slot, parts, worth, price * whole // len(components))
            self._join(index, i, slot, move, parts)

    def _join(self, index: int, unit: int, slot: int, move: Move, parts: Parts) -> None:
        self.offers[unit].append((index, move))
        self._groups[unit].append(parts)
        self._slots[unit].append(slot)
        self._supply[slot] += 1

    def _reserve(self) -> int:
        self.start += (0,)
        self._supply.append(0)
        return len(self.start) - 1


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
        place = state[slot]
        return _with(state, slot, (place + 1) % n), price if place >= m else 0

    return move


def _bundled(slot: int, parts: Parts, price: int, bundle: int) -> Move:
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
