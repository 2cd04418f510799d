"""How far the answer for large groups is from the best one (domain-rules R2).

Random baskets small enough to be solved exactly are solved both ways; what the
large-group way gives away is printed as a share of the exact saving.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from kiosk.commands.bench.figures import Figure
from kiosk.domain.best_assignment import best_assignment
from kiosk.domain.item_rules import Unit, groups
from kiosk.domain.large_groups import large_assignment
from kiosk.domain.money import Money, Rounding
from kiosk.domain.promotion import (
    AmountOff,
    Bundle,
    ItemRule,
    MixAndMatch,
    NForM,
    PercentOff,
    Promotion,
)

BASKETS = 300
UNITS = 12
OFFERS = 6
_GOODS = "abcdef"


def measure_promotions(seed: int = 1) -> list[Figure]:
    """Return the mean saving lost by the large-group answer."""
    rng = Random(seed)  # ruff: ignore[suspicious-non-cryptographic-random-usage] - a draw to measure by, no secret
    exact = found = 0
    for _ in range(BASKETS):
        units = sorted(_unit(rng) for _ in range(UNITS))
        offers = [_offer(rng, number) for number in range(OFFERS)]
        best = best_assignment(units, offers, Rounding.HALF_UP)
        if best is None:
            continue  # over the exact solver's budget: nothing to compare with
        exact += _saved(units, offers, best)
        found += _saved(
            units, offers, large_assignment(units, offers, Rounding.HALF_UP)
        )
    lost = 100 * (exact - found) / max(exact, 1)
    return [Figure(f"saving lost in large groups ({BASKETS} baskets)", lost, "%")]


def _unit(rng: Random) -> Unit:
    return Unit(rng.choice(_GOODS), rng.randint(100, 3000))


def _offer(rng: Random, number: int) -> Promotion:
    goods = frozenset(rng.sample(_GOODS, rng.randint(1, 4)))
    rules: Sequence[ItemRule] = (
        PercentOff(rng.randint(1, 5) * 50_000),
        AmountOff(Money(rng.randint(50, 400), "CNY")),
        NForM(3, 2),
        MixAndMatch(3, 2),
        Bundle(tuple(rng.sample(_GOODS, 2)), Money(rng.randint(300, 2500), "CNY")),
    )
    return Promotion(f"p{number}", (), rng.choice(rules), goods)


def _saved(
    units: Sequence[Unit], offers: Sequence[Promotion], choices: Sequence[int]
) -> int:
    """Return what an assignment of units to promotions saves."""
    total = 0
    for which, offer in enumerate(offers):
        own = [i for i, choice in enumerate(choices) if choice == which]
        formed = groups(offer, [units[i] for i in own], Rounding.HALF_UP)
        total += sum(one.saving for one in formed)
    return total
