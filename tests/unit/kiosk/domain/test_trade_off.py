"""Giving up item promotions for a threshold or a coupon, against brute force."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.item_rules import Unit
from kiosk.domain.item_stage import Award
from kiosk.domain.money import Money
from kiosk.domain.promotion import (
    AmountCoupon,
    AmountOff,
    PercentCoupon,
    Promotion,
    Threshold,
)
from kiosk.domain.trade_off import SUMS, trade_offs


def yuan(minor: int) -> Money:
    return Money(minor, "CNY")


def offer(name: str, rule, **more) -> Promotion:
    return Promotion(name, (("en", name),), rule, **more)


def awarded(*savings: int) -> tuple[Award, ...]:
    """Return an award for each unit, saving so much."""
    return tuple(
        Award(offer(f"p{i}", AmountOff(yuan(saving))), (i,), (saving,))
        for i, saving in enumerate(savings)
    )


def test_the_cheapest_awards_that_fill_the_gap_go() -> None:
    units = [Unit(name, 1000) for name in "abc"]
    awards = awarded(60, 30, 20)  # 2890 is left; 2940 is asked
    threshold = offer("t", Threshold(yuan(2940), yuan(100)))
    assert trade_offs(units, awards, [threshold]) == [awards[:1]]


def test_nothing_goes_for_a_threshold_reached_or_too_poor_or_too_far() -> None:
    units = [Unit("a", 1000)]
    awards = awarded(60)
    for reach, amount in ((940, 100), (1000, 60), (1001, 100)):
        threshold = offer("t", Threshold(yuan(reach), yuan(amount)))
        assert trade_offs(units, awards, [threshold]) == []


def test_each_full_looks_at_the_next_step() -> None:
    units = [Unit("a", 1000)]
    awards = awarded(60)
    threshold = offer("t", Threshold(yuan(500), yuan(100), each_full=True))
    assert trade_offs(units, awards, [threshold]) == [(), ()]


def test_one_large_award_may_cost_several_steps() -> None:
    units = [Unit("b", 132), Unit("b", 132), Unit("c", 136)]
    awards = (Award(offer("n", AmountOff(yuan(1))), (0, 1), (66, 66)),)
    threshold = offer("t", Threshold(yuan(100), yuan(67), each_full=True))
    assert trade_offs(units, awards, [threshold]) == [(), ()]


def test_bags_and_goods_not_named_fill_no_gap() -> None:
    units = [Unit("a", 900), Unit("bag", 1000, is_bag=True)]
    threshold = offer("t", Threshold(yuan(1000), yuan(100)), products=frozenset("a"))
    assert trade_offs(units, awarded(60), [threshold]) == []


def test_goods_come_back_to_a_coupon_that_wants_them_unpromoted() -> None:
    units = [Unit("a", 1000), Unit("b", 1000)]
    awards = awarded(60, 400)
    percent = offer("c", PercentCoupon(100_000), excludes_item_stage=True)
    assert trade_offs(units, awards, [percent]) == [awards[1:], ()]
    amount = offer("c", AmountCoupon(yuan(500)), excludes_item_stage=True)
    assert trade_offs(units, awards, [amount]) == [awards[1:], ()]
    stacking = [offer("c", PercentCoupon(1)), offer("d", AmountCoupon(yuan(1)))]
    assert trade_offs(units, awards, stacking) == []


def test_the_search_is_bounded() -> None:
    savings = [2**i for i in range(12)]
    units = [Unit(f"u{i:02}", 10_000) for i in range(12)]
    left = 120_000 - sum(savings)
    threshold = offer("t", Threshold(yuan(left + 3000), yuan(9000)))
    kept = trade_offs(units, awarded(*savings), [threshold])[0]
    given_up = sum(savings) - sum(sum(award.parts) for award in kept)
    assert 3000 <= given_up < 9000
    assert 2 ** len(savings) > SUMS


@given(
    st.lists(st.integers(1, 40), min_size=1, max_size=5),
    st.integers(1, 120),
    st.integers(1, 60),
)
def test_no_choice_of_awards_is_better(savings: list[int], gap: int, gain: int) -> None:
    units = [Unit(f"u{i}", 100) for i in range(len(savings))]
    reach = sum(100 - saving for saving in savings) + gap
    threshold = offer("t", Threshold(yuan(reach), yuan(gain)))
    costs = [
        sum(chosen)
        for size in range(len(savings) + 1)
        for chosen in combinations(savings, size)
        if gap <= sum(chosen) < gain
    ]
    found = trade_offs(units, awarded(*savings), [threshold])
    assert bool(found) == bool(costs)
    if costs:
        kept = sum(sum(award.parts) for award in found[0])
        assert sum(savings) - kept == min(costs)
