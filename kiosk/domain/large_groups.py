"""Item promotions of a large group: split, solved where it is cheap, else improved.

Rules that look at each unit by itself (percent, amount, member price) do not tie
units together; only n-for-m, mixes and bundles do. Each part that they tie is
solved by kiosk.domain.best_assignment within a budget of moves; above it a greedy
deal, best rate first, is improved pair by pair. The result never saves less than
the single best promotion. How far it is from the best: docs/adr/0002.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import combinations

from kiosk.domain.best_assignment import best_assignment
from kiosk.domain.item_rules import Unit, covered_products, groups
from kiosk.domain.money import Rounding
from kiosk.domain.promotion import Bundle, MixAndMatch, Promotion

PART_BUDGET = 6_000  # moves to solve a part exactly
PAIR_BUDGET = 1_500  # moves to deal a pair of promotions anew
PAIRS = 24  # pairs tried in all

Choices = list[int]  # of each unit: the index of its promotion, or -1


def large_assignment(
    units: Sequence[Unit], promotions: Sequence[Promotion], rounding: Rounding
) -> Choices:
    """Return a good assignment, never worse than the single best promotion."""
    choices = [-1] * len(units)
    for own in _tied(units, promotions):
        named = {units[i].product for i in own}
        rivals = [
            which
            for which, promotion in enumerate(promotions)
            if not covered_products(promotion).isdisjoint(named)
        ]
        part = _solve_part(
            tuple(units[i] for i in own),
            tuple(promotions[which] for which in rivals),
            rounding,
        )
        for i, choice in zip(own, part, strict=True):
            choices[i] = rivals[choice] if choice >= 0 else -1
    alone = max(
        range(len(promotions)),
        key=lambda which: _saving(
            range(len(units)), promotions[which], units, rounding
        ),
    )
    single = [alone] * len(units)
    return max(
        (choices, single), key=lambda deal: _total(deal, units, promotions, rounding)
    )


def _total(
    choices: Choices,
    units: Sequence[Unit],
    promotions: Sequence[Promotion],
    rounding: Rounding,
) -> int:
    return sum(
        _saving(_held(choices, which), promotion, units, rounding)
        for which, promotion in enumerate(promotions)
    )


def _held(choices: Choices, which: int) -> list[int]:
    return [i for i, choice in enumerate(choices) if choice == which]


def _saving(
    own: Sequence[int], promotion: Promotion, units: Sequence[Unit], rounding: Rounding
) -> int:
    """Return what a promotion saves on units, tax included, in millionths."""
    dealt = [units[i] for i in own]
    return sum(
        group.saving * sum(dealt[i].worth_ppm for i in group.units) // len(group.units)
        for group in groups(promotion, dealt, rounding)
    )


def _tied(units: Sequence[Unit], promotions: Sequence[Promotion]) -> list[list[int]]:
    """Return the units in parts that no group rule ties to each other."""
    members: dict[str, list[int]] = {}
    for i, unit in enumerate(units):
        members.setdefault(unit.product, []).append(i)
    parts: list[set[str]] = [{product} for product in sorted(members)]
    for promotion in promotions:
        if isinstance(promotion.rule, MixAndMatch | Bundle):
            tied = covered_products(promotion) & members.keys()
            joined = [part for part in parts if not part.isdisjoint(tied)]
            parts = [part for part in parts if part.isdisjoint(tied)]
            parts.append(set().union(*joined))
    return [sorted(i for product in part for i in members[product]) for part in parts]


@lru_cache(maxsize=1024)
def _solve_part(
    units: tuple[Unit, ...], promotions: tuple[Promotion, ...], rounding: Rounding
) -> tuple[int, ...]:
    solved = best_assignment(
        units, promotions, rounding, relaxed=True, budget=PART_BUDGET
    )
    if solved is not None:
        return solved
    choices = _greedy(units, promotions, rounding)
    _improve(choices, units, promotions, rounding)
    return tuple(choices)


def _greedy(
    units: Sequence[Unit], promotions: Sequence[Promotion], rounding: Rounding
) -> Choices:
    """Return a deal: promotions with the best rate of saving take what is free."""
    choices = [-1] * len(units)

    def rate(which: int) -> Fraction:
        found = groups(promotions[which], units, rounding)
        spent = sum(units[i].price for group in found for i in group.units)
        return Fraction(sum(group.saving for group in found), spent or 1)

    for which in sorted(range(len(promotions)), key=rate, reverse=True):
        free = _held(choices, -1)
        for group in groups(promotions[which], [units[i] for i in free], rounding):
            for i in group.units:
                choices[free[i]] = which
    return choices


def _improve(
    choices: Choices,
    units: Sequence[Unit],
    promotions: Sequence[Promotion],
    rounding: Rounding,
) -> None:
    """Deal pairs of rivals anew, with what is free, while that saves more."""
    for pair in list(_rivals(units, promotions))[:PAIRS]:
        pool = [i for i, choice in enumerate(choices) if choice == -1 or choice in pair]
        rivals = [promotions[which] for which in pair]
        dealt = [units[i] for i in pool]
        found = best_assignment(
            dealt, rivals, rounding, relaxed=True, budget=PAIR_BUDGET
        )
        if found is None:
            continue
        anew = [pair[choice] if choice >= 0 else -1 for choice in found]
        before = [choices[i] for i in pool]
        totals = [
            _total(
                [pair.index(c) if c >= 0 else -1 for c in deal], dealt, rivals, rounding
            )
            for deal in (before, anew)
        ]
        if totals[1] > totals[0]:
            for i, choice in zip(pool, anew, strict=True):
                choices[i] = choice


def _rivals(
    units: Sequence[Unit], promotions: Sequence[Promotion]
) -> Iterator[tuple[int, int]]:
    products = {unit.product for unit in units}
    covered = [covered_products(promotion) & products for promotion in promotions]
    for pair in combinations(range(len(promotions)), 2):
        if not covered[pair[0]].isdisjoint(covered[pair[1]]):
            yield pair
