"""A day's sales as the store page shows them: texts, no markup."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kiosk.domain.money import divide
from sync.cloud.storage import ChainHead, StoredSale

MAX_SHOWN = 100
_SIGNS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£"}


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of a receipt."""

    name: str
    other_name: str  # in the other language; may be empty
    quantity: str
    price: str
    discount: str  # empty: none


@dataclass(frozen=True, slots=True)
class SaleView:
    """One receipt."""

    receipt_no: str
    device: str
    time: str
    total: str
    saved: str  # empty: nothing
    lines: tuple[LineView, ...]
    tenders: tuple[tuple[str, str], ...]  # (kind, amount)
    review: str
    hash: str
    minor: int
    savings: int
    currency: str
    exponent: int


@dataclass(frozen=True, slots=True)
class DayView:
    """A store's business date."""

    store: str
    facts: Mapping[str, Any]
    language: str
    on: date
    before: date
    after: date | None
    sales: tuple[SaleView, ...]
    heads: tuple[ChainHead, ...]

    @property
    def name(self) -> str:
        """The store's name."""
        return _text_in(self.facts.get("names"), self.language) or self.store

    @property
    def address(self) -> str:
        """The store's address; may be empty."""
        return _text_in(self.facts.get("address"), self.language)

    @property
    def shown(self) -> tuple[SaleView, ...]:
        """The newest sales, as many as a page bears."""
        return self.sales[:MAX_SHOWN]

    @property
    def good_sales(self) -> tuple[SaleView, ...]:
        """The sales that no one need look at."""
        return tuple(sale for sale in self.sales if not sale.review)

    @property
    def figures(self) -> tuple[tuple[str, str], ...]:
        """What the day came to: (word, text); one total for each currency."""
        figures = []
        for currency in sorted({sale.currency for sale in self.good_sales}):
            of_it = [sale for sale in self.good_sales if sale.currency == currency]
            exponent = of_it[0].exponent
            total = sum(sale.minor for sale in of_it)
            savings = sum(sale.savings for sale in of_it)
            average = divide(total, len(of_it))
            figures += [
                ("total", amount(total, currency, exponent)),
                ("count", str(len(of_it))),
                ("average", amount(average, currency, exponent)),
                ("saved", amount(savings, currency, exponent)),
            ]
        return tuple(figures)


def amount(minor: int, currency: str, exponent: int) -> str:
    """Return an amount as text: "¥12.30"."""
    digits = f"{abs(minor):0{exponent + 1}d}"
    if exponent:
        digits = f"{digits[:-exponent]}.{digits[-exponent:]}"
    sign = _SIGNS.get(currency, f"{currency} ")
    return f"{'-' if minor < 0 else ''}{sign}{digits}"


def sale_view(sale: StoredSale, language: str) -> SaleView:
    """Return a sale as texts."""
    row, body = sale.row, sale.body

    def money(minor: int) -> str:
        return amount(minor, row.currency, row.exponent)

    return SaleView(
        receipt_no=row.receipt_no,
        device=sale.device,
        time=row.paid_at[11:16],
        total=money(row.total),
        saved=money(row.savings) if row.savings else "",
        lines=tuple(_line_view(line, language, money) for line in body["lines"]),
        tenders=tuple(
            (str(tender.get("kind", "")), money(tender["amount"]))
            for tender in body["tenders"]
        ),
        review=sale.review,
        hash=sale.hash,
        minor=row.total,
        savings=row.savings,
        currency=row.currency,
        exponent=row.exponent,
    )


def _line_view(line: Mapping[str, Any], language: str, money: Any) -> LineView:
    names = line["names"]
    name = _text_in(names, language)
    others = [text for _, text in names if text != name]
    off = line["gross"] - line["net"]
    return LineView(
        name=name or str(line.get("product", "")),
        other_name=others[0] if others else "",
        quantity=_quantity(line, money),
        price=money(line["net"]),
        discount=money(-off) if off else "",
    )


def _quantity(line: Mapping[str, Any], money: Any) -> str:
    unit, grams, base = line.get("unit"), line.get("grams"), line.get("base_grams")
    if type(unit) is not int:
        return ""
    if type(grams) is int and type(base) is int:
        per = "kg" if base == 1000 else f"{base} g"
        return f"{grams // 1000}.{grams % 1000:03d} kg × {money(unit)}/{per}"
    return f"{line['pieces']} × {money(unit)}"


def _text_in(names: Any, language: str) -> str:
    if not isinstance(names, list) or not names:
        return ""
    texts = dict(names)
    return str(texts.get(language, names[0][1]))
