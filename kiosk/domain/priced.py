"""A priced cart: what `kiosk.domain.pricing.price` returns, explained per line.

Tax inclusive: total = sum of line nets. Tax exclusive: total = that + the taxes.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.cart import Line
from kiosk.domain.money import Money
from kiosk.domain.product import Names


@dataclass(frozen=True, slots=True)
class Discount:
    """What one promotion took off one line; the amount is positive."""

    promotion_id: str
    names: Names
    amount: Money


@dataclass(frozen=True, slots=True)
class PricedLine:
    """gross - discounts = net; `tax` is the line's share of the receipt's tax (M4)."""

    line: Line
    gross: Money
    discounts: tuple[Discount, ...]
    net: Money
    tax: Money


@dataclass(frozen=True, slots=True)
class TaxLine:
    """One tax class of the basket: net + tax = gross (M3)."""

    tax_class: str
    rate_ppm: int
    net: Money
    tax: Money
    gross: Money


@dataclass(frozen=True, slots=True)
class PricedCart:
    """The cart's lines in scan order, taxes by class, and what is to be paid."""

    lines: tuple[PricedLine, ...]
    taxes: tuple[TaxLine, ...]  # sorted by class id
    subtotal: Money  # sum of gross
    savings: Money  # sum of discounts
    total: Money  # payable
