"""The cart: lines, deposits as child lines (M7), and weighed prices (T12)."""

from datetime import UTC, datetime
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.cart import (
    Cart,
    Line,
    add_line,
    add_promotions,
    change_pieces,
    gross,
    remove_line,
)
from kiosk.domain.money import Money, Rounding
from kiosk.domain.product import Deposit, Product, UnitPrice
from kiosk.domain.promotion import PercentOff, Promotion
from kiosk.domain.quantity import Pieces, Weight

EMPTY = Cart(datetime(2026, 3, 14, tzinfo=UTC))


def goods(minor: int, base_grams: int | None = None, **more) -> Product:
    unit = UnitPrice(Money(minor, "CNY"), base_grams)
    return Product("a", (("en", "a"),), unit, "standard", "goods", **more)


CRATE = Deposit("crate", (("en", "Crate"),), Money(50, "CNY"), "zero")


@pytest.mark.parametrize(
    ("minor", "base", "grams", "price"),
    [
        (1196, 1000, 735, 879),
        (598, 500, 735, 879),
        (399, 500, 735, 587),
        (838, 1000, 2310, 1936),
        (1299, 1000, 385, 500),
        (199, 1000, 500, 100),
        (65, 1000, 100, 7),
        (999, 1000, 1000, 999),
        (1196, 1000, 750 - 15, 879),
    ],
)
def test_vector_T12_weighed(minor: int, base: int, grams: int, price: int) -> None:
    line = Line("l", goods(minor, base), Weight(grams))
    assert gross(line, Rounding.HALF_UP).minor == price


@given(
    st.integers(1, 10**6),
    st.sampled_from([100, 454, 500, 1000]),
    st.integers(1, 30_000),
)
def test_vector_T12_against_exact_fractions(minor: int, base: int, grams: int) -> None:
    exact = Fraction(minor * grams, base)
    line = Line("l", goods(minor, base), Weight(grams))
    assert gross(line, Rounding.HALF_UP).minor == floor(exact + Fraction(1, 2))


def test_pieces_labels_and_no_price() -> None:
    line = Line("l", goods(250), Pieces(3))
    assert gross(line, Rounding.HALF_UP).minor == 750
    assert line.pieces == 3
    label = Line("l", goods(250, 500), Weight(735), label_amount=Money(879, "CNY"))
    assert gross(label, Rounding.HALF_UP).minor == 879
    assert label.pieces == 1
    bare = Product("a", (), None, "standard", "goods")
    with pytest.raises(ValueError, match="a has no price"):
        gross(Line("l", bare, Pieces(1)), Rounding.HALF_UP)


def test_a_deposit_comes_and_goes_and_counts_with_its_line() -> None:
    cart = add_line(EMPTY, Line("l1", goods(100, deposit=CRATE), Pieces(2)))
    cart = add_line(cart, Line("l2", goods(200), Pieces(1)))
    assert [(line.id, line.parent) for line in cart.lines] == [
        ("l1", ""),
        ("l1.deposit", "l1"),
        ("l2", ""),
    ]
    assert gross(cart.line("l1.deposit"), Rounding.HALF_UP).minor == 100
    cart = change_pieces(cart, "l1", 5)
    assert [line.pieces for line in cart.lines] == [5, 5, 1]
    assert [line.id for line in remove_line(cart, "l1").lines] == ["l2"]


def test_what_a_cart_refuses() -> None:
    cart = add_line(EMPTY, Line("l1", goods(100), Pieces(1)))
    weighed = add_line(cart, Line("w", goods(100, 500), Weight(300)))
    with pytest.raises(ValueError, match="in the cart already"):
        add_line(cart, Line("l1", goods(100), Pieces(1)))
    with pytest.raises(KeyError):
        remove_line(cart, "none")
    with pytest.raises(KeyError):
        change_pieces(cart, "none", 1)
    for line_id, pieces in (("l1", 0), ("w", 2)):
        with pytest.raises(ValueError, match="cannot have"):
            change_pieces(weighed, line_id, pieces)


def test_promotions_stay_unique_and_sorted() -> None:
    def offer(name: str, rate: int) -> Promotion:
        return Promotion(name, (), PercentOff(rate))

    cart = add_promotions(EMPTY, [offer("b", 1), offer("a", 1)])
    cart = add_promotions(cart, [offer("b", 2)])
    assert [(each.id, each.rule) for each in cart.promotions] == [
        ("a", PercentOff(1)),
        ("b", PercentOff(2)),
    ]


def test_an_unknown_quantity_is_an_error() -> None:
    with pytest.raises(AssertionError):
        gross(Line("l", goods(100), 3), Rounding.HALF_UP)  # type: ignore[arg-type]
