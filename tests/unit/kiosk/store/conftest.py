"""Sales and ledgers for the store's tests; sums by Decimal, not by the product."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.domain.sale import (
    Posting,
    Sale,
    SaleDiscount,
    SaleLine,
    SaleTax,
    SaleTender,
)
from kiosk.store.ledger import Ledger

AT = datetime(2026, 3, 14, 0, 30, tzinfo=UTC)
DAY = date(2026, 3, 14)
RATES = {"standard": 130_000, "reduced": 90_000, "zero": 0}
Item = tuple[str, int, int | None, int, int]  # class, unit, base, quantity, discount


def _half_up(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def _tax(base: int, tax_class: str, mode: str) -> int:
    rate = RATES[tax_class]
    over = 1_000_000 + (rate if mode == "inclusive" else 0)
    return _half_up(Decimal(base) * rate / over)


def _line(n: int, item: Item) -> SaleLine:
    tax_class, unit, base, quantity, discount = item
    gross = (
        unit * quantity if base is None else _half_up(Decimal(unit * quantity) / base)
    )
    discount = min(discount, gross)
    return SaleLine(
        id=f"l-{n}",
        product=f"{n:014d}",
        names=(("zh_CN", "纯牛奶 1升"), ("en", "Pure milk 1 L")),
        tax_class=tax_class,
        unit=unit,
        base_grams=base,
        pieces=quantity if base is None else 1,
        grams=None if base is None else quantity,
        tare_grams=0,
        gross=gross,
        discounts=(SaleDiscount("p-1", (("en", "Off"),), discount),)
        if discount
        else (),
        net=gross - discount,
        tax=0,
    )


def _taxed(
    lines: list[SaleLine], mode: str
) -> tuple[tuple[SaleLine, ...], tuple[SaleTax, ...]]:
    taxes, spread = [], dict.fromkeys((line.id for line in lines), 0)
    for tax_class in sorted({line.tax_class for line in lines}):
        mine = [line for line in lines if line.tax_class == tax_class]
        base = sum(line.net for line in mine)
        tax = _tax(base, tax_class, mode)
        left = tax
        for line in mine:  # any split will do that adds up
            spread[line.id] = min(left, line.net)
            left -= spread[line.id]
        spread[mine[0].id] += left
        net = base - tax if mode == "inclusive" else base
        taxes.append(SaleTax(tax_class, RATES[tax_class], net, tax, net + tax))
    return tuple(replace(line, tax=spread[line.id]) for line in lines), tuple(taxes)


def build_sale(
    basket: str = "b-1",
    items: tuple[Item, ...] = (
        ("standard", 790, None, 2, 100),
        ("reduced", 1196, 1000, 735, 0),
    ),
    mode: str = "inclusive",
) -> Sale:
    """Return a sale that adds up, without its receipt number."""
    lines, taxes = _taxed([_line(n, item) for n, item in enumerate(items, 1)], mode)
    total = sum(line.net for line in lines)
    if mode == "exclusive":
        total += sum(tax.tax for tax in taxes)
    tenders = (SaleTender("i-1", "wechat", "o-1", total, "ref"),) if total else ()
    return Sale(
        basket=basket,
        receipt_no="",
        currency="CNY",
        exponent=2,
        tax_mode=mode,
        profile="CN/1",
        generation=1,
        opened_at="2026-03-14T00:29:00+00:00",
        paid_at="2026-03-14T08:30:00+08:00",
        member="",
        lines=lines,
        taxes=taxes,
        tenders=tenders,
        total=total,
        savings=sum(d.amount for line in lines for d in line.discounts),
        postings=(
            *(Posting(f"tender:{paid.kind}", paid.amount) for paid in tenders),
            *(Posting(f"sales:{tax.tax_class}", -tax.net) for tax in taxes),
            *(Posting(f"tax:{tax.tax_class}", -tax.tax) for tax in taxes),
        ),
    )


@pytest.fixture(scope="session")
def make_sale() -> Callable[..., Sale]:
    return build_sale


@pytest.fixture(scope="session")
def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


@pytest.fixture
def ledger(path: Path, key: Ed25519PrivateKey) -> Iterator[Ledger]:
    opened = Ledger.open(path, "S001-L1", "A01", key)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def sell() -> Callable[..., Any]:
    """Commit a sale in a transaction of its own."""

    def run(ledger: Ledger, sale: Sale, at: datetime = AT, day: date = DAY) -> Any:
        with ledger.transaction():
            return ledger.commit_sale(sale, at, day)

    return run
