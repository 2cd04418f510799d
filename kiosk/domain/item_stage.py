"""The item stage: which units earn which promotion, best for the shopper (R1-R3).

Promotions that share a product compete; units and promotions that hang together
by such competition are solved together, others apart. Each result is kept by its
content, so that adding a line solves only the group it joins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kiosk.domain.best_assignment import best_assignment
from kiosk.domain.item_rules import Unit, covered_products, groups
from kiosk.domain.large_groups import large_assignment
from kiosk.domain.money import Rounding, Share, allocate
from kiosk.domain.promotion import Promotion

EXACT_UNITS = 12  # up to here, and EXACT_PROMOTIONS, a group is always solved exactly
EXACT_PROMOTIONS = 6
EXACT_BUDGET = 6_000  # moves; above those sizes exactly when it takes no more


@dataclass(frozen=True, slots=True)
class Award:
    """A promotion's group of units, and what each of them saves (M4, R3)."""

    promotion: Promotion
    units: tuple[int, ...]  # indexes into the units asked about
    parts: tuple[int, ...]  # minor units, in the order of the units


def item_stage(
    units: Sequence[Unit], promotions: Sequence[Promotion], rounding: Rounding
) -> tuple[Award, ...]:
    """Return the awards that save most, each unit in at most one of them.

    Units must stand dearest first, so that equal baskets get equal awards.
    """
    members: dict[str, list[int]] = {}
    for index, unit in enumerate(units):
        members.setdefault(unit.product, []).append(index)
    awards = []
    for products, competing in _competitions(frozenset(members), promotions):
        own = sorted(i for product in products for i in members[product])
        solved = _solve(tuple(units[i] for i in own), competing, rounding)
        awards += [
            Award(award.promotion, tuple(own[i] for i in award.units), award.parts)
            for award in solved
        ]
    return tuple(awards)


def _competitions(
    products: frozenset[str], promotions: Sequence[Promotion]
) -> list[tuple[list[str], tuple[Promotion, ...]]]:
    """Return the sets of products that compete, each with its promotions by id."""
    leader = {product: product for product in products}

    def find(product: str) -> str:
        while leader[product] != product:
            leader[product] = product = leader[leader[product]]
        return product

    named = []
    for promotion in sorted(promotions, key=lambda promotion: promotion.id):
        shared = sorted(covered_products(promotion) & products)
        if shared:
            named.append((shared[0], promotion))
            for product in shared[1:]:
                leader[find(product)] = find(shared[0])
    rivals: dict[str, list[Promotion]] = {}
    for product, promotion in named:
        rivals.setdefault(find(product), []).append(promotion)
    together: dict[str, list[str]] = {}
    for product in sorted(products):
        together.setdefault(find(product), []).append(product)
    return [(together[key], tuple(own)) for key, own in rivals.items()]


@lru_cache(maxsize=1024)
def _solve(
    units: tuple[Unit, ...], promotions: tuple[Promotion, ...], rounding: Rounding
) -> tuple[Award, ...]:
    named = _named(units)
    useful = [p for p in promotions if groups(p, _those_of(p, named), rounding)]
    if len(useful) <= 1:
        everything = range(len(units))
        return tuple(_awards(useful, [everything] * len(useful), units, rounding))
    one_rate = len({unit.worth_ppm for unit in units}) == 1
    choices: Sequence[int] | None = None
    if one_rate and len(units) <= EXACT_UNITS and len(useful) <= EXACT_PROMOTIONS:
        choices = best_assignment(units, useful, rounding)
    elif one_rate:
        choices = best_assignment(units, useful, rounding, budget=EXACT_BUDGET)
    if choices is None:
        choices = large_assignment(units, useful, rounding)
    dealt: list[list[int]] = [[] for _ in useful]
    for i, choice in enumerate(choices):
        if choice >= 0:
            dealt[choice].append(i)
    return tuple(_awards(useful, dealt, units, rounding))


def _named(units: Iterable[Unit]) -> dict[str, list[Unit]]:
    """Return the units by product, so that no promotion looks at all of them."""
    named: dict[str, list[Unit]] = {}
    for unit in units:
        named.setdefault(unit.product, []).append(unit)
    return named


def _those_of(promotion: Promotion, named: dict[str, list[Unit]]) -> list[Unit]:
    covered = sorted(covered_products(promotion))
    return [unit for product in covered for unit in named.get(product, ())]


def _awards(
    promotions: Sequence[Promotion],
    dealt: Sequence[Sequence[int]],
    units: Sequence[Unit],
    rounding: Rounding,
) -> Iterator[Award]:
    for promotion, own in zip(promotions, dealt, strict=True):
        for group in groups(promotion, [units[i] for i in own], rounding):
            members = tuple(own[i] for i in group.units)
            claims = (units[i] for i in members)
            shares = [Share(unit.price, unit.product, unit.label) for unit in claims]
            yield Award(promotion, members, allocate(group.saving, shares))
