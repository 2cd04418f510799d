"""Promotions as data: what they are, not how they are applied (kiosk.domain.pricing).

Rules R1-R5. Each unit of goods is used by at most one item-stage promotion. A rule
that cannot be meant (2 for 3, 120 % off) is a ValueError, so that no feed can make
goods dearer, or the till work for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.money import Money
from kiosk.domain.product import Names, UnitPrice

_WHOLE_PPM = 1_000_000


def _check(is_meant: bool, fault: str) -> None:
    if not is_meant:
        raise ValueError(fault)


def _check_rate(rate_ppm: int) -> None:
    _check(0 <= rate_ppm <= _WHOLE_PPM, f"{rate_ppm} ppm is no share to take off")


def _check_amount(amount: Money) -> None:
    _check(amount.minor >= 0, f"{amount.minor} cannot be taken off")


def _check_counts(n: int, m: int) -> None:
    _check(0 <= m < n, f"{n} for {m} is no offer")


@dataclass(frozen=True, slots=True)
class PercentOff:
    """A share off each unit; computed over the promotion's set of units (R3, T6)."""

    rate_ppm: int  # 50_000 = 5 %

    def __post_init__(self) -> None:
        _check_rate(self.rate_ppm)


@dataclass(frozen=True, slots=True)
class AmountOff:
    """An amount off each unit, capped at the unit's price."""

    amount: Money

    def __post_init__(self) -> None:
        _check_amount(self.amount)


@dataclass(frozen=True, slots=True)
class MemberPrice:
    """A lower unit price; per piece, or per base weight."""

    price: UnitPrice


@dataclass(frozen=True, slots=True)
class NForM:
    """N units of one product for the price of M: the cheapest are free."""

    n: int
    m: int

    def __post_init__(self) -> None:
        _check_counts(self.n, self.m)


@dataclass(frozen=True, slots=True)
class MixAndMatch:
    """N units over all eligible products for the price of M: the cheapest are free."""

    n: int
    m: int

    def __post_init__(self) -> None:
        _check_counts(self.n, self.m)


@dataclass(frozen=True, slots=True)
class Bundle:
    """One unit of each component together for a price (component: product id)."""

    components: tuple[str, ...]
    price: Money

    def __post_init__(self) -> None:
        _check(bool(self.components), "a bundle without components")
        _check(self.price.minor >= 0, "a bundle with a negative price")


@dataclass(frozen=True, slots=True)
class Threshold:
    """An amount off when the base reaches a threshold; once or for each full one."""

    reach: Money
    amount: Money
    each_full: bool = False

    def __post_init__(self) -> None:
        _check(self.reach.minor > 0, "a threshold that nothing must reach")
        _check_amount(self.amount)


@dataclass(frozen=True, slots=True)
class PercentCoupon:
    """A share off what is left of the basket."""

    rate_ppm: int

    def __post_init__(self) -> None:
        _check_rate(self.rate_ppm)


@dataclass(frozen=True, slots=True)
class AmountCoupon:
    """An amount off what is left of the basket; never below 0, no change."""

    amount: Money

    def __post_init__(self) -> None:
        _check_amount(self.amount)


ItemRule = PercentOff | AmountOff | MemberPrice | NForM | MixAndMatch | Bundle
BasketRule = Threshold | PercentCoupon | AmountCoupon
Rule = ItemRule | BasketRule


@dataclass(frozen=True, slots=True)
class Promotion:
    """One promotion: its rule, the products it covers, and who may have it when."""

    id: str
    names: Names
    rule: Rule
    products: frozenset[str] = frozenset()  # product ids; empty on a basket rule: all
    members_only: bool = False
    starts_at: datetime | None = None  # aware; judged at the pricing instant (R5)
    ends_at: datetime | None = None
    coupon_code: str = ""  # non-empty: applies only once the shopper presented it
    exclusion_group: str = ""  # of one group's basket-stage promotions the best applies
    excludes_item_stage: bool = False  # basket rule on units without item promotion
