"""Pricing: a cart and a profile give a priced cart, explained per line.

Item stage, basket stage, allocation, tax: rules R1-R5, M2-M5, M7 and W8. Lines come
back in scan order; no amount depends on that order. It decides nothing about what
may be sold (kiosk.domain.session). docs/adr/0002-best-promotions.md tells the why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kiosk.domain.basket_stage import Open, basket_stage
from kiosk.domain.cart import Cart, Line, gross
from kiosk.domain.item_rules import Unit
from kiosk.domain.item_stage import Award, item_stage
from kiosk.domain.priced import Discount, PricedCart, PricedLine, TaxLine
from kiosk.domain.profile import Profile, TaxMode
from kiosk.domain.promotion import BasketRule, Promotion
from kiosk.domain.quantity import Pieces, Weight
from kiosk.domain.tax import PPM, Taxable, tax_lines
from kiosk.domain.trade_off import trade_offs


@dataclass(frozen=True, slots=True)
class _Plan:
    """One way to apply the promotions: what each takes off each line."""

    cuts: tuple[tuple[int, Promotion, int], ...]  # (line, promotion, minor units)


def price(cart: Cart, profile: Profile) -> PricedCart:
    """Return the cart priced best for the shopper (R2).

    ValueError for a line without a price, KeyError for an unknown tax class.
    """
    basket = _Basket.of(cart, profile)
    first, *others = basket.plans()
    if not others:
        return basket.priced(first)
    return basket.priced(min((first, *others), key=basket.payable))


def applies(promotion: Promotion, cart: Cart) -> bool:
    """Whether a cart may have a promotion: member, coupon, time window (R5)."""
    now = cart.pricing_instant
    return (
        (not promotion.members_only or bool(cart.member_id))
        and (not promotion.coupon_code or promotion.id in cart.coupons)
        and (promotion.starts_at is None or promotion.starts_at <= now)
        and (promotion.ends_at is None or now < promotion.ends_at)
    )


@dataclass(frozen=True, slots=True)
class _Basket:
    """A cart on its way through the stages."""

    cart: Cart
    profile: Profile
    gross: tuple[int, ...]  # of each line
    lines: tuple[int, ...]  # of each unit: the line it is in
    units: tuple[Unit, ...]  # those that may be discounted, dearest first

    @classmethod
    def of(cls, cart: Cart, profile: Profile) -> _Basket:
        amounts = tuple(gross(line, profile.rounding).minor for line in cart.lines)
        found = [
            (index, *_units(line, amount))
            for index, (line, amount) in enumerate(
                zip(cart.lines, amounts, strict=True)
            )
            if not line.parent and not line.product.restriction.not_discountable
        ]
        found.sort(key=lambda each: each[2].place)
        return cls(
            cart,
            profile,
            amounts,
            tuple(index for index, count, _ in found for _ in range(count)),
            tuple(unit for _, count, unit in found for _ in range(count)),
        )

    def plans(self) -> Iterator[_Plan]:
        """Yield ways to apply the promotions, the one that is usually best first."""
        offered = [each for each in self.cart.promotions if applies(each, self.cart)]
        at_item = [p for p in offered if not isinstance(p.rule, BasketRule)]
        at_basket = [p for p in offered if isinstance(p.rule, BasketRule)]
        yield from self._trade(at_item, at_basket)
        if at_basket and any(p.members_only for p in at_item):
            # Joining never makes a basket dearer (R5), so it may forgo its prices.
            open_to_all = [p for p in at_item if not p.members_only]
            yield from self._trade(open_to_all, at_basket)

    def _trade(
        self, at_item: Sequence[Promotion], at_basket: Sequence[Promotion]
    ) -> Iterator[_Plan]:
        for units in self._valuations():
            awards = item_stage(units, at_item, self.profile.rounding)
            yield self._plan(awards, at_basket)
            for kept in trade_offs(self.units, awards, at_basket):
                yield self._plan(kept, at_basket)

    def _valuations(self) -> Iterator[Sequence[Unit]]:
        """Yield the units, and where tax is added also with what it makes them worth.

        A cent off taxed goods saves more than a cent off untaxed ones (R2).
        """
        yield self.units
        if self.profile.tax_mode is TaxMode.EXCLUSIVE:
            rates = [
                self.profile.tax_class(line.product.tax_class).rate_ppm
                for line in self.cart.lines
            ]
            yield [
                unit._replace(worth_ppm=PPM + rates[line])
                for unit, line in zip(self.units, self.lines, strict=True)
            ]

    def _plan(self, awards: Iterable[Award], at_basket: Sequence[Promotion]) -> _Plan:
        left = [unit.price for unit in self.units]
        promoted = [False] * len(left)
        cuts = []
        for award in awards:
            for i, part in zip(award.units, award.parts, strict=True):
                left[i] -= part
                promoted[i] = True
                cuts.append((self.lines[i], award.promotion, part))
        if at_basket:
            counted = [i for i, unit in enumerate(self.units) if not unit.is_bag]
            found = [
                Open(self.units[i].product, left[i], self.units[i].label, promoted[i])
                for i in counted
            ]
            for cut in basket_stage(found, at_basket, self.profile.rounding):
                for i, part in zip(counted, cut.parts, strict=True):
                    cuts.append((self.lines[i], cut.promotion, part))
        return _Plan(tuple(cuts))

    def payable(self, plan: _Plan) -> int:
        """Return what a plan makes the shopper pay, tax included."""
        nets = self._nets(plan)
        taxes, _ = self._taxes(nets)
        return sum(nets) + self._on_top(taxes)

    def _nets(self, plan: _Plan) -> list[int]:
        nets = list(self.gross)
        for line, _, amount in plan.cuts:
            nets[line] -= amount
        return nets

    def _taxes(
        self, nets: Sequence[int]
    ) -> tuple[tuple[TaxLine, ...], tuple[int, ...]]:
        taxable = [
            Taxable(
                line.product.tax_class, net, line.product.id, line.serial or line.lot
            )
            for line, net in zip(self.cart.lines, nets, strict=True)
        ]
        return tax_lines(taxable, self.profile)

    def _on_top(self, taxes: Iterable[TaxLine]) -> int:
        if self.profile.tax_mode is TaxMode.INCLUSIVE:
            return 0
        return sum(tax.tax.minor for tax in taxes)

    def priced(self, plan: _Plan) -> PricedCart:
        """Return the cart with a plan's discounts, its taxes and its total."""
        money = self.profile.money
        nets = self._nets(plan)
        taxes, shares = self._taxes(nets)
        discounts = self._discounts(plan)
        lines = tuple(
            PricedLine(line, money(amount), own, money(net), money(tax))
            for line, amount, own, net, tax in zip(
                self.cart.lines, self.gross, discounts, nets, shares, strict=True
            )
        )
        return PricedCart(
            lines=lines,
            taxes=taxes,
            subtotal=money(sum(self.gross)),
            savings=money(sum(self.gross) - sum(nets)),
            total=money(sum(nets) + self._on_top(taxes)),
        )

    def _discounts(self, plan: _Plan) -> list[tuple[Discount, ...]]:
        """Return each line's discounts, one a promotion, in the order they applied."""
        taken: list[dict[str, tuple[Promotion, int]]] = [{} for _ in self.gross]
        for line, promotion, amount in plan.cuts:
            before = taken[line].get(promotion.id, (promotion, 0))[1]
            taken[line][promotion.id] = promotion, before + amount
        return [
            tuple(
                Discount(promotion.id, promotion.names, self.profile.money(amount))
                for promotion, amount in own.values()
                if amount
            )
            for own in taken
        ]


def _units(line: Line, amount: int) -> tuple[int, Unit]:
    """Return how many units a line has, and what one is; a label is one (W8)."""
    product, label = line.product, line.serial or line.lot or line.code
    count, grams = 1, None
    match line.quantity:
        case Pieces(pieces) if line.label_amount is None:
            count = pieces
        case Weight(net_grams=net) if line.label_amount is None:
            grams = net
        case _:
            pass
    return count, Unit(product.id, amount // count, grams, label, product.is_bag)
