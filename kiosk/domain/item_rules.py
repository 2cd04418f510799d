"""What one item-stage promotion does with units of goods when nothing competes.

`groups` forms a promotion's groups best for the shopper and tells what each saves
(R3). Which promotion gets which unit is decided in kiosk.domain.item_stage.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kiosk.domain.money import Rounding, divide
from kiosk.domain.promotion import (
    AmountOff,
    Bundle,
    ItemRule,
    MemberPrice,
    MixAndMatch,
    NForM,
    PercentOff,
    Promotion,
)
from kiosk.domain.tax import PPM


class Unit(NamedTuple):
    """One unit of goods as promotions see it: equal units are interchangeable.

    A tuple, because thousands are hashed and sorted for each line that is added.
    """

    product: str
    price: int  # minor units
    grams: int | None = None  # weighed on the scale: a member price applies by weight
    label: str = ""  # serial, lot or code: breaks ties (M4)
    is_bag: bool = False  # counts for no threshold and no coupon (R4)
    worth_ppm: int = PPM  # what one cent off saves, tax included (R2)

    @property
    def place(self) -> tuple[int, str, int, str]:
        """What units are ordered by: dearest first, never by scan order."""
        return -self.price, self.product, self.grams or 0, self.label


@dataclass(frozen=True, slots=True)
class Group:
    """Units that earn a saving together: it is spread over all of them (R3)."""

    units: tuple[int, ...]  # indexes into the units asked about
    saving: int  # minor units, > 0


def dearest_first(units: Sequence[Unit], indexes: Iterable[int]) -> list[int]:
    """Return indexes in the order that the units' places tell."""
    return sorted(indexes, key=lambda i: units[i].place)


def unit_saving(rule: ItemRule, unit: Unit, rounding: Rounding) -> int:
    """Return what AmountOff or MemberPrice takes off a unit; 0 for other rules."""
    match rule:
        case AmountOff(amount):
            return min(amount.minor, unit.price)
        case MemberPrice(price) if (price.base_grams is None) == (unit.grams is None):
            grams, base = unit.grams or 1, price.base_grams or 1
            return max(
                0, unit.price - divide(price.amount.minor * grams, base, rounding)
            )
        case _:
            return 0


def covered_products(promotion: Promotion) -> frozenset[str]:
    """Return the products whose units an item-stage promotion can use."""
    match promotion.rule:
        case Bundle(components):
            return frozenset(components)
        case _:
            return promotion.products


def groups(
    promotion: Promotion, units: Sequence[Unit], rounding: Rounding
) -> tuple[Group, ...]:
    """Return the groups that save most with this promotion alone on the units.

    Units of products that it does not name stay out.
    """
    covered = covered_products(promotion)
    named = [i for i, unit in enumerate(units) if unit.product in covered]
    order = dearest_first(units, named)
    found: list[Group] = []
    match promotion.rule:
        case PercentOff(rate_ppm):
            total = sum(units[i].price for i in order)
            found = [Group(tuple(order), divide(total * rate_ppm, PPM, rounding))]
        case AmountOff() | MemberPrice() as rule:
            found = [Group((i,), unit_saving(rule, units[i], rounding)) for i in order]
        case MixAndMatch(n, m):
            found = _n_for_m(units, order, n, m)
        case NForM(n, m):
            for product in sorted({units[i].product for i in order}):
                same = [i for i in order if units[i].product == product]
                found += _n_for_m(units, same, n, m)
        case Bundle(components, price):
            found = _bundles(units, order, components, price.minor)
        case _:
            raise ValueError(f"{promotion.id} is no item-stage promotion")
    return tuple(group for group in found if group.saving > 0)


def _n_for_m(units: Sequence[Unit], order: list[int], n: int, m: int) -> list[Group]:
    # Dearest first in chunks of n: no other grouping makes dearer units free.
    chunks = [order[at : at + n] for at in range(0, len(order) - n + 1, n)]
    return [
        Group(tuple(chunk), sum(units[i].price for i in chunk[m:])) for chunk in chunks
    ]


def _bundles(
    units: Sequence[Unit], order: list[int], components: tuple[str, ...], price: int
) -> list[Group]:
    waiting: dict[str, list[int]] = {}
    for i in reversed(order):
        waiting.setdefault(units[i].product, []).append(i)
    need = {product: components.count(product) for product in components}
    found = []
    while all(len(waiting.get(product, ())) >= need[product] for product in need):
        taken = tuple(waiting[product].pop() for product in sorted(components))
        found.append(Group(taken, sum(units[i].price for i in taken) - price))
    return found
