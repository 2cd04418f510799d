"""Tax: the tax of a basket by class, and each line's share of it.

Rules M3 and M4: tax is rounded once per class on the receipt's sum (or per line,
where the profile says so), then shared so that the lines add up to the receipt.
It knows no discounts: a line comes with its net price.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.domain.money import Rounding, Share, allocate, divide
from kiosk.domain.priced import TaxLine
from kiosk.domain.profile import Profile, TaxMode, TaxPer

PPM = 1_000_000


@dataclass(frozen=True, slots=True)
class Taxable:
    """What a line pays after discounts, in minor units, and its tie-breaks (M4)."""

    tax_class: str
    net: int
    product_id: str
    label: str = ""


def tax_of(amount: int, rate_ppm: int, mode: TaxMode, rounding: Rounding) -> int:
    """Return the tax within an amount (inclusive) or on top of it (exclusive)."""
    if mode is TaxMode.INCLUSIVE:
        return divide(amount * rate_ppm, PPM + rate_ppm, rounding)
    return divide(amount * rate_ppm, PPM, rounding)


def tax_lines(
    lines: Sequence[Taxable], profile: Profile
) -> tuple[tuple[TaxLine, ...], tuple[int, ...]]:
    """Return the taxes by class, sorted by class id, and each line's share.

    KeyError for a tax class that the profile does not have.
    """
    by_class: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        by_class.setdefault(line.tax_class, []).append(index)
    taxes = []
    shares = [0] * len(lines)
    for class_id, members in sorted(by_class.items()):
        rate = profile.tax_class(class_id).rate_ppm
        nets = [lines[index].net for index in members]
        parts = _shares([lines[index] for index in members], rate, profile)
        for index, part in zip(members, parts, strict=True):
            shares[index] = part
        taxes.append(_tax_line(class_id, rate, sum(nets), sum(parts), profile))
    return tuple(taxes), tuple(shares)


def _shares(lines: list[Taxable], rate: int, profile: Profile) -> tuple[int, ...]:
    mode, rounding = profile.tax_mode, profile.rounding
    if profile.tax_per is TaxPer.LINE:
        return tuple(tax_of(line.net, rate, mode, rounding) for line in lines)
    total = tax_of(sum(line.net for line in lines), rate, mode, rounding)
    return allocate(
        total, [Share(line.net, line.product_id, line.label) for line in lines]
    )


def _tax_line(
    class_id: str, rate: int, amount: int, tax: int, profile: Profile
) -> TaxLine:
    inclusive = profile.tax_mode is TaxMode.INCLUSIVE
    net = amount - tax if inclusive else amount
    return TaxLine(
        tax_class=class_id,
        rate_ppm=rate,
        net=profile.money(net),
        tax=profile.money(tax),
        gross=profile.money(net + tax),
    )
