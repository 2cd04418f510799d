"""The item stage: which units earn which promotion, best for the shopper (R1-R3).

Promotions that share a product compete; units and promotions that hang together
by such competition are solved together, others apart. Each result is kept by its
content, so that adding a line solves only the group it joins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kiosk.domain.best_assignment import best_assignment
from kiosk.domain.item_rules import Group, Unit, covered_products, groups
from kiosk.domain.large_groups import large_assignment
from kiosk.domain.money import Rounding
from kiosk.domain.promotion import Promotion

EXACT_UNITS = 12  # up to here, and EXACT_PROMOTIONS, a group is always solved exactly
EXACT_PROMOTIONS = 6
EXACT_BUDGET = 2_000  # moves; above those sizes exactly when it takes no more


@dataclass(frozen=True, slots=True)
class Award:
    """A promotion's group of units, and what it saves."""

    promotion: Promotion
    units: tuple[int, ...]  # indexes into the units asked about
    saving: int  # minor units, > 0


def item_stage(
    units: Sequence[Unit], promotions: Sequence[Promotion], rounding: Rounding
) -> tuple[Award, ...]:
    """Return the awards that save most, each unit in at most one of them.

    Units must be in canonical order (dearest first, then by product), so that equal
    baskets get equal awards; promotions sorted by id.
    """
    members: dict[str, list[int]] = {}
    for index, unit in enumerate(units):
        members.setdefault(unit.product, []).append(index)
    awards = []
    for products, competing in _competitions(frozenset(members), promotions):
        own = sorted(i for product in products for i in members[product])
        solved = _solve(tuple(units[i] for i in own), competing, rounding)
        awards += [
            Award(competing[which], tuple(own[i] for i in group.units), group.saving)
            for which, group in solved
        ]
    return tuple(awards)


def _competitions(
    products: frozenset[str], promotions: Sequence[Promotion]
) -> list[tuple[frozenset[str], tuple[Promotion, ...]]]:
    """Return the sets of products that compete, each with its promotions."""
    found: list[tuple[frozenset[str], tuple[Promotion, ...]]] = []
    for promotion in promotions:
        shared = covered_products(promotion) & products
        if not shared:
            continue
        competing: tuple[Promotion, ...] = ()
        apart = []
        for other, rivals in found:
            if other.isdisjoint(shared):
                apart.append((other, rivals))
            else:
                shared |= other
                competing += rivals
        found = [*apart, (shared, (*competing, promotion))]
    return [(p, tuple(sorted(c, key=lambda one: one.id))) for p, c in found]


@lru_cache(maxsize=1024)
def _solve(
    units: tuple[Unit, ...], promotions: tuple[Promotion, ...], rounding: Rounding
) -> tuple[tuple[int, Group], ...]:
    """Return the groups of the best assignment, each with its promotion's index."""
    useful = [
        i
        for i, promotion in enumerate(promotions)
        if groups(promotion, units, rounding)
    ]
    if len(useful) <= 1:
        return tuple(
            (i, group)
            for i in useful
            for group in groups(promotions[i], units, rounding)
        )
    rivals = [promotions[i] for i in useful]
    one_rate = len({unit.worth_ppm for unit in units}) == 1
    choices: Sequence[int] | None = None
    if one_rate and len(units) <= EXACT_UNITS and len(rivals) <= EXACT_PROMOTIONS:
        choices = best_assignment(units, rivals, rounding)
    elif one_rate:
        choices = best_assignment(units, rivals, rounding, budget=EXACT_BUDGET)
    if choices is None:
        choices = large_assignment(units, rivals, rounding)
    return tuple(
        (useful[which], group)
        for which, promotion in enumerate(rivals)
        for group in _groups_of(which, promotion, choices, units, rounding)
    )


def _groups_of(
    which: int,
    promotion: Promotion,
    choices: Sequence[int],
    units: Sequence[Unit],
    rounding: Rounding,
) -> list[Group]:
    own = [i for i, choice in enumerate(choices) if choice == which]
    return [
        Group(tuple(own[i] for i in group.units), group.saving)
        for group in groups(promotion, [units[i] for i in own], rounding)
    ]
