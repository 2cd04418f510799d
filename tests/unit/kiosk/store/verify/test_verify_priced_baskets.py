"""What the domain prices and records, the verifier's own sums confirm."""

import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.cart import Cart, Line, add_line
from kiosk.domain.money import Money
from kiosk.domain.pricing import price
from kiosk.domain.product import Deposit, Product, UnitPrice
from kiosk.domain.profile import Profile, TaxPer
from kiosk.domain.profiles import profile
from kiosk.domain.promotion import (
    AmountOff,
    NForM,
    PercentCoupon,
    PercentOff,
    Promotion,
    Threshold,
)
from kiosk.domain.quantity import Pieces, Weight
from kiosk.domain.record import build_sale
from kiosk.domain.sale import Sale, SaleTender
from kiosk.store.ledger import Ledger
from kiosk.store.verify import verify

AT = datetime(2026, 3, 14, 0, 30, tzinfo=UTC)
DAY = date(2026, 3, 14)
PROFILES = (
    profile("CN"),
    profile("US"),
    profile("DE"),
    replace(profile("DE"), tax_per=TaxPer.LINE),
)


@st.composite
def lines(draw: st.DrawFn, region: Profile) -> Line:
    n = draw(st.integers(1, 4))
    base = draw(st.sampled_from([None, None, 500, 1000]))
    currency = region.currency.code
    goods = Product(
        id=f"{n:014d}",
        names=(("en", f"Thing {n}"),),
        unit_price=UnitPrice(Money(draw(st.integers(1, 9_999)), currency), base),
        tax_class=draw(st.sampled_from([c.id for c in region.tax_classes])),
        category="goods",
        is_bag=base is None and draw(st.booleans()),
        deposit=Deposit("d", (), Money(25, currency), region.tax_classes[0].id)
        if base is None and draw(st.booleans())
        else None,
    )
    label = (
        Money(draw(st.integers(1, 9_999)), currency) if draw(st.booleans()) else None
    )
    return Line(
        id=draw(st.uuids(version=4)).hex,
        product=goods,
        quantity=Pieces(draw(st.integers(1, 5)))
        if base is None
        else Weight(draw(st.integers(1, 3_000))),
        label_amount=label if base is not None else None,
    )


@st.composite
def sales(draw: st.DrawFn) -> Sale:
    region = draw(st.sampled_from(PROFILES))
    currency = region.currency.code
    ids = frozenset(f"{n:014d}" for n in range(1, 4))
    rules: tuple[Any, ...] = (
        (PercentOff(150_000), ids),
        (AmountOff(Money(33, currency)), ids),
        (NForM(3, 2), frozenset({f"{1:014d}"})),
        (Threshold(Money(5_000, currency), Money(700, currency), True), frozenset()),
        (PercentCoupon(100_000), frozenset()),
    )
    chosen = draw(st.sets(st.sampled_from(range(len(rules)))))
    cart = Cart(
        AT,
        promotions=tuple(
            Promotion(f"p-{n}", (("en", f"Rule {n}"),), *rules[n])
            for n in sorted(chosen)
        ),
    )
    for line in draw(st.lists(lines(region), min_size=1, max_size=6)):
        cart = add_line(cart, line)
    priced = price(cart, region)
    total = priced.total.minor
    return build_sale(
        basket_id=draw(st.uuids(version=4)).hex,
        generation=1,
        profile=region,
        opened_at=AT,
        paid_at=AT,
        member_id="",
        priced=priced,
        tenders=(SaleTender("i", "wechat", "o", total, ""),) if total else (),
    )


@settings(max_examples=40, deadline=None)
@given(st.lists(sales(), min_size=1, max_size=4, unique_by=lambda sale: sale.basket))
def test_the_verifier_confirms_what_was_priced(baskets: list[Sale]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"
        ledger = Ledger.open(path, "S001-L1", "A01")
        with ledger.transaction():
            for sale in baskets:
                ledger.commit_sale(sale, AT, DAY)
        ledger.close()
        report = verify(path)
    assert report.problem is None
    assert [total for _, total in report.sales] == [sale.total for sale in baskets]
