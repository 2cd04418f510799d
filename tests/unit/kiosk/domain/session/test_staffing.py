from __future__ import annotations

from dataclasses import replace

import pytest
from till import NOON, Till, product, restricted

from kiosk.domain import events as e
from kiosk.domain.errors import Rejected
from kiosk.domain.intervention import Cause, Decision, Intervention, Role
from kiosk.domain.session import Phase
from kiosk.domain.tender import IntentState


def test_help_is_called_once(till: Till) -> None:
    till.do(e.HelpRequested(NOON, "i1", "no_barcode"))
    assert (till.asked.cause, till.asked.detail) == (Cause.HELP, "no_barcode")
    with pytest.raises(Rejected, match="help_called"):
        till.do(e.HelpRequested(NOON, "i2"))


def test_an_idle_shopper_is_never_lost(till: Till) -> None:
    till.open()
    till.scan(product())
    till.do(e.ShopperIdled(NOON, "i1"))
    assert till.asked.cause is Cause.IDLE
    assert till.session.phase is Phase.SCAN
    till.resolve(Decision.APPROVED)
    assert len(till.basket.cart.lines) == 1


def test_staff_mode_opens_and_closes_by_entry(till: Till) -> None:
    till.open()
    till.sign_in(Role.SUPERVISOR)
    assert till.body("staff_opened")["role"] == "supervisor"
    till.do(e.StaffLeft(NOON))
    assert till.body("staff_closed")["staff"] == "st-1"
    with pytest.raises(Rejected, match="staff_needed"):
        till.do(e.StaffLeft(NOON))


def test_an_approval_names_staff_reason_and_revision(till: Till) -> None:
    till.open()
    till.scan(product(), recalled=True)
    till.resolve(Decision.APPROVED, reason="put_aside")
    body = till.body("intervention_resolved")
    assert (body["staff"], body["reason"], body["revision"]) == (
        "st-1",
        "put_aside",
        1,
    )


@pytest.mark.parametrize("wrong", [{"intervention_id": "other"}, {"revision": 99}])
def test_a_late_approval_changes_nothing(till: Till, wrong: dict[str, object]) -> None:
    till.open()
    till.scan(restricted("wine", min_age=18))
    before = till.session
    with pytest.raises(Rejected, match="approval_late"):
        till.resolve(Decision.APPROVED, **wrong)
    assert till.session == before


def test_a_repeated_approval_comes_too_late(till: Till) -> None:
    till.open()
    till.scan(restricted("wine", min_age=18))
    asked = till.asked
    till.resolve(Decision.APPROVED)
    again = e.InterventionResolved(
        NOON, asked.id, asked.revision, Decision.APPROVED, "st-1", Role.ATTENDANT
    )
    with pytest.raises(Rejected, match="approval_late"):
        till.do(again)


def test_nobody_lets_an_intervention_lapse_by_hand(till: Till) -> None:
    till.do(e.HelpRequested(NOON, "i1"))
    with pytest.raises(Rejected, match="not_now"):
        till.resolve(Decision.LAPSED)


def test_a_void_line_needs_staff_and_leaves_a_reason(till: Till) -> None:
    till.open()
    line = till.scan(product())
    with pytest.raises(Rejected, match="staff_needed"):
        till.do(e.LineVoided(NOON, line, "damaged"))
    till.sign_in()
    till.do(e.LineVoided(NOON, line, "damaged"))
    body = till.body("line_voided")
    assert (body["staff"], body["reason"], body["net"]) == ("st-1", "damaged", 1000)


def test_voiding_while_choosing_the_tender_goes_back_to_scan(till: Till) -> None:
    till.open()
    till.scan(product("bread"))
    line = till.scan(product())
    till.pay()
    till.sign_in()
    till.do(e.LineVoided(NOON, line, "damaged"))
    assert till.session.phase is Phase.SCAN  # what is to be paid has changed


def test_a_rejection_while_choosing_the_tender_goes_back_to_scan(till: Till) -> None:
    till.open()
    line = till.scan(product())
    till.pay()
    asked = Intervention("i9", Cause.RECALLED, NOON, 1, (line, "gone"))
    till.session = replace(till.session, interventions=(asked,))
    till.resolve(Decision.REJECTED)
    assert till.session.phase is Phase.SCAN
    assert till.basket.cart.lines == ()


def test_a_voided_basket_lists_what_was_in_it(till: Till) -> None:
    till.open()
    till.scan(product())
    till.sign_in()
    till.do(e.BasketVoided(NOON, "left"))
    body = till.body("basket_voided")
    assert (body["staff"], body["reason"], body["total"]) == ("st-1", "left", 1000)
    assert len(body["lines"]) == 1
    assert till.session.phase is Phase.ATTRACT
    assert till.session.staff is not None  # the colleague is still there


def test_a_lane_stops_and_goes_on_where_it_was(till: Till) -> None:
    for prepare, phase in (
        (lambda: None, Phase.ATTRACT),
        (lambda: till.open(), Phase.SCAN),
        (till.sell, Phase.THANKS),
    ):
        till.session = type(till.session)(till.session.profile)
        prepare()
        till.do(e.LaneStopped(NOON, "paused"))
        assert till.session.phase is Phase.STOPPED
        assert till.entries() == ["lane_stopped"]
        till.do(e.LaneResumed(NOON))
        assert till.session.phase is phase


def test_a_lane_does_not_stop_while_a_payment_is_open(till: Till) -> None:
    till.open()
    till.scan(product())
    till.pay()
    till.show_code()
    with pytest.raises(Rejected, match="unresolved"):
        till.do(e.LaneStopped(NOON, "paused"))
    till.answer(IntentState.FAILED)
    till.do(e.LaneStopped(NOON, "paused"))
    assert till.session.phase is Phase.STOPPED
