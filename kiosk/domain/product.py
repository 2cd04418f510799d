"""A product as the basket needs it: names, price, tax class, restrictions.

It is not the catalogue (kiosk.store.catalogue): these are the facts resolved
from one generation of it, carried by events so that a replay needs nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from kiosk.domain.money import Money

Names = tuple[tuple[str, str], ...]  # ((language tag, text), ...)


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """A price per piece, or per base weight (W4: the base is data, never converted).

    ValueError for one that cannot be meant.
    """

    amount: Money
    base_grams: int | None = None  # None: per piece; 1000: per kg; 500: per jin

    def __post_init__(self) -> None:
        per_grams = 1 if self.base_grams is None else self.base_grams
        if self.amount.minor < 0 or per_grams < 1:
            raise ValueError(f"{self.amount.minor} per {self.base_grams} g is no price")


@dataclass(frozen=True, slots=True)
class Restriction:
    """What limits the sale of a product (rules A1-A3)."""

    min_age: int | None = None
    sale_from: time | None = None  # local wall time; None: all day
    sale_until: time | None = None
    max_quantity: int | None = None  # per basket
    staff_only: bool = False
    not_discountable: bool = False


@dataclass(frozen=True, slots=True)
class Deposit:
    """A container deposit: becomes a child line with its own tax class (M7)."""

    id: str
    names: Names
    amount: Money
    tax_class: str


@dataclass(frozen=True, slots=True)
class Product:
    """A sellable product, as one catalogue generation has it."""

    id: str  # GTIN-14, or "plu:4011" for produce
    names: Names
    unit_price: UnitPrice | None  # None, or 0 without is_free: staff must come (M8)
    tax_class: str
    category: str
    restriction: Restriction = Restriction()
    deposit: Deposit | None = None
    plu: str = ""  # digits; empty for packaged goods
    tare_grams: int = 0  # preset tare of a weighed product (W2)
    is_free: bool = False
    is_bag: bool = False
    picture: str = ""  # file name in the pictures folder; empty: none
    initials: str = ""  # pinyin initials for look-up, lower case

    @property
    def is_weighed(self) -> bool:
        """Whether it is sold by weight."""
        return self.unit_price is not None and self.unit_price.base_grams is not None

    def name(self, language: str) -> str:
        """Return the name in a language, or else the first name there is."""
        return text_in(self.names, language)


def text_in(names: Names, language: str) -> str:
    """Return the text of a language tag ("en", "zh_CN"), or else the first."""
    return dict(names).get(language, names[0][1] if names else "")
