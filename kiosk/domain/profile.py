"""A regional profile: all that differs by country or store, as data.

It is not the settings of a kiosk (kiosk.settings). Profiles are built in
(kiosk.domain.profiles) or come with the catalogue's configuration.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.money import Money, Rounding


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency: ISO code, digits after the point, sign as printed."""

    code: str
    exponent: int
    sign: str
    number: str = ""  # ISO 4217 numeric code, as in GS1 AI 393x


class TaxMode(StrEnum):
    """Whether prices contain the tax."""

    INCLUSIVE = "inclusive"
    EXCLUSIVE = "exclusive"


class TaxPer(StrEnum):
    """What the tax is rounded on: the receipt's sum per rate, or each line (M3)."""

    RECEIPT = "receipt"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class TaxClass:
    """A tax class of products and its rate."""

    id: str
    rate_ppm: int  # 130_000 = 13 %
    letter: str  # as printed beside a line


class CheckRule(StrEnum):
    """How a label's check digit is weighted (W7)."""

    GS1 = "gs1"  # 3, 1, ... from the right
    LEFT = "left"  # 1, 3, ... from the left
    NONE = "none"


class LabelField(StrEnum):
    """What the digits of a label template mean."""

    PLU = "plu"
    AMOUNT = "amount"  # minor units
    WEIGHT = "weight"  # grams
    VERIFIER = "verifier"  # price verifier digit over the next field


@dataclass(frozen=True, slots=True)
class LabelTemplate:
    """An in-store variable-measure label (W7): prefix, fields in order, check digit."""

    id: str
    length: int  # digits in all, check digit included
    prefixes: tuple[str, ...]
    fields: tuple[tuple[LabelField, int], ...]  # (meaning, digits), in order
    check: CheckRule = CheckRule.GS1


class ExpiryPolicy(StrEnum):
    """What a passed best-before date (AI 15, 16) does (G1); AI 17 always stops."""

    STOP = "stop"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class WalletShape:
    """The shape of a wallet's payment code: prefixes and length range (A4)."""

    wallet: str  # "wechat", "alipay", "unionpay"
    prefixes: tuple[str, ...]
    min_digits: int
    max_digits: int


@dataclass(frozen=True, slots=True)
class Profile:
    """The rules of one region, as data."""

    id: str
    version: int
    currency: Currency
    languages: tuple[str, ...]  # the first is the default
    time_zone: str
    tax_mode: TaxMode
    tax_per: TaxPer
    tax_classes: tuple[TaxClass, ...]
    rounding: Rounding = Rounding.HALF_UP
    cash_step_minor: int = 1
    cash_rounding: Rounding = Rounding.HALF_UP
    label_templates: tuple[LabelTemplate, ...] = ()
    best_before: ExpiryPolicy = ExpiryPolicy.STOP
    wallets: tuple[WalletShape, ...] = ()
    min_load_intervals: int = 20  # minimum load of the scale, in intervals d (W2)
    amount_tolerance_minor: int = 1  # label amount against unit x weight (W8)
    weight_decimals: int = 3
    weight_unit: str = "kg"
    receipt_required: bool = False

    def tax_class(self, class_id: str) -> TaxClass:
        """Return a tax class by id; KeyError when the profile lacks it."""
        for tax_class in self.tax_classes:
            if tax_class.id == class_id:
                return tax_class
        raise KeyError(class_id)

    def money(self, minor: int) -> Money:
        """Return an amount of this profile's currency."""
        return Money(minor, self.currency.code)

    def format(self, amount: Money, *, sign: bool = True) -> str:
        """Return an amount as text: "¥12.30", "-¥0.50"; sign=False leaves ¥ out."""
        digits = f"{abs(amount.minor):0{self.currency.exponent + 1}d}"
        if self.currency.exponent:
            cut = -self.currency.exponent
            digits = f"{digits[:cut]}.{digits[cut:]}"
        mark = self.currency.sign if sign else ""
        return f"{'-' if amount.minor < 0 else ''}{mark}{digits}"
