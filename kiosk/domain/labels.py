"""In-store labels: templates read digits, and a printed price is checked (W7, W8).

A template matches when length, prefix and check digit are right; only the caller
knows whether its PLU is in the catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from kiosk.domain.gs1 import check_digit, is_digits, left_check_digit
from kiosk.domain.money import Money, divide
from kiosk.domain.product import UnitPrice
from kiosk.domain.profile import (
    CheckRule,
    LabelField,
    LabelTemplate,
    Profile,
)


@dataclass(frozen=True, slots=True)
class Label:
    """What an in-store label says: a product, its printed price, its weight."""

    template_id: str
    plu: str  # without leading zeros
    amount: Money | None = None
    weight_grams: int | None = None


# GS1 General Specifications 7.9: what a price digit weighs, by weighting factor.
_TWO_MINUS = (0, 2, 4, 6, 8, 9, 1, 3, 5, 7)
_THREE = (0, 3, 6, 9, 2, 5, 8, 1, 4, 7)
_FIVE_PLUS = (0, 5, 1, 6, 2, 7, 3, 8, 4, 9)
_FIVE_MINUS = (0, 5, 9, 4, 8, 3, 7, 2, 6, 1)
_FOUR_DIGITS = (_TWO_MINUS, _TWO_MINUS, _THREE, _FIVE_MINUS)
_FIVE_DIGITS = (_FIVE_PLUS, _TWO_MINUS, _FIVE_MINUS, _FIVE_PLUS, _TWO_MINUS)


def price_verifier(digits: str) -> int:
    """Return the verifier digit of a price of four or five digits.

    GS1 General Specifications 7.9.3 and 7.9.4; ValueError for another length.
    """
    if len(digits) == 4:
        return 3 * _weighted(digits, _FOUR_DIGITS) % 10
    return _FIVE_MINUS.index(-_weighted(digits, _FIVE_DIGITS) % 10)


def _weighted(digits: str, weights: tuple[tuple[int, ...], ...]) -> int:
    return sum(weight[int(d)] for d, weight in zip(digits, weights, strict=True))


def templates_matching(
    digits: str, profile: Profile
) -> tuple[tuple[LabelTemplate, ...], bool]:
    """Return the templates that a code fits, check digit included.

    The flag tells whether some template fits in all but the check digit. A UPC-A
    of 12 digits is read as the EAN-13 that it is.
    """
    code = digits.zfill(13) if len(digits) == 12 else digits
    shaped = [
        template
        for template in profile.label_templates
        if len(code) == template.length and code.startswith(template.prefixes)
    ]
    fitting = tuple(t for t in shaped if is_digits(code) and _checks(code, t.check))
    return fitting, len(shaped) > len(fitting)


def _checks(code: str, rule: CheckRule) -> bool:
    match rule:
        case CheckRule.GS1:
            return check_digit(code[:-1]) == int(code[-1])
        case CheckRule.LEFT:
            return left_check_digit(code[:-1]) == int(code[-1])
        case CheckRule.NONE:
            return True
        case _ as never:
            assert_never(never)


def read_label(digits: str, template: LabelTemplate, profile: Profile) -> Label | None:
    """Return what a code says by a template that it fits.

    None when the label must be refused: a wrong verifier digit, an amount or a
    weight of 0, an amount at the field's limit (W8).
    """
    code = digits.zfill(template.length)
    at = next(len(p) for p in template.prefixes if code.startswith(p))
    values: dict[LabelField, str] = {}
    verifier = ""
    for kind, width in template.fields:
        field = code[at : at + width]
        at += width
        if verifier and price_verifier(field) != int(verifier):
            return None
        verifier = field if kind is LabelField.VERIFIER else ""
        values[kind] = field
    amount = values.get(LabelField.AMOUNT)
    weight = values.get(LabelField.WEIGHT)
    if amount is not None and (int(amount) == 0 or set(amount) == {"9"}):
        return None
    if weight is not None and int(weight) == 0:
        return None
    return Label(
        template_id=template.id,
        plu=values[LabelField.PLU].lstrip("0"),
        amount=None if amount is None else profile.money(int(amount)),
        weight_grams=None if weight is None else int(weight),
    )


def agrees(unit: UnitPrice, grams: int, amount: Money, profile: Profile) -> bool:
    """Whether a printed amount is unit price times weight within tolerance (W8)."""
    base = unit.base_grams
    if base is None or unit.amount.currency != amount.currency:
        return False
    expected = divide(unit.amount.minor * grams, base, profile.rounding)
    return abs(expected - amount.minor) <= profile.amount_tolerance_minor
