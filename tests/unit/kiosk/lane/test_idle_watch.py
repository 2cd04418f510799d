"""Idle times: pure; never while a payment is open, never a lost basket (B3)."""

from dataclasses import replace

import pytest
import till
from counter import IDLE
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.intervention import Role, Staff
from kiosk.domain.profiles import profile
from kiosk.domain.session import Phase, Session
from kiosk.lane.idle import IdleAction, IdleWatch

EMPTY = Session(profile("CN"))
STAFF = Staff("st-1", Role.ATTENDANT, till.NOON)


def with_goods(phase: Phase) -> Session:
    one = till.Till().open()
    one.scan(till.product())
    return replace(one.session, phase=phase)


def watch(session: Session, at_s: float = 0.0) -> IdleWatch:
    one = IdleWatch(IDLE, at_s)
    one.tick(session, at_s)  # it has seen the phase
    return one


@pytest.mark.parametrize("phase", [Phase.SCAN, Phase.TENDER])
def test_goods_are_never_given_up(phase: Phase) -> None:
    session = with_goods(phase)
    idle = watch(session)
    assert idle.tick(session, 44.9) == (IdleAction.NONE, None)
    assert idle.tick(session, 45) == (IdleAction.NONE, 15)
    assert idle.tick(session, 59.9) == (IdleAction.NONE, 1)
    assert idle.tick(session, 60) == (IdleAction.CALL_STAFF, None)
    assert idle.tick(session, 61) == (IdleAction.NONE, None)


def test_an_empty_basket_is_given_up() -> None:
    session = till.Till().open().session
    assert watch(session).tick(session, 60) == (IdleAction.ABANDON, None)


@pytest.mark.parametrize(
    ("phase", "after_s", "action"),
    [
        (Phase.RECEIPT, IDLE.receipt_s, IdleAction.PRINT),
        (Phase.THANKS, IDLE.thanks_s, IdleAction.FINISH),
    ],
)
def test_what_ends_by_itself(phase: Phase, after_s: int, action: IdleAction) -> None:
    session = replace(EMPTY, phase=phase)
    idle = watch(session)
    assert idle.tick(session, after_s - 0.1)[0] is IdleAction.NONE
    assert idle.tick(session, after_s)[0] is action


def test_a_new_phase_begins_the_time_anew() -> None:
    scan, tender = with_goods(Phase.SCAN), with_goods(Phase.TENDER)
    idle = watch(scan)
    idle.tick(scan, 50)
    assert idle.tick(tender, 50) == (IdleAction.NONE, None)
    assert idle.tick(tender, 94) == (IdleAction.NONE, None)


def test_a_colleague_at_the_lane_has_a_time_of_their_own() -> None:
    session = replace(with_goods(Phase.SCAN), staff=STAFF)
    idle = watch(session)
    assert idle.tick(session, 29.9) == (IdleAction.NONE, None)
    assert idle.tick(session, 30) == (IdleAction.LEAVE_STAFF, None)


@given(
    phase=st.sampled_from([Phase.PAY, Phase.ATTRACT, Phase.STOPPED]),
    at_s=st.floats(0, 1e6),
)
def test_nothing_is_ever_due_in_the_other_phases(phase: Phase, at_s: float) -> None:
    session = replace(with_goods(Phase.SCAN), phase=phase)
    assert watch(session).tick(session, at_s) == (IdleAction.NONE, None)
