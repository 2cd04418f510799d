"""The record of a sale: what the ledger gets adds up."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.cart import Cart, Line, add_line, add_promotions
from kiosk.domain.money import Money
from kiosk.domain.pricing import price
from kiosk.domain.product import Deposit, Product, UnitPrice
from kiosk.domain.profile import Profile
from kiosk.domain.profiles import CN, DE, US
from kiosk.domain.promotion import AmountCoupon, PercentOff, Promotion
from kiosk.domain.quantity import Pieces, Weight
from kiosk.domain.record import build_sale
from kiosk.domain.sale import Posting, Sale, SaleDiscount, SaleTender

OPENED = datetime(2026, 3, 14, 16, 2, 59, 999, tzinfo=UTC)
PAID = datetime(2026, 3, 14, 16, 3, 5, tzinfo=UTC)
NAMES = (("en", "x"),)


def yuan(minor: int) -> Money:
    return Money(minor, "CNY")


def sold(cart: Cart, profile: Profile = CN, short: int = 0) -> Sale:
    priced = price(cart, profile)
    paid = priced.total.minor - short
    return build_sale(
        basket_id="b1",
        generation=7,
        profile=profile,
        opened_at=OPENED,
        paid_at=PAID,
        member_id="m1",
        priced=priced,
        tenders=(SaleTender("i1", "wechat", "N1", paid, "420"),) if paid else (),
    )


def cart_of(*lines: Line) -> Cart:
    cart = Cart(OPENED)
    for line in lines:
        cart = add_line(cart, line)
    return cart


def goods(name: str, minor: int, tax: str = "standard", **more) -> Product:
    more.setdefault("unit_price", UnitPrice(yuan(minor)))
    return Product(name, NAMES, tax_class=tax, category="c", **more)


CRATE = Deposit("crate", NAMES, yuan(100), "zero")
MILK = Line("l1", goods("milk", 1130, deposit=CRATE), Pieces(2), lot="L", serial="S")
FRUIT = Line(
    "l2",
    goods("fruit", 0, "reduced", unit_price=UnitPrice(yuan(598), 500)),
    Weight(735, 15),
    expiry=date(2026, 3, 20),
)
LABEL = Line("l3", goods("meat", 0, unit_price=None), Pieces(1), label_amount=yuan(500))
BAG = Line("l4", goods("bag", 50, is_bag=True), Pieces(1))


def test_vector_T20_the_legal_time_stamp_is_local_wall_time() -> None:
    sale = sold(cart_of(MILK))
    assert sale.opened_at == "2026-03-14T16:02:59+00:00"
    assert sale.paid_at == "2026-03-15T00:03:05+08:00"
    assert sold(cart_of(MILK), DE).paid_at == "2026-03-14T17:03:05+01:00"


def test_lines_carry_what_the_receipt_needs() -> None:
    offer = Promotion("p", NAMES, PercentOff(100_000), frozenset({"milk"}))
    sale = sold(add_promotions(cart_of(MILK, FRUIT, LABEL, BAG), [offer]))
    milk, crate, fruit, meat, bag = sale.lines
    assert (milk.unit, milk.pieces, milk.grams, milk.gross) == (1130, 2, None, 2260)
    assert milk.discounts == (SaleDiscount("p", NAMES, 226),)
    assert (milk.net, milk.lot, milk.serial, milk.expiry) == (2034, "L", "S", "")
    assert (crate.parent, crate.gross) == ("l1", 200)
    assert (fruit.base_grams, fruit.grams, fruit.tare_grams) == (500, 735, 15)
    assert (fruit.gross, fruit.expiry) == (879, "2026-03-20")
    assert (meat.label, meat.unit, meat.base_grams) == (True, 500, None)
    assert not bag.label
    assert (sale.member, sale.profile, sale.generation) == ("m1", "CN/1", 7)
    assert (sale.savings, sale.receipt_no, sale.exponent) == (226, "", 2)


def test_accounts_of_an_inclusive_sale() -> None:
    sale = sold(cart_of(MILK, BAG))
    assert sale.postings == (
        Posting("bags:standard", -44),
        Posting("deposits:zero", -200),
        Posting("sales:standard", -2000),
        Posting("tax:standard", -266),
        Posting("tender:wechat", 2510),
    )


def test_accounts_of_an_exclusive_sale() -> None:
    sale = sold(cart_of(replace(MILK, product=goods("milk", 1999))), US)
    assert sale.total == 3998 + 330
    assert sale.postings == (
        Posting("sales:standard", -3998),
        Posting("tax:standard", -330),
        Posting("tender:wechat", 4328),
    )


def test_tenders_must_pay_the_total() -> None:
    with pytest.raises(ValueError, match="2459 was paid for a total of 2460"):
        sold(cart_of(MILK), short=1)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.sampled_from([MILK, FRUIT, LABEL, BAG]), max_size=5),
    st.integers(1, 4000),
    st.sampled_from([CN, replace(US, tax_classes=CN.tax_classes), DE]),
)
def test_postings_sum_to_zero_and_lines_to_the_total(
    lines: list[Line], coupon: int, profile: Profile
) -> None:
    cart = cart_of(*(replace(line, id=f"{i}") for i, line in enumerate(lines)))
    sale = sold(
        add_promotions(cart, [Promotion("c", NAMES, AmountCoupon(yuan(coupon)))]),
        profile,
    )
    assert sum(posting.amount for posting in sale.postings) == 0
    assert sum(tax.gross for tax in sale.taxes) == sale.total
    for line in sale.lines:
        off = sum(discount.amount for discount in line.discounts)
        assert line.gross - off == line.net
