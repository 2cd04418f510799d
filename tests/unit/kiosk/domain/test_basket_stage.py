"""The basket stage: order, bases, exclusion groups, against a slow reference (R4)."""

from fractions import Fraction
from itertools import product
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.basket_stage import Cut, Open, basket_stage
from kiosk.domain.best_assignment import best_assignment
from kiosk.domain.item_rules import Unit, groups
from kiosk.domain.money import Money, Rounding
from kiosk.domain.promotion import (
    AmountCoupon,
    NForM,
    PercentCoupon,
    Promotion,
    Threshold,
)

HALF_UP = Rounding.HALF_UP


def yuan(minor: int) -> Money:
    return Money(minor, "CNY")


def offer(name: str, rule, **more) -> Promotion:
    return Promotion(name, (("en", name),), rule, **more)


def cut(units: list[Open], *offers: Promotion) -> tuple[Cut, ...]:
    return basket_stage(units, offers, HALF_UP)


def test_thresholds_then_percent_then_amount() -> None:
    offers = (
        offer("a", AmountCoupon(yuan(100))),
        offer("b", PercentCoupon(100_000)),
        offer("c", Threshold(yuan(1000), yuan(200))),
    )
    cuts = cut([Open("x", 1000)], *offers)
    assert [(c.promotion.id, sum(c.parts)) for c in cuts] == [
        ("c", 200),
        ("b", 80),
        ("a", 100),
    ]


def test_a_second_threshold_looks_at_the_goods_before_the_first() -> None:
    offers = [offer(name, Threshold(yuan(1000), yuan(200))) for name in "ab"]
    assert sum(sum(c.parts) for c in cut([Open("x", 1000)], *offers)) == 400


def test_a_coupon_for_some_goods_takes_off_those_only() -> None:
    units = [Open("x", 300), Open("y", 300)]
    only = offer("a", AmountCoupon(yuan(500)), products=frozenset("y"))
    assert cut(units, only)[0].parts == (0, 300)


def test_a_coupon_may_want_goods_without_another_promotion() -> None:
    units = [Open("x", 300, promoted=True), Open("y", 200)]
    pure = offer("a", PercentCoupon(500_000), excludes_item_stage=True)
    assert cut(units, pure)[0].parts == (0, 100)


def test_the_best_of_an_exclusion_group_applies_and_fewest_of_equals() -> None:
    def group(name: str, minor: int) -> Promotion:
        return offer(name, AmountCoupon(yuan(minor)), exclusion_group="g")

    found = cut([Open("x", 1000)], group("a", 100), group("b", 300), group("c", 300))
    assert [c.promotion.id for c in found] == ["b"]
    all_off = (group("z", 100), group("b", 50), offer("zz", AmountCoupon(yuan(50))))
    assert [c.promotion.id for c in cut([Open("x", 100)], *all_off)] == ["z"]


def test_what_takes_nothing_is_no_cut() -> None:
    offers = (
        offer("t", Threshold(yuan(1000), yuan(200))),
        offer("p", PercentCoupon(100)),
    )
    assert cut([Open("x", 999)], *offers) == ()
    assert cut([], *offers) == ()


def test_stages_refuse_the_other_stages_promotions() -> None:
    with pytest.raises(ValueError, match="no basket-stage promotion"):
        cut([], offer("n", NForM(3, 2)))
    coupon = offer("c", AmountCoupon(yuan(1)))
    with pytest.raises(ValueError, match="no item-stage promotion"):
        groups(coupon, [Unit("x", 1)], HALF_UP)
    with pytest.raises(ValueError, match="no item-stage promotion"):
        best_assignment([Unit("x", 1)], [coupon], HALF_UP)


MONEY = st.integers(1, 500).map(yuan)
RULES = st.one_of(
    st.builds(Threshold, MONEY, MONEY, st.booleans()),
    st.builds(PercentCoupon, st.sampled_from([50_000, 125_000])),
    st.builds(AmountCoupon, MONEY),
)
RANK = {Threshold: 0, PercentCoupon: 1, AmountCoupon: 2}


@given(
    st.lists(st.integers(0, 400), max_size=4),
    st.lists(st.tuples(RULES, st.sampled_from(["", "g", "h"])), max_size=4),
)
def test_vector_T11_the_best_choice_from_exclusion_groups(
    prices: list[int], kinds: list[tuple[Threshold, str]]
) -> None:
    offers = [
        offer(f"p{i}", rule, exclusion_group=group)
        for i, (rule, group) in enumerate(kinds)
    ]
    best = 0
    for wanted in product((False, True), repeat=len(offers)):
        chosen = [o for o, w in zip(offers, wanted, strict=True) if w]
        in_groups = [o.exclusion_group for o in chosen if o.exclusion_group]
        if len(set(in_groups)) < len(in_groups):
            continue
        left = full = sum(prices)
        for each in sorted(chosen, key=lambda o: (RANK[type(o.rule)], o.id)):
            match each.rule:
                case Threshold(reach, amount, each_full):
                    times = full // reach.minor
                    off = amount.minor * (times if each_full else min(times, 1))
                case PercentCoupon(rate):
                    off = floor(Fraction(left * rate, 1_000_000) + Fraction(1, 2))
                case AmountCoupon(amount):
                    off = amount.minor
            left -= min(left, off)
        best = max(best, full - left)
    units = [Open(f"u{i}", price) for i, price in enumerate(prices)]
    cuts = cut(units, *offers)
    assert sum(sum(c.parts) for c in cuts) == best
    for i, price in enumerate(prices):
        assert 0 <= sum(c.parts[i] for c in cuts) <= price
