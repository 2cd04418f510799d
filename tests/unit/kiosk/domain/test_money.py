"""Money: rounding M1, allocation M4."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.money import Money, Rounding, Share, allocate, divide, zero

AMOUNTS = st.integers(-(10**9), 10**9)


@pytest.mark.parametrize(
    ("numerator", "denominator", "mode", "expected"),
    [
        (65, 10, Rounding.HALF_UP, 7),
        (-65, 10, Rounding.HALF_UP, -7),
        (65, -10, Rounding.HALF_UP, -7),
        (65, 10, Rounding.HALF_EVEN, 6),
        (75, 10, Rounding.HALF_EVEN, 8),
        (66, 10, Rounding.HALF_EVEN, 7),
        (-69, 10, Rounding.DOWN, -6),
        (64, 10, Rounding.HALF_UP, 6),
    ],
)
def test_rounding_modes(
    numerator: int, denominator: int, mode: Rounding, expected: int
) -> None:
    assert divide(numerator, denominator, mode) == expected


def test_dividing_by_nothing_is_an_error() -> None:
    with pytest.raises(ZeroDivisionError):
        divide(1, 0)


@given(AMOUNTS, st.integers(1, 10**6), st.sampled_from(Rounding))
def test_rounding_mirrors_around_zero_and_is_near(
    numerator: int, denominator: int, mode: Rounding
) -> None:
    rounded = divide(numerator, denominator, mode)
    assert divide(-numerator, denominator, mode) == -rounded
    distance = abs(rounded - Fraction(numerator, denominator))
    assert distance < 1 if mode is Rounding.DOWN else distance <= Fraction(1, 2)


def test_money_adds_in_one_currency_only() -> None:
    price = Money(790, "CNY")
    assert price + Money(10, "CNY") == Money(800, "CNY")
    assert price - Money(800, "CNY") == Money(-10, "CNY")
    assert -price == Money(-790, "CNY")
    assert price * 3 == Money(2370, "CNY")
    assert zero("CNY") == Money(0, "CNY")
    with pytest.raises(ValueError, match="CNY and EUR"):
        price + Money(1, "EUR")


def test_vector_T4_ties_go_to_the_smaller_product_id() -> None:
    claims = [Share(100, name) for name in ("c", "a", "b")]
    assert allocate(10, claims) == (3, 4, 3)
    assert allocate(-10, claims) == (-3, -4, -3)


def test_equal_products_are_told_apart_by_label() -> None:
    assert allocate(1, [Share(5, "a", "S2"), Share(5, "a", "S1")]) == (0, 1)


def test_the_larger_weight_wins_a_tie_of_remainders() -> None:
    # 2 over 1 and 3: 0.5 and 1.5.
    assert allocate(2, [Share(1, "a"), Share(3, "b")]) == (0, 2)


def test_nothing_over_nothing_is_nothing_and_something_is_an_error() -> None:
    assert allocate(0, [Share(0, "a"), Share(0, "b")]) == (0, 0)
    with pytest.raises(ValueError, match="weights of zero"):
        allocate(1, [Share(0, "a")])


SHARES = st.lists(
    st.builds(
        Share, st.integers(0, 500), st.sampled_from("abc"), st.sampled_from("xy")
    ),
    min_size=1,
    max_size=8,
).filter(lambda shares: sum(share.weight for share in shares) > 0)


@given(SHARES, st.integers(0, 100), st.data())
def test_parts_add_up_keep_their_sign_and_stay_within_their_line(
    shares: list[Share], percent: int, data: st.DataObject
) -> None:
    amount = sum(share.weight for share in shares) * percent // 100
    parts = allocate(amount, shares)
    assert sum(parts) == amount
    for part, share in zip(parts, shares, strict=True):
        assert 0 <= part <= share.weight
    shuffled = data.draw(st.permutations(list(range(len(shares)))))
    again = allocate(amount, [shares[i] for i in shuffled])
    by_claim = sorted(zip(shares, parts, strict=True), key=repr)
    assert by_claim == sorted(
        zip([shares[i] for i in shuffled], again, strict=True), key=repr
    )


def test_an_unknown_rounding_mode_is_an_error() -> None:
    with pytest.raises(AssertionError):
        divide(1, 2, "sideways")  # type: ignore[arg-type]
