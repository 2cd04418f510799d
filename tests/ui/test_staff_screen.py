"""Staff mode on the lane: the PIN pad keeps its secret; what is shown is decided."""

from __future__ import annotations

from dataclasses import replace

import pytest
import screen_samples as samples
from PySide6.QtCore import QPoint

from kiosk.domain.intervention import Cause, Decision, Intervention


def _type_pin(kiosk, pin: str) -> None:
    for digit in pin:
        key = next(
            item
            for item in kiosk.items()
            if item.property("text") == digit and item.property("glyph") == ""
        )
        left, top, right, bottom = kiosk.box(key)
        kiosk.touch_at(QPoint(round((left + right) / 2), round((top + bottom) / 2)))


def test_six_touched_digits_are_sent_and_forgotten(kiosk, on_step):
    on_step(kiosk, "26-staff-pin")
    _type_pin(kiosk, "975318")
    kiosk.controls.enter_pin.assert_called_once_with("975318")
    assert kiosk.lane.staff.pinLength == 0


def test_digits_are_never_shown_and_forgotten_on_cancel(kiosk, on_step):
    on_step(kiosk, "26-staff-pin")
    _type_pin(kiosk, "97")
    assert kiosk.lane.staff.pinLength == 2
    assert not any("97" in text for text in kiosk.texts())
    kiosk.touch("closePin")
    assert kiosk.lane.staff.pinLength == 0


def test_the_door_to_staff_mode_is_in_the_help_sheet(kiosk, on_step):
    on_step(kiosk, "12-help")
    kiosk.touch("staffDoor")
    assert kiosk.lane.sheet == "pin"


def test_the_pad_closes_when_a_colleague_is_in(kiosk, on_step, steps):
    on_step(kiosk, "26-staff-pin")
    kiosk.window.publish(steps["27-staff"][0])
    kiosk.settle()
    assert kiosk.lane.sheet == ""
    assert "Staff mode" in kiosk.texts()


def test_an_intervention_shows_cause_time_and_line(kiosk, on_step):
    on_step(kiosk, "27-staff")
    shown = kiosk.texts()
    assert "Age check" in shown
    assert "since 17:26 · Lingshang lager 500 ml" in shown  # store time, not UTC
    assert "since 17:26 · 6901234567892" in shown


def test_an_approval_names_the_revision_that_was_shown(kiosk, steps):
    snapshot, _ = steps["27-staff"]
    session = snapshot.session
    changed = replace(session.interventions[0], revision=5)
    kiosk.window.publish(
        replace(snapshot, session=replace(session, interventions=(changed,)))
    )
    kiosk.settle()
    kiosk.touch("approve")
    kiosk.touch("reject")
    calls = kiosk.controls.resolve.call_args_list
    assert [call.args for call in calls] == [
        ("v1", 5, Decision.APPROVED, "checked"),
        ("v1", 5, Decision.REJECTED, "refused"),
    ]


def test_a_void_asks_for_its_reason_first(kiosk, on_step, steps):
    kiosk.window.publish(steps["27-staff"][0])
    kiosk.settle()
    kiosk.touch("voidBasket")
    kiosk.controls.void_basket.assert_not_called()
    kiosk.lane.staff.because("left_lane")
    kiosk.controls.void_basket.assert_called_once_with("left_lane")
    kiosk.lane.staff.void_line("l4")
    kiosk.lane.staff.because("damaged")
    kiosk.controls.void_line.assert_called_once_with("l4", "damaged")


def test_a_void_can_be_thought_better_of(kiosk, steps):
    kiosk.window.publish(steps["27-staff"][0])
    kiosk.lane.staff.void_line("l4")
    kiosk.settle()
    kiosk.touch("closeSheet")
    kiosk.lane.staff.because("damaged")
    kiosk.controls.void_line.assert_not_called()


def test_staff_mode_is_left(kiosk, on_step):
    on_step(kiosk, "27-staff")
    kiosk.touch("leaveStaff")
    kiosk.controls.leave_staff.assert_called_once_with()


def test_a_wrong_pin_is_said_on_the_pad(kiosk, on_step, steps):
    on_step(kiosk, "26-staff-pin")
    snapshot = steps["04-scan"][0]
    notice = samples.Notice("staff_locked", "danger", number=5)
    session = replace(snapshot.session, notice=notice)
    kiosk.window.publish(replace(snapshot, session=session))
    kiosk.settle()
    said = "Too many wrong PINs. Sign-in is locked for 5 min on this lane."
    assert said in kiosk.texts()


def test_a_missing_staff_list_is_said_on_the_pad(kiosk, on_step, steps):
    on_step(kiosk, "26-staff-pin")
    snapshot = steps["04-scan"][0]
    session = replace(
        snapshot.session, notice=samples.Notice("staff_unchecked", "danger")
    )
    kiosk.window.publish(replace(snapshot, session=session))
    kiosk.settle()
    said = "This lane has no staff list it can read: nobody can sign in."
    assert said in kiosk.texts()


def crowded(snapshot):
    """Six tasks, of which the last alone stops the payment."""
    causes = [Cause.HELP, Cause.IDLE, Cause.UNKNOWN_ITEM, Cause.NO_PRICE]
    causes += [Cause.EXPIRED, Cause.AGE]
    asked = tuple(
        Intervention(f"v{i}", cause, samples.NOW, 1) for i, cause in enumerate(causes)
    )
    notice = samples.Notice("approval_late", "warn")
    session = replace(snapshot.session, interventions=asked, notice=notice)
    return replace(snapshot, session=session)


def test_what_blocks_the_payment_comes_first(kiosk, steps):
    kiosk.window.publish(crowded(steps["27-staff"][0]))
    shown = [row.key for row in kiosk.lane.staff.tasks.rows()]
    assert shown == ["v5", "v0", "v1", "v2", "v3", "v4"]


@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080)])
@pytest.mark.parametrize("look", ["plain", "large", "low"])
def test_many_tasks_leave_room_for_the_basket(open_kiosk, steps, size, look):
    kiosk = open_kiosk(size)
    if look == "large":
        kiosk.lane.comfort.toggle_large_text()
    if look == "low":
        kiosk.lane.comfort.toggle_lowered()
    kiosk.window.publish(crowded(steps["27-staff"][0]))
    kiosk.settle()
    right, bottom = kiosk.box(kiosk.find("voidBasket"))[2:]
    assert right <= size[0]
    assert bottom <= size[1]
    lists = {item.objectName(): item.height() for item in kiosk.items()}
    assert lists["tasks"] >= 136  # a whole card
    assert lists["staffCart"] >= 108  # a whole line
