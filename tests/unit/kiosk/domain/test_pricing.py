"""Pricing as a whole: vectors T3-T11, T19, T21, and properties over random carts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.cart import Cart, Line, add_line, add_promotions
from kiosk.domain.money import Money
from kiosk.domain.priced import PricedCart
from kiosk.domain.pricing import applies, price
from kiosk.domain.product import Deposit, Product, Restriction, UnitPrice
from kiosk.domain.profile import Profile, TaxClass, TaxMode
from kiosk.domain.profiles import CN, DE, US
from kiosk.domain.promotion import (
    AmountCoupon,
    AmountOff,
    Bundle,
    MemberPrice,
    MixAndMatch,
    NForM,
    PercentCoupon,
    PercentOff,
    Promotion,
    Threshold,
)
from kiosk.domain.quantity import Pieces, Quantity, Weight

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)


def yuan(minor: int) -> Money:
    return Money(minor, "CNY")


def goods(name: str, minor: int, tax: str = "standard", **more) -> Product:
    more.setdefault("unit_price", UnitPrice(yuan(minor)))
    return Product(name, (("en", name),), tax_class=tax, category="goods", **more)


def offer(name: str, rule, products: str = "", **more) -> Promotion:
    return Promotion(name, (("en", name),), rule, frozenset(products), **more)


def cart_of(
    items: Sequence[tuple[Product, Quantity | int]], *offers: Promotion, **more
) -> Cart:
    cart = Cart(NOW, **more)
    for at, (product, much) in enumerate(items):
        quantity = Pieces(much) if isinstance(much, int) else much
        cart = add_line(cart, Line(f"l{at}", product, quantity))
    return add_promotions(cart, offers)


def nets(priced: PricedCart) -> list[int]:
    return [line.net.minor for line in priced.lines]


def total(cart: Cart, profile: Profile = CN) -> int:
    return price(cart, profile).total.minor


def test_vector_T3_amount_over_two_tax_rates() -> None:
    items = [
        (goods("A", 2990), 1),
        (goods("B", 1580, "reduced"), 1),
        (goods("C", 899), 1),
    ]
    priced = price(cart_of(items, offer("x", AmountCoupon(yuan(500)))), CN)
    cuts = [line.discounts[0].amount.minor for line in priced.lines]
    assert cuts == [273, 145, 82]
    assert [(t.gross.minor, t.tax.minor, t.net.minor) for t in priced.taxes] == [
        (1435, 118, 1317),
        (3534, 407, 3127),
    ]
    assert priced.total == yuan(4969)
    assert priced.savings == yuan(500)
    assert priced.subtotal == yuan(5469)


def test_vector_T4_a_coupon_never_goes_below_zero() -> None:
    cart = cart_of([(goods("a", 333), 3)], offer("x", AmountCoupon(yuan(1000))))
    assert total(cart) == 0
    assert price(cart, CN).savings == yuan(999)


def test_vector_T4_a_tie_goes_by_product_id() -> None:
    items = [(goods(name, 100), 1) for name in "bca"]
    priced = price(cart_of(items, offer("x", AmountCoupon(yuan(10)))), CN)
    assert nets(priced) == [97, 97, 96]


@pytest.mark.parametrize("order", ["AB", "BA"])
def test_vector_T5_scan_order_does_not_move_the_cent(order: str) -> None:
    taxed = replace(
        US, tax_classes=(TaxClass("standard", 75_000, "T"), US.tax_classes[1])
    )
    kinds = {"A": goods("A", 100), "B": goods("B", 100, "zero")}
    cart = cart_of(
        [(kinds[name], 1) for name in order], offer("x", AmountCoupon(yuan(1)))
    )
    priced = price(cart, taxed)
    assert priced.total.minor == 206
    assert {tax.tax_class: tax.net.minor for tax in priced.taxes} == {
        "standard": 99,
        "zero": 100,
    }


@pytest.mark.parametrize("lines", [[1, 1, 1], [1, 2], [3]])
def test_vector_T6_percent_over_the_set_not_per_unit(lines: list[int]) -> None:
    product = goods("a", 125)
    cart = cart_of([(product, n) for n in lines], offer("x", PercentOff(50_000), "a"))
    assert price(cart, CN).savings == yuan(19)


def test_vector_T7_n_for_m_spreads_over_all_units() -> None:
    product, rule = goods("a", 1000), offer("x", NForM(3, 2), "a")
    one_line = price(cart_of([(product, 3)], rule), CN)
    assert (one_line.total.minor, one_line.taxes[0].tax.minor) == (2000, 230)
    three = price(cart_of([(product, 1)] * 3, rule), CN)
    assert nets(three) == [666, 667, 667]
    cheaper = price(cart_of([(goods("a", 990), 1)] * 3, rule), CN)
    assert nets(cheaper) == [660, 660, 660]


@pytest.mark.parametrize(("count", "payable"), [(3, 2000), (4, 2850), (2, 1700)])
def test_vector_T8_units_of_one_product_take_different_promotions(
    count: int, payable: int
) -> None:
    offers = (
        offer("member", MemberPrice(UnitPrice(yuan(850))), "a", members_only=True),
        offer("three", NForM(3, 2), "a"),
    )
    cart = cart_of([(goods("a", 1000), count)], *offers, member_id="m")
    assert total(cart) == payable


def test_vector_T9_mix_and_match() -> None:
    mix = offer("mix", MixAndMatch(3, 2), "abcdefg")
    items = [(goods(n, p), 1) for n, p in zip("abc", (1200, 1000, 800), strict=True)]
    priced = price(cart_of(items, mix), CN)
    assert priced.total == yuan(2200)
    assert [line.discounts[0].amount.minor for line in priced.lines] == [320, 267, 213]
    seven = [
        (goods(n, p * 100), 1) for n, p in zip("abcdefg", range(12, 5, -1), strict=True)
    ]
    assert price(cart_of(seven, mix), CN).savings == yuan(1700)


def test_vector_T10_bundle() -> None:
    items = [(goods(n, p), 1) for n, p in zip("abc", (1290, 850, 380), strict=True)]
    priced = price(cart_of(items, offer("b", Bundle(("a", "b", "c"), yuan(2000)))), CN)
    assert [line.discounts[0].amount.minor for line in priced.lines] == [266, 175, 79]
    assert nets(priced) == [1024, 675, 301]


@pytest.mark.parametrize(
    ("minor", "each_full", "payable"),
    [
        (29900, True, 25900),
        (10000, True, 8000),
        (9999, True, 9999),
        (29900, False, 27900),
    ],
)
def test_vector_T11_thresholds(minor: int, each_full: bool, payable: int) -> None:
    rule = Threshold(yuan(10000), yuan(2000), each_full)
    assert total(cart_of([(goods("a", minor), 1)], offer("t", rule))) == payable


def test_vector_T11_a_deposit_does_not_count_for_a_threshold() -> None:
    crate = Deposit("crate", (("en", "Crate"),), yuan(500), "zero")
    product = goods("a", 9500, deposit=crate)
    rule = Threshold(yuan(10000), yuan(2000), each_full=True)
    assert total(cart_of([(product, 1)], offer("t", rule))) == 10000


def test_vector_T19_deposit_is_outside_promotions() -> None:
    can = Deposit("can", (("de", "Pfand"),), Money(25, "EUR"), "standard")
    drink = goods("a", 0, unit_price=UnitPrice(Money(99, "EUR")), deposit=can)
    plain = price(cart_of([(drink, 1)]), DE)
    assert (plain.total.minor, plain.taxes[0].tax.minor) == (124, 20)
    cut = price(cart_of([(drink, 1)], offer("x", PercentOff(200_000), "a")), DE)
    assert (cut.total.minor, cut.taxes[0].tax.minor) == (104, 17)


def test_vector_T21_each_line_keeps_the_price_it_was_scanned_with() -> None:
    before, after = goods("a", 1000), goods("a", 1200)
    assert total(cart_of([(before, 1), (before, 1)])) == 2000
    assert total(cart_of([(after, 1)])) == 1200


def test_member_price_by_weight_and_not_on_a_printed_label() -> None:
    fruit = goods("f", 0, unit_price=UnitPrice(yuan(598), 500))
    member = offer("m", MemberPrice(UnitPrice(yuan(538), 500)), "f", members_only=True)
    weighed = cart_of([(fruit, Weight(735))], member, member_id="m")
    assert total(weighed) == 791
    labelled = replace(
        weighed, lines=(replace(weighed.lines[0], label_amount=yuan(879)),)
    )
    assert total(labelled) == 879
    by_piece = offer("m", MemberPrice(UnitPrice(yuan(1))), "f")
    assert total(cart_of([(fruit, Weight(735))], by_piece)) == 879


def test_who_may_have_a_promotion_and_when() -> None:
    hour = timedelta(hours=1)
    cart = cart_of([(goods("a", 100), 1)])
    rule = PercentOff(1)
    assert applies(offer("x", rule), cart)
    assert not applies(offer("x", rule, members_only=True), cart)
    assert applies(offer("x", rule, members_only=True), replace(cart, member_id="m"))
    assert not applies(offer("x", rule, coupon_code="C"), cart)
    presented = replace(cart, coupons=frozenset({"x"}))
    assert applies(offer("x", rule, coupon_code="C"), presented)
    assert applies(offer("x", rule, starts_at=NOW, ends_at=NOW + hour), cart)
    assert not applies(offer("x", rule, starts_at=NOW + hour), cart)
    assert not applies(offer("x", rule, ends_at=NOW), cart)


def test_what_is_not_discountable_and_bags_count_for_no_promotion() -> None:
    bound = goods("a", 10000, restriction=Restriction(not_discountable=True))
    bag = goods("bag", 10000, is_bag=True)
    offers = (
        offer("t", Threshold(yuan(5000), yuan(1000))),
        offer("p", PercentOff(500_000), "a"),
    )
    assert total(cart_of([(bound, 1), (bag, 1)], *offers)) == 20000


def test_a_threshold_is_not_lost_to_a_small_promotion() -> None:
    offers = (
        offer("p", AmountOff(yuan(10)), "a"),
        offer("t", Threshold(yuan(10000), yuan(2000))),
    )
    assert total(cart_of([(goods("a", 10000), 1)], *offers)) == 8000


def test_joining_as_a_member_never_makes_the_basket_dearer() -> None:
    # The member price alone would lose the threshold that the mix just reaches.
    offers = (
        offer("mix", AmountOff(yuan(200)), "a"),
        offer("m", AmountOff(yuan(201)), "a", members_only=True),
        offer("t", Threshold(yuan(10000), yuan(50))),
    )
    cart = cart_of([(goods("a", 10200), 1)], *offers)
    assert total(cart) == 9950
    assert total(replace(cart, member_id="m")) == 9950


def test_tax_on_top_decides_between_equal_savings() -> None:
    # One unit is in the bundle with x: the taxed one saves its tax as well.
    products = (goods("a", 1000, "zero"), goods("b", 1000), goods("x", 500, "zero"))
    offers = (
        offer("ax", Bundle(("a", "x"), yuan(1400))),
        offer("bx", Bundle(("b", "x"), yuan(1400))),
    )
    priced = price(cart_of([(each, 1) for each in products], *offers), US)
    assert [d.promotion_id for line in priced.lines for d in line.discounts] == [
        "bx",
        "bx",
    ]


def test_a_line_without_a_price_is_an_error() -> None:
    with pytest.raises(ValueError, match="has no price"):
        price(cart_of([(goods("a", 0, unit_price=None), 1)]), CN)


def test_the_odd_cent_goes_by_serial_and_not_by_scan_order() -> None:
    cart = cart_of([(goods("a", 100), 1)] * 2, offer("x", AmountCoupon(yuan(1))))
    for serials in (("S1", "S2"), ("S2", "S1")):
        lines = [
            replace(line, serial=serial)
            for line, serial in zip(cart.lines, serials, strict=True)
        ]
        priced = price(replace(cart, lines=tuple(lines)), CN)
        assert {row.line.serial: row.net.minor for row in priced.lines} == {
            "S1": 99,
            "S2": 100,
        }


# Random carts over three products, with all kinds of rules.

MONEY = st.integers(1, 600).map(yuan)
ITEM_RULES = st.one_of(
    st.builds(PercentOff, st.sampled_from([50_000, 100_000, 333_333])),
    st.builds(AmountOff, MONEY),
    st.builds(MemberPrice, st.builds(UnitPrice, MONEY)),
    st.sampled_from([NForM(2, 1), NForM(3, 2), MixAndMatch(2, 1), MixAndMatch(3, 2)]),
    st.builds(Bundle, st.sampled_from([("a", "b"), ("a", "a", "c")]), MONEY),
)
BASKET_RULES = st.one_of(
    st.builds(Threshold, st.integers(100, 2000).map(yuan), MONEY, st.booleans()),
    st.builds(PercentCoupon, st.sampled_from([50_000, 120_000])),
    st.builds(AmountCoupon, MONEY),
)


@st.composite
def carts(draw: st.DrawFn) -> Cart:
    crate = Deposit("crate", (("en", "Crate"),), yuan(100), "zero")
    kinds = [
        goods("a", draw(st.integers(1, 900))),
        goods(
            "b", draw(st.integers(1, 900)), draw(st.sampled_from(["standard", "zero"]))
        ),
        goods("c", draw(st.integers(1, 900)), deposit=crate),
    ]
    items = draw(
        st.lists(st.tuples(st.sampled_from(kinds), st.integers(1, 3)), max_size=5)
    )
    offers = [
        offer(
            f"i{at}",
            rule,
            draw(st.sampled_from(["a", "b", "ab", "bc", "abc"])),
            members_only=draw(st.booleans()),
        )
        for at, rule in enumerate(draw(st.lists(ITEM_RULES, max_size=3)))
    ] + [
        offer(
            f"t{at}",
            rule,
            draw(st.sampled_from(["", "", "a", "bc"])),
            exclusion_group=draw(st.sampled_from(["", "g"])),
            excludes_item_stage=draw(st.booleans()),
        )
        for at, rule in enumerate(draw(st.lists(BASKET_RULES, max_size=2)))
    ]
    return cart_of(items, *offers, member_id="m")


PROFILES = st.sampled_from([CN, US, DE]).map(
    lambda profile: replace(profile, currency=CN.currency)
)


@settings(max_examples=150, deadline=None)
@given(carts(), PROFILES)
def test_totals_add_up_to_the_cent_and_no_part_changes_its_sign(
    cart: Cart, profile: Profile
) -> None:
    priced = price(cart, profile)
    for line in priced.lines:
        assert line.gross - line.net == sum(
            (discount.amount for discount in line.discounts), yuan(0)
        )
        assert all(discount.amount.minor > 0 for discount in line.discounts)
        assert 0 <= line.net.minor <= line.gross.minor
        assert line.net == line.gross or not line.line.parent
    assert priced.subtotal - priced.savings == sum(
        (line.net for line in priced.lines), yuan(0)
    )
    taxes = sum((tax.tax for tax in priced.taxes), yuan(0))
    assert taxes == sum((line.tax for line in priced.lines), yuan(0))
    assert priced.total == sum((tax.gross for tax in priced.taxes), yuan(0))
    on_top = taxes if profile.tax_mode is TaxMode.EXCLUSIVE else yuan(0)
    assert priced.total == priced.subtotal - priced.savings + on_top


@settings(max_examples=100, deadline=None)
@given(carts(), PROFILES, st.data())
def test_vector_T5_any_scan_order_and_any_split_into_lines_cost_the_same(
    cart: Cart, profile: Profile, data: st.DataObject
) -> None:
    singles = [
        line.product
        for line in cart.lines
        if not line.parent
        for _ in range(line.pieces)
    ]
    shuffled = data.draw(st.permutations(singles))
    again = cart_of([(each, 1) for each in shuffled], *cart.promotions, member_id="m")
    one, other = price(cart, profile), price(again, profile)
    assert one.total == other.total
    assert one.taxes == other.taxes


@settings(max_examples=100, deadline=None)
@given(carts())
def test_never_dearer_than_with_the_single_best_promotion(cart: Cart) -> None:
    alone = [replace(cart, promotions=(each,)) for each in cart.promotions]
    assert total(cart) <= min(map(total, alone), default=total(cart))


@settings(max_examples=100, deadline=None)
@given(carts(), PROFILES)
def test_joining_never_raises_any_total(cart: Cart, profile: Profile) -> None:
    inclusive = replace(profile, tax_mode=TaxMode.INCLUSIVE)
    assert total(cart, inclusive) <= total(replace(cart, member_id=""), inclusive)
