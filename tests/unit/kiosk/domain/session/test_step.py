"""The table of what is legal when, and replay (architecture, rule 1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from till import NOON, Till, cny, product, restricted

from kiosk.domain import events as e
from kiosk.domain import paying, shopping, staffing
from kiosk.domain.basket import open_basket
from kiosk.domain.errors import Rejected
from kiosk.domain.intervention import Decision, Role
from kiosk.domain.session import Phase, Session
from kiosk.domain.step import ALLOWED, _handle, replay, step
from kiosk.domain.tender import IntentState
from kiosk.store.codec import decode_event, encode_event


def test_every_event_is_legal_somewhere_and_every_phase_has_a_row() -> None:
    assert set(ALLOWED) == set(Phase)
    assert frozenset().union(*ALLOWED.values()) == set(get_args(e.Event))


def test_what_is_not_in_the_table_is_rejected_and_changes_nothing(till: Till) -> None:
    before = till.session
    with pytest.raises(Rejected, match="LineRemoved in attract"):
        till.do(e.LineRemoved(NOON, "l1"))
    assert till.session == before


def test_there_is_no_basket_before_it_is_opened() -> None:
    with pytest.raises(Rejected, match="no_basket"):
        open_basket(Till().session)


WISHES = st.lists(
    st.tuples(
        st.sampled_from([
            "open", "milk", "wine", "label", "remove", "more", "help", "idle", "sign",
            "approve", "reject", "leave", "pay", "back", "code", "paid", "unknown",
            "failed", "reversed", "stuck", "cancel", "commit", "paper", "thanks",
            "void", "abandon", "stop", "resume",
        ]),
        st.integers(0, 3),
    ),
    max_size=40,
)  # fmt: skip


def wish(till: Till, name: str, pick: int) -> e.Event:
    """Return an event that may or may not be legal now."""
    lines = [line.id for line in open_lines(till.session)] or ["nobody"]
    line = lines[pick % len(lines)]
    asked = till.session.interventions
    intervention = asked[pick % len(asked)].id if asked else "nobody"
    revision = asked[pick % len(asked)].revision if asked else 0
    intent = till.session.intent.id if till.session.intent else "nobody"
    scan = {
        "local_date": NOON.date(),
        "local_minute": 720,
        "intervention_id": till.new_id("i"),
        "line_id": till.new_id("l"),
    }
    decided = {"staff_id": "st-1", "role": Role.SUPERVISOR}
    states = {
        "paid": IntentState.PAID,
        "unknown": IntentState.UNKNOWN,
        "failed": IntentState.FAILED,
        "reversed": IntentState.REVERSED,
        "stuck": IntentState.REVERSE_UNKNOWN,
    }
    match name:
        case "open":
            return e.BasketOpened(
                NOON, till.new_id("b"), 1, "CN", 1, NOON.date(),
                interventions=asked, staff=till.session.staff,
            )  # fmt: skip
        case "milk":
            return e.ItemScanned(NOON, product=product(), **scan)
        case "wine":
            return e.ItemScanned(
                NOON, product=restricted("wine", min_age=18 + pick), **scan
            )
        case "label":
            return e.ItemScanned(
                NOON, product=product("cake"), label_amount=cny(100 + pick), **scan
            )
        case "remove":
            return e.LineRemoved(NOON, line)
        case "more":
            return e.LineQuantityChanged(NOON, line, pick)
        case "help":
            return e.HelpRequested(NOON, till.new_id("i"))
        case "idle":
            return e.ShopperIdled(NOON, till.new_id("i"))
        case "sign":
            return e.StaffIdentified(NOON, "st-1", Role.SUPERVISOR, "pin")
        case "approve":
            return e.InterventionResolved(
                NOON, intervention, revision, Decision.APPROVED, **decided
            )
        case "reject":
            return e.InterventionResolved(
                NOON, intervention, revision, Decision.REJECTED, **decided
            )
        case "leave":
            return e.StaffLeft(NOON)
        case "pay":
            return e.PaymentRequested(NOON, till.new_id("i"))
        case "back":
            return e.ShoppingResumed(NOON)
        case "code":
            new = till.new_id("t")
            return e.PayCodeCaptured(NOON, "handle", "wechat", new, f"no-{new}")
        case "cancel":
            return e.PaymentCancelled(NOON)
        case "commit":
            return e.SaleCommitted(NOON, "A01-0-000001", 0, 1, "00")
        case "paper":
            return e.ReceiptChosen(NOON, e.ReceiptChoice.PAPER)
        case "thanks":
            return e.ThanksEnded(NOON)
        case "void":
            return e.LineVoided(NOON, line, "damaged")
        case "abandon":
            return e.BasketAbandoned(NOON)
        case "stop":
            return e.LaneStopped(NOON, "paused")
        case "resume":
            return e.LaneResumed(NOON)
        case _:
            return e.PaymentAnswered(NOON, intent, states[name])


def open_lines(session: Session) -> tuple[object, ...]:
    return session.basket.cart.lines if session.basket else ()


@settings(max_examples=150, deadline=None)
@given(WISHES)
def test_any_history_replays_to_the_same_session(wishes: list[tuple[str, int]]) -> None:
    till = Till()
    for name, pick in wishes:
        before = till.session
        event = wish(till, name, pick)
        try:
            till.do(event)
        except Rejected:
            assert till.session == before
            continue
        assert_sound(till.session)
    through_bytes = [decode_event(encode_event(event)) for event in till.events]
    assert through_bytes == till.events
    assert replay(till.session.profile, through_bytes) == till.session


def assert_sound(session: Session) -> None:
    """What must hold in every state."""
    basket = session.basket
    if session.phase in {Phase.SCAN, Phase.TENDER, Phase.PAY, Phase.RECEIPT}:
        assert basket is not None
    if basket is not None:
        assert sum(row.net.minor for row in basket.priced.lines) == (
            basket.priced.total.minor
        )
    unsettled = [one for one in session.intents if not one.is_final]
    if session.phase is Phase.SCAN:
        # Only what a supervisor parked may be open outside the payment screen.
        assert all(one.state is IntentState.REVERSE_UNKNOWN for one in unsettled)


def test_step_is_a_function(till: Till) -> None:
    event = e.HelpRequested(NOON, "i1")
    assert step(till.session, event) == step(till.session, event)


@pytest.mark.parametrize(
    "handle", [_handle, shopping.handle, paying.handle, staffing.handle]
)
def test_an_event_of_no_kind_is_a_fault_of_the_program(
    handle: Callable[[Session, object], object],
) -> None:
    with pytest.raises(AssertionError):
        handle(Till().session, object())
