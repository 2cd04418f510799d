"""`step`: what may happen when, and what then follows. Pure.

The table ALLOWED says which events are legal in a phase; the handlers are grouped
by what they are about: kiosk.domain.shopping, .paying, .staffing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from kiosk.domain import events as e
from kiosk.domain import paying, shopping, staffing
from kiosk.domain.effects import Effect
from kiosk.domain.errors import Rejected
from kiosk.domain.profile import Profile
from kiosk.domain.session import Phase, Session

_ALWAYS: frozenset[type] = frozenset({
    e.HelpRequested,
    e.StaffIdentified,
    e.StaffLeft,
    e.InterventionResolved,
    e.PrintAnswered,  # of an earlier sale, too
    e.LaneStopped,
})
_OPEN_BASKET: frozenset[type] = frozenset({
    e.ScanRefused,
    e.MemberIdentified,
    e.ShopperIdled,
    e.BasketAbandoned,
    e.LineVoided,
    e.BasketVoided,
})

ALLOWED: dict[Phase, frozenset[type]] = {
    Phase.ATTRACT: _ALWAYS | {e.BasketOpened},
    Phase.SCAN: _ALWAYS
    | _OPEN_BASKET
    | {
        e.ItemScanned,
        e.ItemWeighed,
        e.LineRemoved,
        e.LineQuantityChanged,
        e.CouponPresented,
        e.PaymentRequested,
    },
    Phase.TENDER: _ALWAYS | _OPEN_BASKET | {e.ShoppingResumed, e.PayCodeCaptured},
    Phase.PAY: _ALWAYS
    | {e.PaymentAnswered, e.PaymentCancelled, e.SaleCommitted, e.ScanRefused},
    Phase.RECEIPT: _ALWAYS | {e.ReceiptChosen},  # where a receipt must be, it will
    Phase.THANKS: _ALWAYS | {e.ThanksEnded},
    Phase.STOPPED: _ALWAYS | {e.LaneResumed},
}


def step(session: Session, event: e.Event) -> tuple[Session, tuple[Effect, ...]]:
    """Return the next session and what it asks for; `Rejected` changes nothing."""
    if type(event) not in ALLOWED[session.phase]:
        raise Rejected("not_now", f"{type(event).__name__} in {session.phase}")
    after, effects = _handle(session, event)
    return replace(after, revision=session.revision + 1), effects


def replay(profile: Profile, events: Iterable[e.Event]) -> Session:
    """Return the session that journalled events led to; effects are not run again."""
    session = Session(profile)
    for event in events:
        session, _ = step(session, event)
    return session


def _handle(session: Session, event: e.Event) -> tuple[Session, tuple[Effect, ...]]:
    match event:
        case (
            e.BasketOpened()
            | e.ItemScanned()
            | e.ItemWeighed()
            | e.ScanRefused()
            | e.LineRemoved()
            | e.LineQuantityChanged()
            | e.MemberIdentified()
            | e.CouponPresented()
            | e.BasketAbandoned()
        ):
            return shopping.handle(session, event)
        case (
            e.PaymentRequested()
            | e.ShoppingResumed()
            | e.PayCodeCaptured()
            | e.PaymentAnswered()
            | e.PaymentCancelled()
            | e.SaleCommitted()
            | e.ReceiptChosen()
            | e.PrintAnswered()
            | e.ThanksEnded()
        ):
            return paying.handle(session, event)
        case (
            e.HelpRequested()
            | e.ShopperIdled()
            | e.StaffIdentified()
            | e.StaffLeft()
            | e.InterventionResolved()
            | e.LineVoided()
            | e.BasketVoided()
            | e.LaneStopped()
            | e.LaneResumed()
        ):
            return staffing.handle(session, event)
        case _ as never:
            assert_never(never)
