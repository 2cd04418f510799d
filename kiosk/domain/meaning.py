"""What a scanned text means to a till: goods, a label, a payment code, or neither.

`interpret` looks at the text alone and returns all it may mean, best first, since
one text can be two things: 281000101936023101 is a label and has the shape of an
Alipay code. The caller decides with what it knows (W6):

- while scanning: take the first Label whose PLU the catalogue has and whose amount
  and weight agree with its unit price (kiosk.domain.labels.agrees), else the first
  Gtin; a WalletCode asks "ready to pay?" and is never submitted;
- while paying: a Label with a known PLU is refused, whatever else the text may be;
  only then is a WalletCode used.

Either one or more candidates come back, or exactly one Invalid. Nothing is opened,
no text raises.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.domain.events import Refusal
from kiosk.domain.gs1 import (
    digital_link_values,
    element_values,
    expand_upc_e,
    gs1_date,
    gtin14,
    is_digits,
)
from kiosk.domain.labels import Label, read_label, templates_matching
from kiosk.domain.money import Money, divide
from kiosk.domain.profile import Profile

MAX_BYTES = 4096  # a longer text is refused unread
GROUP_SEPARATOR = "\x1d"
_GTIN_LENGTHS = frozenset({8, 12, 13, 14})
_GS1_SYMBOLOGIES = frozenset({"databar", "databar_expanded"})


@dataclass(frozen=True, slots=True)
class Gtin:
    """A trade item, and what its symbol says of this very piece."""

    gtin14: str
    use_by: date | None = None  # AI 17
    best_before: date | None = None  # AI 15, 16
    lot: str = ""  # AI 10
    serial: str = ""  # AI 21
    weight_grams: int | None = None  # AI 310x, 320x
    amount: Money | None = None  # AI 392x, 393x


@dataclass(frozen=True, slots=True)
class WalletCode:
    """A text with the shape of a wallet's payment code; the code itself is secret."""

    wallet: str


@dataclass(frozen=True, slots=True)
class Other:
    """A text that names no goods: a member or coupon code, a web page."""

    text: str


@dataclass(frozen=True, slots=True)
class Invalid:
    """A text that cannot be meant: misread, damaged, or wrong in itself."""

    refusal: Refusal


Meaning = Gtin | Label | WalletCode | Other | Invalid


def interpret(
    text: str, symbology: str, gs1: bool, profile: Profile, today: date
) -> tuple[Meaning, ...]:
    """Return all that a text may mean, best first; see the module's docstring.

    `symbology` as drivers.barcode names it, or empty when typed; `gs1`: the symbol
    carries FNC1 (AIM identifiers ]C1, ]d2, ]Q3, ]e0), GS as U+001D.
    """
    if not _is_readable(text):
        return (Invalid(Refusal.UNREADABLE),)
    if text[:8].lower().startswith(("http://", "https://")):
        return (_of_elements(digital_link_values(text) or {}, text, profile, today),)
    if gs1 or symbology in _GS1_SYMBOLOGIES:
        values = element_values(text)
        if values is None:
            return (Invalid(Refusal.UNREADABLE),)
        return (_of_elements(values, text, profile, today),)
    if not is_digits(text):
        return (Other(text),)
    return _of_digits(text, symbology, profile)


def wallet_of(code: str, profile: Profile) -> str | None:
    """Return the wallet whose payment codes have this shape, or None."""
    for shape in profile.wallets:
        fits = shape.min_digits <= len(code) <= shape.max_digits
        if fits and is_digits(code) and code.startswith(shape.prefixes):
            return shape.wallet
    return None


def _is_readable(text: str) -> bool:
    encoded = len(text.encode("utf-8", "surrogatepass"))
    printable = text.replace(GROUP_SEPARATOR, "").isprintable()
    return 0 < encoded <= MAX_BYTES and printable


def _of_digits(digits: str, symbology: str, profile: Profile) -> tuple[Meaning, ...]:
    templates, misprinted = templates_matching(digits, profile)
    labels = [read_label(digits, template, profile) for template in templates]
    found: list[Meaning] = [label for label in labels if label is not None]
    # A label that is wrong in itself is not saved by also having a GTIN's shape.
    gtin = None
    if len(digits) in _GTIN_LENGTHS and (found or not templates):
        gtin = expand_upc_e(digits) if symbology == "upce" else gtin14(digits)
    if gtin is not None:
        found.append(Gtin(gtin))
    wallet = wallet_of(digits, profile)
    if wallet is not None:
        found.append(WalletCode(wallet))
    if found:
        return tuple(found)
    if templates:
        return (Invalid(Refusal.LABEL_INVALID),)
    if misprinted or len(digits) in _GTIN_LENGTHS:
        return (Invalid(Refusal.BAD_CHECK),)
    return (Other(digits),)


def _of_elements(
    values: dict[str, str], text: str, profile: Profile, today: date
) -> Meaning:
    if "01" not in values:
        return Other(text)
    gtin = gtin14(values["01"])
    if gtin is None:
        return Invalid(Refusal.BAD_CHECK)
    dates = {ai: gs1_date(values[ai], today) for ai in _DATES if ai in values}
    amount, grams = _amount(values, profile), _grams(values)
    if None in dates.values() or grams == 0:
        return Invalid(Refusal.LABEL_INVALID)
    if isinstance(amount, Refusal):
        return Invalid(amount)
    return Gtin(
        gtin14=gtin,
        use_by=dates.get("17"),
        best_before=dates.get("15") or dates.get("16"),
        lot=values.get("10", ""),
        serial=values.get("21", ""),
        weight_grams=grams,
        amount=amount,
    )


_DATES = ("15", "16", "17")


def _grams(values: dict[str, str]) -> int | None:
    """Return the net weight: AI 310n kilograms, 320n pounds, n decimals (G3)."""
    for ai, digits in values.items():
        scale = 10 ** int(ai[-1])
        match ai[:3]:
            case "310":
                return divide(int(digits) * 1000, scale)
            case "320":
                return divide(int(digits) * 45_359_237, 100_000 * scale)
    return None


def _amount(values: dict[str, str], profile: Profile) -> Money | Refusal | None:
    """Return the price: AI 392n, or 393n with its ISO currency, n decimals (G3)."""
    for ai, value in values.items():
        if ai[:3] not in {"392", "393"}:
            continue
        currency, _, digits = value.rpartition("|")
        if currency not in {"", profile.currency.number}:
            return Refusal.FOREIGN_CURRENCY
        minor, rest = divmod(
            int(digits) * 10**profile.currency.exponent, 10 ** int(ai[3])
        )
        if rest or not minor:
            return Refusal.LABEL_INVALID
        return profile.money(minor)
    return None
