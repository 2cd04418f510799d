"""The record of a sale: a priced and paid cart as the ledger keeps it.

It commits nothing and numbers nothing: the ledger gives the receipt number.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from kiosk.domain.priced import PricedCart, PricedLine, TaxLine
from kiosk.domain.profile import Profile, TaxMode
from kiosk.domain.quantity import Weight
from kiosk.domain.sale import (
    Posting,
    Sale,
    SaleDiscount,
    SaleLine,
    SaleTax,
    SaleTender,
)


def build_sale(
    *,
    basket_id: str,
    generation: int,
    profile: Profile,
    opened_at: datetime,
    paid_at: datetime,
    member_id: str,
    priced: PricedCart,
    tenders: tuple[SaleTender, ...],
) -> Sale:
    """Return the sale of a paid basket, without its receipt number.

    `opened_at` and `paid_at` are aware; the sale states UTC and the store's wall
    time. ValueError when the tenders do not pay the total exactly.
    """
    paid = sum(tender.amount for tender in tenders)
    if paid != priced.total.minor:
        raise ValueError(f"{paid} was paid for a total of {priced.total.minor}")
    local = paid_at.astimezone(ZoneInfo(profile.time_zone))
    return Sale(
        basket=basket_id,
        receipt_no="",
        currency=profile.currency.code,
        exponent=profile.currency.exponent,
        tax_mode=profile.tax_mode.value,
        profile=f"{profile.id}/{profile.version}",
        generation=generation,
        opened_at=opened_at.astimezone(UTC).isoformat(timespec="seconds"),
        paid_at=local.isoformat(timespec="seconds"),
        member=member_id,
        lines=tuple(_line(line) for line in priced.lines),
        taxes=tuple(_tax(tax) for tax in priced.taxes),
        tenders=tenders,
        total=priced.total.minor,
        savings=priced.savings.minor,
        postings=_postings(priced, profile, tenders),
    )


def _line(priced: PricedLine) -> SaleLine:
    line = priced.line
    unit, weight = line.product.unit_price, line.quantity
    return SaleLine(
        id=line.id,
        product=line.product.id,
        names=line.product.names,
        tax_class=line.product.tax_class,
        unit=unit.amount.minor if unit else priced.gross.minor,
        base_grams=unit.base_grams if unit else None,
        pieces=line.pieces,
        grams=weight.net_grams if isinstance(weight, Weight) else None,
        tare_grams=weight.tare_grams if isinstance(weight, Weight) else 0,
        gross=priced.gross.minor,
        discounts=tuple(
            SaleDiscount(each.promotion_id, each.names, each.amount.minor)
            for each in priced.discounts
        ),
        net=priced.net.minor,
        tax=priced.tax.minor,
        label=line.label_amount is not None,
        parent=line.parent,
        lot=line.lot,
        serial=line.serial,
        expiry=line.expiry.isoformat() if line.expiry else "",
    )


def _tax(tax: TaxLine) -> SaleTax:
    return SaleTax(
        tax_class=tax.tax_class,
        rate_ppm=tax.rate_ppm,
        net=tax.net.minor,
        tax=tax.tax.minor,
        gross=tax.gross.minor,
    )


def _postings(
    priced: PricedCart, profile: Profile, tenders: tuple[SaleTender, ...]
) -> tuple[Posting, ...]:
    """Return what the sale moves: tenders in, sales, deposits, bags and taxes out."""
    amounts: Counter[str] = Counter()
    for tender in tenders:
        amounts[f"tender:{tender.kind}"] += tender.amount
    inclusive = profile.tax_mode is TaxMode.INCLUSIVE
    for line in priced.lines:
        tax_class, tax = line.line.product.tax_class, line.tax.minor
        amounts[f"{_account(line)}:{tax_class}"] -= line.net.minor - tax * inclusive
        amounts[f"tax:{tax_class}"] -= tax
    return tuple(Posting(*item) for item in sorted(amounts.items()) if item[1])


def _account(line: PricedLine) -> str:
    if line.line.parent:
        return "deposits"
    return "bags" if line.line.product.is_bag else "sales"
