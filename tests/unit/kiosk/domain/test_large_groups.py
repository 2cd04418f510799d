"""Large promotion groups: how good the budgeted answer is (docs/adr/0002)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain import large_groups
from kiosk.domain.best_assignment import best_assignment
from kiosk.domain.item_rules import Unit, groups
from kiosk.domain.large_groups import large_assignment
from kiosk.domain.money import Money, Rounding
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


def offer(name: str, rule, products: str = "") -> Promotion:
    return Promotion(name, (("en", name),), rule, frozenset(products))


def saved(units, offers, choices) -> int:
    return sum(
        group.saving
        for which, each in enumerate(offers)
        for group in groups(
            each,
            [unit for unit, c in zip(units, choices, strict=True) if c == which],
            HALF_UP,
        )
    )


AMOUNTS = st.integers(1, 300).map(lambda minor: Money(minor, "EUR"))
RULES = st.one_of(
    st.builds(PercentOff, st.sampled_from([50_000, 100_000, 250_000])),
    st.builds(AmountOff, AMOUNTS),
    st.builds(MemberPrice, st.builds(UnitPrice, AMOUNTS)),
    st.sampled_from([NForM(2, 1), NForM(3, 2), MixAndMatch(2, 1), MixAndMatch(4, 3)]),
    st.builds(Bundle, st.sampled_from([("a", "b"), ("c", "c", "d")]), AMOUNTS),
)
UNITS = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.integers(1, 500)).map(
        lambda each: Unit(*each)
    ),
    min_size=1,
    max_size=12,
)


@st.composite
def offer_lists(draw: st.DrawFn) -> list[Promotion]:
    rules = draw(st.lists(RULES, min_size=1, max_size=4))
    return [
        offer(f"p{i}", rule, draw(st.sampled_from(["ab", "bcd", "def", "abcdef"])))
        for i, rule in enumerate(rules)
    ]


@settings(max_examples=80, deadline=None)
@given(UNITS, offer_lists(), st.booleans())
def test_between_the_single_best_promotion_and_the_best_deal(
    units: list[Unit], offers: list[Promotion], poor: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        if poor:  # no part fits the budget: greedy, improved pair by pair
            patch.setattr(large_groups, "PART_BUDGET", 0)
            large_groups._solve_part.cache_clear()
        found = large_assignment(units, offers, HALF_UP)
    large_groups._solve_part.cache_clear()
    exact = best_assignment(units, offers, HALF_UP)
    assert exact is not None
    singles = [saved(units, offers, [i] * len(units)) for i in range(len(offers))]
    assert max(singles) <= saved(units, offers, found) <= saved(units, offers, exact)
    if not poor:  # all that is lost is the rounding of percentages, a cent each
        gap = saved(units, offers, exact) - saved(units, offers, found)
        assert gap <= sum(isinstance(each.rule, PercentOff) for each in offers)


def test_a_pair_is_dealt_anew_where_greed_goes_wrong(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # 60 % off one unit looks best, and breaks up two for one.
    units = [Unit(name, 100) for name in "abc"]
    offers = [
        offer("most", AmountOff(Money(60, "EUR")), "a"),
        offer("two", MixAndMatch(2, 1), "ab"),
        offer("x", AmountOff(Money(10, "EUR")), "c"),
    ]
    monkeypatch.setattr(large_groups, "PART_BUDGET", 0)
    large_groups._solve_part.cache_clear()
    found = large_assignment(units, offers, HALF_UP)
    assert found == [1, 1, 2]
    tied = [offer("b", Bundle(("b", "c"), Money(199, "EUR"))), *offers]
    assert saved(units, tied, large_assignment(units, tied, HALF_UP)) == 110
    large_groups._solve_part.cache_clear()


def test_pairs_beyond_the_budget_stay_as_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(large_groups, "PART_BUDGET", 0)
    monkeypatch.setattr(large_groups, "PAIR_BUDGET", 0)
    units = [Unit("a", 100), Unit("b", 100)]
    offers = [offer("p", PercentOff(100_000), "ab"), offer("q", NForM(2, 1), "a")]
    assert large_assignment(units, offers, HALF_UP) == [0, 0]
    large_groups._solve_part.cache_clear()


def test_greed_never_does_worse_than_the_single_best_promotion(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(large_groups, "PART_BUDGET", 0)
    monkeypatch.setattr(large_groups, "PAIR_BUDGET", 0)
    large_groups._solve_part.cache_clear()
    units = [Unit("a", 100), Unit("b", 100)]
    offers = [
        offer("most", AmountOff(Money(60, "EUR")), "a"),
        offer("two", MixAndMatch(2, 1), "ab"),
    ]
    assert large_assignment(units, offers, HALF_UP) == [1, 1]
    large_groups._solve_part.cache_clear()
