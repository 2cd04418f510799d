"""The item stage against brute force: every way to deal units to promotions (R2)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, product
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.item_rules import Unit
from kiosk.domain.item_stage import EXACT_PROMOTIONS, EXACT_UNITS, item_stage
from kiosk.domain.money import Money, Rounding, divide
from kiosk.domain.product import UnitPrice
from kiosk.domain.promotion import (
    AmountOff,
    Bundle,
    MemberPrice,
    MixAndMatch,
    NForM,
    PercentOff,
    Promotion,
)

HALF_UP = Rounding.HALF_UP


def euro(minor: int) -> Money:
    return Money(minor, "EUR")


def offer(name: str, rule, products: str = "") -> Promotion:
    return Promotion(name, (("en", name),), rule, frozenset(products))


def stage(units: Sequence[Unit], *offers: Promotion, rounding: Rounding = HALF_UP):
    dearest = sorted(units, key=lambda unit: unit.place)
    return item_stage(dearest, offers, rounding)


def saving(awards) -> int:
    return sum(sum(award.parts) for award in awards)


# The slow reference: R2 word for word.


def _groupings(prices: list[int], n: int) -> Iterator[list[tuple[int, ...]]]:
    """Yield each way to split prices into groups of n."""
    if not prices:
        yield []
        return
    first, *rest = prices
    for others in combinations(range(len(rest)), n - 1):
        group = (first, *(rest[i] for i in others))
        left = [price for i, price in enumerate(rest) if i not in others]
        for more in _groupings(left, n):
            yield [group, *more]


def _worth(promotion: Promotion, units: list[Unit]) -> int | None:
    """Return what a promotion saves on exactly these units; None if it cannot be."""
    prices = [unit.price for unit in units]
    match promotion.rule:
        case PercentOff(rate):
            return floor(Fraction(sum(prices) * rate, 1_000_000) + Fraction(1, 2))
        case AmountOff(amount):
            return sum(min(amount.minor, price) for price in prices)
        case MemberPrice(price):
            return sum(max(0, each - price.amount.minor) for each in prices)
        case MixAndMatch(n, m):
            return _best_grouping(prices, n, m)
        case NForM(n, m):
            by_product = {
                name: [unit.price for unit in units if unit.product == name]
                for name in {unit.product for unit in units}
            }
            parts = [_best_grouping(own, n, m) for own in by_product.values()]
            return None if None in parts else sum(part or 0 for part in parts)
        case Bundle(components, price):
            sets, rest = divmod(len(units), len(components))
            need = Counter({c: k * sets for c, k in Counter(components).items()})
            if rest or Counter(unit.product for unit in units) != need:
                return None
            return sum(prices) - sets * price.minor


def _best_grouping(prices: list[int], n: int, m: int) -> int | None:
    if len(prices) % n:
        return None
    return max(
        sum(sum(sorted(group)[: n - m]) for group in groups)
        for groups in _groupings(prices, n)
    )


def brute_force(units: Sequence[Unit], offers: Sequence[Promotion]):
    """Return the most that can be saved, and by which fewest promotions."""
    named = [
        [-1]
        + [
            i
            for i, each in enumerate(offers)
            if unit.product in (each.products or each.rule.components)
        ]
        for unit in units
    ]
    results = []
    for deal in product(*named):
        used = sorted(set(deal) - {-1})
        worths = [
            _worth(offers[i], [u for u, d in zip(units, deal, strict=True) if d == i])
            for i in used
        ]
        if None not in worths:
            ids = [offers[i].id for i in used]
            results.append((-sum(w or 0 for w in worths), len(used), ids))
    return min(results)


UNITS = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(1, 60)).map(lambda each: Unit(*each)),
    max_size=6,
)
AMOUNTS = st.integers(1, 50).map(euro)
RULES = st.one_of(
    st.builds(PercentOff, st.sampled_from([50_000, 100_000, 250_000, 333_333])),
    st.builds(AmountOff, AMOUNTS),
    st.builds(MemberPrice, st.builds(UnitPrice, AMOUNTS)),
    st.sampled_from([NForM(2, 1), NForM(3, 2), MixAndMatch(2, 1), MixAndMatch(3, 1)]),
    st.builds(Bundle, st.sampled_from([("a", "b"), ("a", "a", "c")]), AMOUNTS),
)


@st.composite
def offer_lists(draw: st.DrawFn) -> list[Promotion]:
    rules = draw(st.lists(RULES, max_size=3))
    return [
        offer(
            f"p{i}",
            rule,
            ""
            if isinstance(rule, Bundle)
            else draw(st.sampled_from(["a", "ab", "abc"])),
        )
        for i, rule in enumerate(rules)
    ]


@settings(max_examples=250, deadline=None)
@given(UNITS, offer_lists())
def test_vectors_T6_to_T10_exactly_the_best_of_all_deals(
    units: list[Unit], offers: list[Promotion]
) -> None:
    awards = stage(units, *offers)
    used = sorted({award.promotion.id for award in awards})
    assert (-saving(awards), len(used), used) == brute_force(units, offers)
    taken = [i for award in awards for i in award.units]
    assert len(taken) == len(set(taken))


@settings(max_examples=60, deadline=None)
@given(UNITS, st.sampled_from([(50_000, 150_000), (70_000, 70_000)]))
def test_rounding_of_two_percentages_is_used_in_the_shoppers_favour(
    units: list[Unit], rates: tuple[int, int]
) -> None:
    offers = [offer(f"p{i}", PercentOff(rate), "abc") for i, rate in enumerate(rates)]
    assert -saving(stage(units, *offers)) == brute_force(units, offers)[0]


@pytest.mark.parametrize("mode", Rounding)
def test_percent_against_amount_in_each_rounding_mode(mode: Rounding) -> None:
    units = [Unit("a", price) for price in (5, 10, 15, 25)]
    offers = [offer("p", PercentOff(100_000), "a"), offer("q", AmountOff(euro(1)), "a")]
    # Every deal of the four units between the two, by the formula.
    best = max(
        divide(sum(u.price for u, p in zip(units, deal, strict=True) if p), 10, mode)
        + deal.count(False)
        for deal in product((True, False), repeat=4)
    )
    assert saving(stage(units, *offers, rounding=mode)) == best


def test_of_equal_savings_fewer_promotions_and_then_smaller_ids_win() -> None:
    units = [Unit("a", 100), Unit("b", 100)]
    one = offer("z", AmountOff(euro(10)), "ab")
    halves = [
        offer("x", AmountOff(euro(10)), "a"),
        offer("y", AmountOff(euro(10)), "b"),
    ]
    assert {award.promotion.id for award in stage(units, *halves, one)} == {"z"}
    same = offer("w", AmountOff(euro(10)), "ab")
    assert {award.promotion.id for award in stage(units, same, one)} == {"w"}


def test_goods_that_no_promotion_names_take_no_part() -> None:
    assert stage([Unit("x", 100)], offer("p", PercentOff(500_000), "a")) == ()


def test_a_large_group_with_an_easy_answer_is_solved_exactly() -> None:
    units = [Unit("a", 100)] * (EXACT_UNITS + 2)
    offers = [offer("n", NForM(3, 2), "a"), offer("p", PercentOff(100_000), "a")]
    # Four times three for two, and a tenth off the two that are left.
    assert saving(stage(units, *offers)) == 4 * 100 + 20


def test_many_promotions_are_never_worse_than_the_single_best() -> None:
    letters = "abcdefghij"
    units = [Unit(name, 100 + 7 * i) for i, name in enumerate(letters)] * 3
    offers = [
        offer(f"m{i}", MixAndMatch(2 + i % 3, 1 + i % 3), letters[i : i + 4])
        for i in range(EXACT_PROMOTIONS + 1)
    ] + [offer("p", PercentOff(200_000), letters)]
    single = max(saving(stage(units, each)) for each in offers)
    assert saving(stage(units, *offers)) >= single


def test_units_worth_different_tax_are_dealt_by_what_they_are_worth() -> None:
    units = [Unit("a", 100), Unit("b", 100, worth_ppm=1_080_000), Unit("x", 100)]
    offers = [offer(f"{n}x", Bundle((n, "x"), euro(180))) for n in "ab"]
    assert [award.promotion.id for award in stage(units, *offers)] == ["bx"]
