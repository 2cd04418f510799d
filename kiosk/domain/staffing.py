"""Handlers of help, idling and staff mode: approve, reject, void (rules A, D1)."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from kiosk.domain import events as e
from kiosk.domain.basket import (
    Outcome,
    ask_staff,
    at_phase,
    cover_ages,
    end_basket,
    goods_of,
    line_body,
    notify,
    open_basket,
    outcome_entry,
    own_line,
    with_cart,
)
from kiosk.domain.cart import remove_line
from kiosk.domain.effects import AppendEntry, Effect, PlayTone, Tone
from kiosk.domain.errors import Rejected
from kiosk.domain.intervention import Cause, Decision, Intervention, Role, Staff
from kiosk.domain.paying import resolve_reversal
from kiosk.domain.session import Notice, Phase, Session

StaffingEvent = (
    e.HelpRequested
    | e.ShopperIdled
    | e.StaffIdentified
    | e.StaffLeft
    | e.InterventionResolved
    | e.LineVoided
    | e.BasketVoided
    | e.LaneStopped
    | e.LaneResumed
)


def handle(session: Session, event: StaffingEvent) -> Outcome:
    """Return what a staff event leads to; Rejected when it cannot be."""
    match event:
        case e.HelpRequested():
            return _call(session, event, Cause.HELP, event.detail)
        case e.ShopperIdled():
            return _call(session, event, Cause.IDLE)
        case e.StaffIdentified():
            return _open_staff(session, event)
        case e.StaffLeft():
            return _close_staff(session, event)
        case e.InterventionResolved():
            return _resolve(session, event)
        case e.LineVoided():
            return _void_line(session, event)
        case e.BasketVoided():
            return _void_basket(session, event)
        case e.LaneStopped():
            return _stop(session, event)
        case e.LaneResumed():
            return at_phase(notify(session, None), _phase_of(session)), ()
        case _ as never:
            assert_never(never)


def _call(
    session: Session,
    event: e.HelpRequested | e.ShopperIdled,
    cause: Cause,
    detail: str = "",
) -> Outcome:
    if any(i.cause is cause for i in session.interventions):
        raise Rejected("help_called")
    asked, effects = ask_staff(
        session,
        Intervention(event.intervention_id, cause, event.at, 1, detail=detail),
    )
    return asked, (*effects, PlayTone(Tone.ATTENTION))


def _open_staff(session: Session, event: e.StaffIdentified) -> Outcome:
    entry = AppendEntry(
        "staff_opened",
        {
            "staff": event.staff_id,
            "role": event.role.value,
            "method": event.method,
            "basket": session.basket.id if session.basket else "",
        },
    )
    staff = Staff(event.staff_id, event.role, event.at)
    return replace(session, staff=staff), (entry,)


def _close_staff(session: Session, event: e.StaffLeft) -> Outcome:
    staff = _staff(session)
    entry = AppendEntry(
        "staff_closed",
        {
            "staff": staff.id,
            "reason": event.reason,
            "basket": session.basket.id if session.basket else "",
        },
    )
    return replace(session, staff=None), (entry,)


def _staff(session: Session) -> Staff:
    if session.staff is None:
        raise Rejected("staff_needed")
    return session.staff


def _resolve(session: Session, event: e.InterventionResolved) -> Outcome:
    found = next(
        (i for i in session.interventions if i.id == event.intervention_id), None
    )
    if found is None or found.revision != event.revision:
        raise Rejected("approval_late", event.intervention_id)
    if event.decision is Decision.LAPSED:
        raise Rejected("not_now", "only the basket's end lets one lapse")
    approved = event.decision is Decision.APPROVED
    parks = found.cause is Cause.PAYMENT_UNRESOLVED and approved
    if parks and event.role is not Role.SUPERVISOR:
        raise Rejected("staff_needed_role", Role.SUPERVISOR.value)
    entry = outcome_entry(session, found, event.decision, event.staff_id, event.reason)
    rest = tuple(i for i in session.interventions if i is not found)
    settled = notify(replace(session, interventions=rest), None)
    after, effects = _follow(settled, found, approved, event)
    return after, (entry, *effects)


def _follow(
    session: Session,
    intervention: Intervention,
    approved: bool,
    event: e.InterventionResolved,
) -> Outcome:
    """Return what a decision leads to, by the intervention's cause."""
    if intervention.cause is Cause.PAYMENT_UNRESOLVED:
        return resolve_reversal(session, retry=not approved)
    if intervention.cause is Cause.AGE and approved:
        return _approve_age(session, intervention), ()
    if intervention.cause is Cause.AGE or (
        intervention.cause is Cause.RECALLED and intervention.lines
    ):
        # Refused age, or recalled goods in the basket: the lines go (A2, G2).
        return _drop_lines(session, intervention, event)
    return session, ()


def _approve_age(session: Session, intervention: Intervention) -> Session:
    basket = open_basket(session)
    ages = (
        basket.cart.line(line).product.restriction.min_age or 0
        for line in intervention.lines
    )
    approved = max(basket.age_approved, *ages)
    return replace(session, basket=replace(basket, age_approved=approved))


def _drop_lines(
    session: Session, intervention: Intervention, event: e.InterventionResolved
) -> Outcome:
    entries: list[Effect] = []
    cart = open_basket(session).cart
    for line_id in intervention.lines:
        if not any(line.id == line_id for line in cart.lines):
            continue  # the shopper took it out meanwhile
        body = {
            **line_body(session, line_id),
            "staff": event.staff_id,
            "reason": intervention.cause.value,
        }
        entries.append(AppendEntry("line_voided", body))
        cart = remove_line(cart, line_id)
    if session.phase is Phase.TENDER:  # what is to be paid has changed
        session = at_phase(session, Phase.SCAN)
    dropped, effects = cover_ages(with_cart(session, cart), event.at)
    return replace(dropped, last_line=""), (*entries, *effects)


def _void_line(session: Session, event: e.LineVoided) -> Outcome:
    staff = _staff(session)
    line = own_line(session, event.line_id)
    body = {
        **line_body(session, line.id),
        "staff": staff.id,
        "reason": event.reason,
    }
    cart = remove_line(open_basket(session).cart, line.id)
    product = line.product
    notice = Notice("removed", "info", product.id, names=product.names)
    voided = with_cart(replace(session, notice=notice, last_line=""), cart)
    if voided.phase is Phase.TENDER:
        voided = at_phase(voided, Phase.SCAN)
    covered, effects = cover_ages(voided, event.at)
    return covered, (AppendEntry("line_voided", body), *effects)


def _void_basket(session: Session, event: e.BasketVoided) -> Outcome:
    staff = _staff(session)
    basket = open_basket(session)
    entry = AppendEntry(
        "basket_voided",
        {
            "basket": basket.id,
            "staff": staff.id,
            "reason": event.reason,
            "lines": [line_body(session, line.id) for line in goods_of(basket.cart)],
            "total": basket.priced.total.minor,
            "currency": basket.priced.total.currency,
        },
    )
    return end_basket(session, (entry,))


def _stop(session: Session, event: e.LaneStopped) -> Outcome:
    if session.intent is not None and not session.intent.is_final:
        raise Rejected("not_now", "a payment is unresolved")  # B3
    entry = AppendEntry("lane_stopped", {"cause": event.cause})
    told = notify(session, Notice("stopped", "danger", event.cause))
    return at_phase(told, Phase.STOPPED), (entry,)


def _phase_of(session: Session) -> Phase:
    """Return where a resumed lane goes on."""
    if session.basket is None:
        return Phase.ATTRACT
    return Phase.THANKS if session.sale else Phase.SCAN
