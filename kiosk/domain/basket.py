"""What the step handlers share: changing the open basket, asking for a colleague.

No event is handled here (kiosk.domain.step).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from kiosk.domain.cart import Cart, Line
from kiosk.domain.effects import AppendEntry, Effect, Json
from kiosk.domain.errors import Rejected
from kiosk.domain.intervention import Cause, Decision, Intervention
from kiosk.domain.pricing import price
from kiosk.domain.session import Basket, Notice, Phase, Session

Outcome = tuple[Session, tuple[Effect, ...]]


def open_basket(session: Session) -> Basket:
    """Return the open basket; Rejected when there is none."""
    if session.basket is None:
        raise Rejected("no_basket")
    return session.basket


def with_cart(session: Session, cart: Cart) -> Session:
    """Return the session with another cart, priced, and age cover kept true (A2)."""
    basket = replace(
        open_basket(session), cart=cart, priced=price(cart, session.profile)
    )
    return replace(session, basket=basket)


def own_line(session: Session, line_id: str) -> Line:
    """Return a line the shopper may touch; Rejected for none, or a deposit (M7)."""
    try:
        line = open_basket(session).cart.line(line_id)
    except KeyError:
        raise Rejected("no_such_line", line_id) from None
    if line.parent:
        raise Rejected("deposit_goes_with_item", line_id)
    return line


def line_body(session: Session, line_id: str) -> dict[str, Json]:
    """Return what a removed or voided line looked like, with its price (D1)."""
    basket = open_basket(session)
    priced = next(row for row in basket.priced.lines if row.line.id == line_id)
    return {
        "basket": basket.id,
        "line": line_id,
        "product": priced.line.product.id,
        "pieces": priced.line.pieces,
        "gross": priced.gross.minor,
        "net": priced.net.minor,
        "currency": priced.net.currency,
    }


def ask_staff(session: Session, intervention: Intervention) -> Outcome:
    """Open an intervention and record it."""
    body: dict[str, Json] = {
        "intervention": intervention.id,
        "cause": intervention.cause.value,
        "basket": session.basket.id if session.basket else "",
        "lines": list(intervention.lines),
        "product": intervention.product_id,
        "detail": intervention.detail,
        "revision": intervention.revision,
    }
    opened = replace(session, interventions=(*session.interventions, intervention))
    return opened, (AppendEntry("intervention_opened", body),)


def outcome_entry(
    session: Session,
    intervention: Intervention,
    decision: Decision,
    staff_id: str = "",
    reason: str = "",
) -> AppendEntry:
    """Return the entry that records how an intervention ended."""
    return AppendEntry(
        "intervention_resolved",
        {
            "intervention": intervention.id,
            "cause": intervention.cause.value,
            "basket": session.basket.id if session.basket else "",
            "revision": intervention.revision,
            "decision": decision.value,
            "staff": staff_id,
            "reason": reason,
        },
    )


def cover_ages(session: Session, at: datetime, new_id: str = "") -> Outcome:
    """Keep the one age intervention true to the lines that still need it (A2).

    A changed set of lines gets a new revision, so that an approval of the old set
    comes too late; an empty set lets the intervention lapse.
    """
    basket = open_basket(session)
    lines = tuple(
        line.id
        for line in basket.cart.lines
        if (line.product.restriction.min_age or 0) > basket.age_approved
    )
    now = next((i for i in session.interventions if i.cause is Cause.AGE), None)
    if now is None:
        if not lines:
            return session, ()
        return ask_staff(session, Intervention(new_id, Cause.AGE, at, 1, lines))
    if lines == now.lines:
        return session, ()
    rest = tuple(i for i in session.interventions if i is not now)
    if not lines:
        lapsed = outcome_entry(session, now, Decision.LAPSED)
        return replace(session, interventions=rest), (lapsed,)
    changed = replace(now, lines=lines, revision=now.revision + 1)
    return replace(session, interventions=(*rest, changed)), ()


def lapse_all(session: Session) -> tuple[Effect, ...]:
    """Return the entries that end every open intervention with the basket."""
    return tuple(
        outcome_entry(session, intervention, Decision.LAPSED)
        for intervention in session.interventions
    )


def end_basket(session: Session, effects: Iterable[Effect]) -> Outcome:
    """Return the lane to the attract screen; staff mode stays open."""
    fresh = Session(session.profile, staff=session.staff, revision=session.revision)
    return fresh, (*effects, *lapse_all(session))


def notify(session: Session, notice: Notice | None) -> Session:
    """Return the session with what the shopper must know last."""
    return replace(session, notice=notice)


def goods_of(cart: Cart) -> tuple[Line, ...]:
    """Return the lines that are not deposits."""
    return tuple(line for line in cart.lines if not line.parent)


def at_phase(session: Session, phase: Phase) -> Session:
    """Return the session in another phase."""
    return replace(session, phase=phase)
