"""A sale as the ledger keeps it: the body of a `sale` entry, flat and integer.

Field names are the ledger format's (docs/ledger-format.md). Amounts are minor units
of `currency`. It is built once, from the priced cart, and printed from: a receipt is
never rendered from today's catalogue (D5).
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.product import Names


@dataclass(frozen=True, slots=True)
class SaleDiscount:
    """What one promotion took off one line."""

    promotion: str
    names: Names
    amount: int  # > 0


@dataclass(frozen=True, slots=True)
class SaleLine:
    """One line: gross - sum(discounts) = net; `tax` is its share (M4)."""

    id: str
    product: str
    names: Names
    tax_class: str
    unit: int  # unit price
    base_grams: int | None  # None: per piece
    pieces: int
    grams: int | None  # net weight
    tare_grams: int
    gross: int
    discounts: tuple[SaleDiscount, ...]
    net: int
    tax: int
    label: bool = False  # gross is the printed price of a label (W8)
    parent: str = ""  # deposit: the line it belongs to
    lot: str = ""
    serial: str = ""
    expiry: str = ""  # ISO date


@dataclass(frozen=True, slots=True)
class SaleTax:
    """One tax class of the receipt: net + tax = gross."""

    tax_class: str
    rate_ppm: int
    net: int
    tax: int
    gross: int


@dataclass(frozen=True, slots=True)
class SaleTender:
    """One captured tender."""

    intent: str
    kind: str
    order_no: str
    amount: int
    provider_ref: str


@dataclass(frozen=True, slots=True)
class Posting:
    """A signed amount on an account; a sale's postings sum to zero."""

    account: str  # "tender:wechat", "sales:standard", "tax:standard", "rounding"
    amount: int


@dataclass(frozen=True, slots=True)
class Sale:
    """A paid basket. `receipt_no` is empty until the ledger gives it."""

    basket: str
    receipt_no: str
    currency: str
    exponent: int
    tax_mode: str
    profile: str  # "CN/1"
    generation: int
    opened_at: str  # ISO, UTC
    paid_at: str  # ISO, local wall time with offset
    member: str
    lines: tuple[SaleLine, ...]
    taxes: tuple[SaleTax, ...]
    tenders: tuple[SaleTender, ...]
    total: int  # payable
    savings: int
    postings: tuple[Posting, ...]
