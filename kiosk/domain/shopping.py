"""Handlers of the shopping events: scan, weigh, remove, member, coupon."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from kiosk.domain import events as e
from kiosk.domain.basket import (
    Outcome,
    ask_staff,
    cover_ages,
    end_basket,
    goods_of,
    line_body,
    notify,
    open_basket,
    own_line,
    with_cart,
)
from kiosk.domain.cart import (
    Cart,
    Line,
    add_line,
    add_promotions,
    change_pieces,
    remove_line,
)
from kiosk.domain.effects import AppendEntry, Effect, PlayTone, Tone
from kiosk.domain.errors import Rejected
from kiosk.domain.intervention import Cause, Intervention
from kiosk.domain.labels import agrees
from kiosk.domain.money import Money, divide
from kiosk.domain.pricing import price
from kiosk.domain.product import Product
from kiosk.domain.profile import ExpiryPolicy, Profile
from kiosk.domain.quantity import Pieces, Quantity, Weight
from kiosk.domain.session import Basket, Notice, Phase, Session

ShoppingEvent = (
    e.BasketOpened
    | e.ItemScanned
    | e.ItemWeighed
    | e.ScanRefused
    | e.LineRemoved
    | e.LineQuantityChanged
    | e.MemberIdentified
    | e.CouponPresented
    | e.BasketAbandoned
)
_ACCEPTED: tuple[Effect, ...] = (PlayTone(Tone.ACCEPTED),)
_ATTENTION: tuple[Effect, ...] = (PlayTone(Tone.ATTENTION),)


def handle(session: Session, event: ShoppingEvent) -> Outcome:
    """Return what a shopping event leads to; Rejected when it cannot be."""
    match event:
        case e.BasketOpened():
            return _open(session, event)
        case e.ItemScanned():
            return _scan(session, event)
        case e.ItemWeighed():
            return _weigh(session, event)
        case e.ScanRefused():
            return _refuse_scan(session, event)
        case e.LineRemoved():
            return _remove(session, event)
        case e.LineQuantityChanged():
            return _change_quantity(session, event)
        case e.MemberIdentified():
            return _greet_member(session, event)
        case e.CouponPresented():
            return _take_coupon(session, event)
        case e.BasketAbandoned():
            return _abandon(session)
        case _ as never:
            assert_never(never)


def _open(session: Session, event: e.BasketOpened) -> Outcome:
    cart = Cart(pricing_instant=event.at, promotions=event.promotions)
    basket = Basket(
        id=event.basket_id,
        opened_at=event.at,
        generation=event.generation,
        business_date=event.business_date,
        cart=cart,
        priced=price(cart, session.profile),
    )
    entry = AppendEntry(
        "basket_opened",
        {
            "basket": event.basket_id,
            "generation": event.generation,
            "profile": f"{event.profile_id}/{event.profile_version}",
        },
    )
    opened = Session(
        session.profile,
        phase=Phase.SCAN,
        basket=basket,
        interventions=event.interventions,
        staff=event.staff,
        revision=session.revision,
    )
    return opened, (entry,)


def _scan(session: Session, event: e.ItemScanned) -> Outcome:
    cause = _stop_cause(session, event)
    if cause is not None:
        return _refuse_item(session, event, cause)
    if event.product.is_weighed and not _is_labelled(event):
        raise Rejected("weigh_needed", event.product.id)
    cart, line_id = _placed(open_basket(session).cart, event)
    warned = _best_before_passed(event)
    notice = Notice(
        "best_before_passed" if warned else "added",
        "warn" if warned else "info",
        line_id,
    )
    added = with_cart(replace(session, last_line=line_id, notice=notice), cart)
    covered, effects = cover_ages(added, event.at, event.intervention_id)
    return covered, (*effects, *(_ATTENTION if effects or warned else _ACCEPTED))


def _stop_cause(session: Session, event: e.ItemScanned) -> Cause | None:
    """Return why a colleague must come instead of a line, if so."""
    product, rule = event.product, event.product.restriction
    dated = event.use_by or event.best_before or rule.min_age or rule.sale_from
    if event.recalled:
        return Cause.RECALLED
    if dated and not event.clock_sure:
        return Cause.CLOCK_UNSURE
    if _is_expired(event, session.profile):
        return Cause.EXPIRED
    if not _is_priced(product, session.profile, event.label_amount, event.label_grams):
        return Cause.NO_PRICE
    if rule.staff_only and session.staff is None:
        return Cause.STAFF_ONLY
    if not _on_sale_at(event):
        return Cause.SALE_HOURS
    if _above_limit(open_basket(session).cart, product, event.pieces):
        return Cause.QUANTITY_LIMIT
    if event.serial and any(
        (line.product.id, line.serial) == (product.id, event.serial)
        for line in open_basket(session).cart.lines
    ):
        return Cause.DUPLICATE_SERIAL
    if not _label_is_plausible(event, session.profile):
        return Cause.LABEL_MISMATCH
    return None


def _is_expired(event: e.ItemScanned, profile: Profile) -> bool:
    if event.use_by is not None and event.local_date > event.use_by:
        return True
    return _best_before_passed(event) and profile.best_before is ExpiryPolicy.STOP


def _best_before_passed(event: e.ItemScanned) -> bool:
    return event.best_before is not None and event.local_date > event.best_before


def _is_priced(
    product: Product,
    profile: Profile,
    amount: Money | None = None,
    grams: int | None = None,
) -> bool:
    """Whether goods cost something, or are marked free (M8): 1 g may cost nothing.

    A price in another region's money, or with its taxes, is no price here.
    """
    unit, deposit = product.unit_price, product.deposit
    classes = {product.tax_class, deposit.tax_class if deposit else product.tax_class}
    prices = (unit and unit.amount, deposit and deposit.amount)
    foreign = any(one.currency != profile.currency.code for one in prices if one)
    if foreign or not classes <= {known.id for known in profile.tax_classes}:
        return False
    if unit is None:
        return amount is not None  # the label has a price, the catalogue none
    if product.is_free:
        return True
    if grams is None or unit.base_grams is None:
        return unit.amount.minor > 0
    return divide(unit.amount.minor * grams, unit.base_grams, profile.rounding) > 0


def _on_sale_at(event: e.ItemScanned) -> bool:
    rule = event.product.restriction
    if rule.sale_from is None or rule.sale_until is None:
        return True
    start = rule.sale_from.hour * 60 + rule.sale_from.minute
    end = rule.sale_until.hour * 60 + rule.sale_until.minute
    if start <= end:
        return start <= event.local_minute < end
    return event.local_minute >= start or event.local_minute < end


def _above_limit(cart: Cart, product: Product, more: int) -> bool:
    limit = product.restriction.max_quantity
    if limit is None:
        return False
    have = sum(line.pieces for line in cart.lines if line.product.id == product.id)
    return have + more > limit


def _label_is_plausible(event: e.ItemScanned, profile: Profile) -> bool:
    amount, grams = event.label_amount, event.label_grams
    unit = event.product.unit_price
    if amount is None or grams is None or unit is None:
        return True
    return agrees(unit, grams, amount, profile)


def _refuse_item(session: Session, event: e.ItemScanned, cause: Cause) -> Outcome:
    intervention = Intervention(
        event.intervention_id,
        cause,
        event.at,
        1,
        product_id=event.product.id,
        detail=event.lot or event.serial,
        names=event.product.names,
    )
    asked, effects = ask_staff(session, intervention)
    product = event.product
    limit = product.restriction.max_quantity or 0
    notice = Notice(cause.value, "danger", product.id, limit, product.names)
    return notify(asked, notice), (*effects, *_ATTENTION)


def _placed(cart: Cart, event: e.ItemScanned) -> tuple[Cart, str]:
    """Return the cart with the item, and its line: a like line grows instead."""
    product = event.product
    plain = not (event.lot or event.serial or event.use_by or event.best_before)
    cart = add_promotions(cart, event.promotions)
    if plain and not _is_labelled(event):
        for line in cart.lines:
            if line.product == product and not _is_marked(line):
                pieces = line.pieces + event.pieces
                return change_pieces(cart, line.id, pieces), line.id
    line = Line(
        event.line_id,
        product,
        _quantity(event),
        label_amount=event.label_amount,
        code=event.code,
        lot=event.lot,
        serial=event.serial,
        expiry=event.use_by or event.best_before,
    )
    return add_line(cart, line), line.id


def _is_labelled(event: e.ItemScanned) -> bool:
    return event.label_amount is not None or event.label_grams is not None


def _is_marked(line: Line) -> bool:
    return bool(
        line.lot
        or line.serial
        or line.expiry
        or line.parent
        or line.label_amount is not None
        or isinstance(line.quantity, Weight)
    )


def _quantity(event: e.ItemScanned) -> Quantity:
    unit, amount = event.product.unit_price, event.label_amount
    if unit is not None and unit.base_grams is None:
        return Pieces(event.pieces)  # sold so, whatever weight its symbol tells
    if event.label_grams is not None:
        return Weight(event.label_grams)
    if amount is None or unit is None or not unit.base_grams or not unit.amount.minor:
        return Pieces(event.pieces)
    grams = divide(amount.minor * unit.base_grams, unit.amount.minor)
    return Weight(grams, derived=True)


def _weigh(session: Session, event: e.ItemWeighed) -> Outcome:
    basket = open_basket(session)
    _check_weighing(basket, event, session.profile)
    cart = add_promotions(basket.cart, event.promotions)
    net = event.gross_grams - event.tare_grams
    line = Line(event.line_id, event.product, Weight(net, event.tare_grams))
    notice = Notice("added", "info", line.id)
    added = with_cart(
        replace(session, last_line=line.id, notice=notice), add_line(cart, line)
    )
    weighed = replace(open_basket(added), zero_needed=True)
    return replace(added, basket=weighed), _ACCEPTED


def _check_weighing(basket: Basket, event: e.ItemWeighed, profile: Profile) -> None:
    """Raise Rejected for what the scale may not charge (W2)."""
    d, tare = event.interval_grams, event.tare_grams
    if not event.product.is_weighed:
        raise Rejected("not_weighed", event.product.id)
    if not event.stable:
        raise Rejected("weigh_unstable")
    if basket.zero_needed and not event.returned_to_zero:
        raise Rejected("weigh_zero_first")
    if tare < 0 or tare > event.max_tare_grams or tare % d or event.gross_grams % d:
        raise Rejected("weigh_tare_invalid", number=tare)
    net = event.gross_grams - tare
    if net < profile.min_load_intervals * d:
        raise Rejected("weigh_too_light", number=profile.min_load_intervals * d)
    if not _is_priced(event.product, profile, grams=net):
        raise Rejected("not_weighed", event.product.id)


def _refuse_scan(session: Session, event: e.ScanRefused) -> Outcome:
    notice = Notice(event.refusal.value, "warn", event.code)
    told = notify(session, notice)
    if event.refusal not in {e.Refusal.UNKNOWN, e.Refusal.LABEL_INVALID}:
        return told, _ATTENTION
    if event.code.lower().startswith(("http://", "https://")):
        # Most packages advertise a page beside their barcode: that is no refused
        # goods, and a colleague called for each would never be done.
        return told, _ATTENTION
    same = any(
        i.cause is Cause.UNKNOWN_ITEM and i.detail == event.code
        for i in session.interventions
    )
    if same:  # held to the reader again: one colleague is enough
        return told, _ATTENTION
    asked, effects = ask_staff(
        told,
        Intervention(
            event.intervention_id, Cause.UNKNOWN_ITEM, event.at, 1, detail=event.code
        ),
    )
    return asked, (*effects, *_ATTENTION)


def _remove(session: Session, event: e.LineRemoved) -> Outcome:
    line = own_line(session, event.line_id)
    entry = AppendEntry("line_removed", line_body(session, line.id))
    cart = remove_line(open_basket(session).cart, line.id)
    product = line.product
    notice = Notice("removed", "info", product.id, names=product.names)
    removed = with_cart(replace(session, notice=notice, last_line=""), cart)
    covered, effects = cover_ages(removed, event.at)
    return covered, (entry, *effects)


def _change_quantity(session: Session, event: e.LineQuantityChanged) -> Outcome:
    line = own_line(session, event.line_id)
    cart = open_basket(session).cart
    if event.pieces < 1 or _is_marked(line):
        raise Rejected("quantity_fixed", line.id)
    more = event.pieces - line.pieces
    if more > 0 and _above_limit(cart, line.product, more):
        limit = line.product.restriction.max_quantity or 0
        raise Rejected("quantity_limit", line.product.id, limit)
    notice = Notice("quantity", "info", line.id, event.pieces)
    changed = replace(session, notice=notice, last_line=line.id)
    entries: tuple[Effect, ...] = ()
    if more < 0:  # goods leave the basket: the trace stays (D1)
        body = {**line_body(session, line.id), "pieces": -more}
        entries = (AppendEntry("line_removed", body),)
    return with_cart(changed, change_pieces(cart, line.id, event.pieces)), entries


def _greet_member(session: Session, event: e.MemberIdentified) -> Outcome:
    cart = replace(open_basket(session).cart, member_id=event.member_id)
    greeted = notify(session, Notice("member_welcome"))
    return with_cart(greeted, cart), _ACCEPTED


def _take_coupon(session: Session, event: e.CouponPresented) -> Outcome:
    cart = open_basket(session).cart
    coupon = event.promotion
    if coupon.id in cart.coupons:
        raise Rejected("coupon_repeated", coupon.id)
    cart = add_promotions(cart, (coupon,))
    cart = replace(cart, coupons=cart.coupons | {coupon.id})
    notice = Notice("coupon_accepted", "info", coupon.id, names=coupon.names)
    taken = notify(session, notice)
    return with_cart(taken, cart), _ACCEPTED


def _abandon(session: Session) -> Outcome:
    basket = open_basket(session)
    entry = AppendEntry(
        "basket_abandoned",
        {
            "basket": basket.id,
            "lines": [line_body(session, line.id) for line in goods_of(basket.cart)],
            "total": basket.priced.total.minor,
            "currency": basket.priced.total.currency,
        },
    )
    return end_basket(session, (entry,))
