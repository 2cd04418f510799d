"""Pricing: a cart and a profile give a priced cart, explained per line.

Item stage, basket stage, allocation, tax: rules R1-R5, M2-M5, M7 and W8. Lines come
back in scan order; no amount depends on that order. It decides nothing about what
may be sold (kiosk.domain.session).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kiosk.domain.basket_stage import Open, basket_stage
from kiosk.domain.cart import Cart, Line, gross
from kiosk.domain.item_rules import Unit
from kiosk.domain.item_stage import item_stage
from kiosk.domain.money import Rounding, Share, allocate
from kiosk.domain.priced import Discount, PricedCart, PricedLine
from kiosk.domain.profile import Profile, TaxMode
from kiosk.domain.promotion import (
    AmountCoupon,
    PercentCoupon,
    Promotion,
    Threshold,
)
from kiosk.domain.quantity import Pieces, Weight
from kiosk.domain.tax import Taxable, tax_lines


@dataclass(slots=True)
class _Unit:
    """One unit of a line on its way through the stages."""

    line: int
    label: str
    unit: Unit
    is_bag: bool
    left: int
    promoted: bool = False
    cuts: list[tuple[Promotion, int]] = field(default_factory=list)

    def cut(self, promotion: Promotion, amount: int) -> None:
        self.left -= amount
        self.cuts.append((promotion, amount))


def price(cart: Cart, profile: Profile) -> PricedCart:
    """Return the cart priced best for the shopper (R2).

    ValueError for a line without a price, KeyError for an unknown tax class.
    """
    amounts = [gross(line, profile.rounding).minor for line in cart.lines]
    offered = [promotion for promotion in cart.promotions if applies(promotion, cart)]
    at_item = [p for p in offered if not isinstance(p.rule, _BASKET_RULES)]
    at_basket = [p for p in offered if isinstance(p.rule, _BASKET_RULES)]
    plans = [_plan(cart, amounts, at_item, at_basket, profile)]
    if at_item and at_basket:
        # A threshold lost to an item promotion must not make the basket dearer.
        plans.append(_plan(cart, amounts, [], at_basket, profile))
    return min(plans, key=lambda plan: plan.total.minor)


_BASKET_RULES = (Threshold, PercentCoupon, AmountCoupon)


def applies(promotion: Promotion, cart: Cart) -> bool:
    """Whether a cart may have a promotion: member, coupon, time window (R5)."""
    now = cart.pricing_instant
    return (
        (not promotion.members_only or bool(cart.member_id))
        and (not promotion.coupon_code or promotion.id in cart.coupons)
        and (promotion.starts_at is None or promotion.starts_at <= now)
        and (promotion.ends_at is None or now < promotion.ends_at)
    )


def _plan(
    cart: Cart,
    amounts: Sequence[int],
    at_item: Sequence[Promotion],
    at_basket: Sequence[Promotion],
    profile: Profile,
) -> PricedCart:
    units = _units(cart.lines, amounts)
    _item_stage(units, at_item, profile.rounding)
    _basket_stage([unit for unit in units if not unit.is_bag], at_basket, profile)
    taken: list[dict[str, tuple[Promotion, int]]] = [{} for _ in cart.lines]
    for unit in units:
        own = taken[unit.line]
        for promotion, amount in unit.cuts:
            before = own.get(promotion.id, (promotion, 0))[1]
            own[promotion.id] = promotion, before + amount
    return _priced(cart, amounts, taken, profile)


def _units(lines: Sequence[Line], amounts: Sequence[int]) -> list[_Unit]:
    """Return the units that may be discounted, in canonical order (M4, M7)."""
    units = []
    for index, line in enumerate(lines):
        if line.parent or line.product.restriction.not_discountable:
            continue
        label = line.serial or line.lot or line.code
        bag, labelled = line.product.is_bag, line.label_amount is not None
        match line.quantity:
            case Pieces(count) if not labelled:
                one = Unit(line.product.id, amounts[index] // count)
            case Weight(net_grams=grams) if not labelled:
                count, one = 1, Unit(line.product.id, amounts[index], grams)
            case _:
                count, one = 1, Unit(line.product.id, amounts[index])
        units += [_Unit(index, label, one, bag, one.price) for _ in range(count)]
    return sorted(
        units, key=lambda u: (-u.unit.price, u.unit.product, u.unit.grams or 0, u.label)
    )


def _item_stage(
    units: Sequence[_Unit], promotions: Sequence[Promotion], rounding: Rounding
) -> None:
    ordered = sorted(promotions, key=lambda promotion: promotion.id)
    for award in item_stage([unit.unit for unit in units], ordered, rounding):
        own = [units[i] for i in award.units]
        shares = [Share(u.unit.price, u.unit.product, u.label) for u in own]
        for unit, part in zip(own, allocate(award.saving, shares), strict=True):
            unit.promoted = True
            unit.cut(award.promotion, part)


def _basket_stage(
    units: Sequence[_Unit], promotions: Sequence[Promotion], profile: Profile
) -> None:
    found = [Open(u.unit.product, u.left, u.label, u.promoted) for u in units]
    for cut in basket_stage(found, promotions, profile.rounding):
        for unit, part in zip(units, cut.parts, strict=True):
            if part:
                unit.cut(cut.promotion, part)


def _priced(
    cart: Cart,
    amounts: Sequence[int],
    taken: Sequence[dict[str, tuple[Promotion, int]]],
    profile: Profile,
) -> PricedCart:
    discounts = [
        tuple(
            Discount(promotion.id, promotion.names, profile.money(amount))
            for promotion, amount in own.values()
            if amount
        )
        for own in taken
    ]
    nets = [
        amount - sum(discount.amount.minor for discount in own)
        for amount, own in zip(amounts, discounts, strict=True)
    ]
    taxes, shares = tax_lines(
        [
            Taxable(
                line.product.tax_class, net, line.product.id, line.serial or line.lot
            )
            for line, net in zip(cart.lines, nets, strict=True)
        ],
        profile,
    )
    lines = tuple(
        PricedLine(
            line, profile.money(amount), own, profile.money(net), profile.money(tax)
        )
        for line, amount, own, net, tax in zip(
            cart.lines, amounts, discounts, nets, shares, strict=True
        )
    )
    on_top = sum(shares) if profile.tax_mode is TaxMode.EXCLUSIVE else 0
    return PricedCart(
        lines=lines,
        taxes=taxes,
        subtotal=profile.money(sum(amounts)),
        savings=profile.money(sum(amounts) - sum(nets)),
        total=profile.money(sum(nets) + on_top),
    )
