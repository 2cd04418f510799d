"""The lane: each wish of the shopper and the colleague, and the time that passes."""

from datetime import timedelta
from pathlib import Path

import pytest
import till
from counter import MILK, PAY_CODE, Counter

from drivers.ports import (
    DeviceStatus,
    Health,
    PrintDone,
    PrintHeld,
    ScaleReading,
    ScaleState,
)
from kiosk.domain import events as e
from kiosk.domain.effects import PrintReceipt, QueryPayment
from kiosk.domain.intervention import Cause, Decision, Role
from kiosk.domain.session import Phase
from kiosk.domain.tender import IntentState
from kiosk.lane.recognition import Suggested
from kiosk.lane.staff import StaffChecked
from kiosk.store.people import StaffRecord

ANNA = StaffRecord("st-1", "A", Role.ATTENDANT, demo=True)


def sign_in(counter: Counter) -> None:
    counter.lane.receive(StaffChecked(ANNA, "pin"))
    assert counter.session.staff.id == "st-1"


def pay(counter: Counter) -> None:
    counter.lane.pay()
    counter.scan(PAY_CODE)
    now, intent = counter.clock.now(), counter.session.intent
    counter.lane.receive(e.PaymentAnswered(now, intent.id, IntentState.PAID, "", "r"))
    assert counter.session.phase is Phase.RECEIPT


# -- shopping -------------------------------------------------------------------


def test_start_opens_an_empty_basket_of_the_day(counter: Counter) -> None:
    counter.lane.start()
    assert counter.session.phase is Phase.SCAN
    assert counter.session.basket.business_date == till.NOON.date()
    counter.lane.start()
    assert counter.kinds() == ["day_open", "basket_opened"]


def test_goods_are_found_and_chosen_by_hand(counter: Counter) -> None:
    found = counter.lane.search("mil")
    assert [one.id for one in found] == ["milk"]
    counter.lane.choose("milk", 3)
    assert counter.session.basket.cart.lines[0].pieces == 3
    counter.lane.choose("no such product")
    assert counter.cart == ["milk"]


def test_pieces_are_changed_and_lines_removed(counter: Counter) -> None:
    counter.scan()
    line = counter.session.basket.cart.lines[0].id
    counter.lane.change_quantity(line, 4)
    assert counter.session.basket.priced.total == till.cny(4000)
    counter.lane.change_quantity(line, 0)
    assert counter.notice == "quantity_fixed"
    counter.lane.remove_line(line)
    assert counter.cart == []
    assert counter.kinds()[-1] == "line_removed"


def test_an_empty_basket_is_not_paid(counter: Counter) -> None:
    counter.lane.start()
    counter.lane.pay()
    assert counter.notice == "empty_basket"
    assert counter.session.phase is Phase.SCAN


def test_pay_without_any_basket_is_refused(counter: Counter) -> None:
    counter.lane.pay()
    assert counter.notice == "not_now"
    assert counter.session.phase is Phase.ATTRACT


def test_back_to_scan_and_abandon(counter: Counter) -> None:
    counter.scan()
    counter.lane.pay()
    counter.lane.back_to_scan()
    assert counter.session.phase is Phase.SCAN
    counter.lane.abandon()
    assert counter.session.phase is Phase.ATTRACT
    assert counter.kinds()[-1] == "basket_abandoned"


def test_help_is_called_once(counter: Counter) -> None:
    counter.lane.call_help("no_barcode")
    counter.lane.call_help()
    (asked,) = counter.session.interventions
    assert (asked.cause, asked.detail) == (Cause.HELP, "no_barcode")
    assert counter.notice == "help_called"


def test_the_printer_s_answers_reach_the_sale(counter: Counter) -> None:
    counter.scan()
    pay(counter)
    counter.lane.choose_receipt(e.ReceiptChoice.PAPER)
    (job,) = [one for one in counter.ran if isinstance(one, PrintReceipt)]
    counter.lane.receive(PrintHeld("printer", job.job_id, "paper_out"))
    assert counter.session.sale.print_state == "paper_out"
    assert counter.notice == "printer_held"
    counter.lane.receive(PrintDone("printer", job.job_id))
    assert counter.session.sale.print_state == "done"
    assert counter.notice == ""


def test_device_health_is_published(counter: Counter) -> None:
    lost = DeviceStatus("scale", Health.LOST, "lost")
    counter.lane.receive(lost)
    counter.lane.receive(DeviceStatus("printer", Health.OK))
    assert counter.engine.snapshot.devices["scale"] is lost
    assert len(counter.engine.snapshot.devices) == 2


@pytest.mark.parametrize("detail", ["garbage", "no_suffix"])
def test_a_read_that_came_as_noise_is_told(counter: Counter, detail: str) -> None:
    noise = DeviceStatus("scanner", Health.DEGRADED, detail)
    counter.lane.receive(noise)
    assert counter.engine.session.notice is None  # nobody shops
    counter.lane.start()
    counter.lane.receive(noise)
    notice = counter.engine.session.notice
    assert notice is not None
    assert notice.code == e.Refusal.UNREADABLE


# -- weighing -------------------------------------------------------------------


def test_a_weight_is_charged_and_never_twice(counter: Counter) -> None:
    counter.load(0)
    counter.load(735)
    counter.lane.begin_weighing()
    counter.lane.weigh("plu:4011")
    assert counter.cart == ["plu:4011"]
    assert counter.session.basket.priced.total == till.cny(879)  # 0.735 kg at 11.96
    assert counter.recognised == [True, False]
    counter.load(735)
    counter.lane.weigh("plu:4011")
    assert counter.notice == "weigh_zero_first"
    counter.load(0)
    counter.load(100)
    counter.lane.weigh("plu:4011")
    assert counter.cart == ["plu:4011"] * 2


@pytest.mark.parametrize(
    ("state", "notice"),
    [
        (ScaleState.MOTION, "weigh_unstable"),
        (ScaleState.UNDER, "weigh_under"),
        (ScaleState.OVER, "weigh_over"),
        (ScaleState.FAULT, "scale_fault"),
    ],
)
def test_a_reading_that_is_no_weight_is_told(
    counter: Counter, state: ScaleState, notice: str
) -> None:
    counter.load(500 if state is ScaleState.MOTION else 0, state)
    counter.lane.weigh("plu:4011")
    assert counter.notice == notice
    assert counter.cart == []


def test_too_little_on_the_pan_is_told(counter: Counter) -> None:
    counter.load(10)
    counter.lane.weigh("plu:4011")
    assert counter.notice == "weigh_too_light"
    assert counter.session.notice.number == 100


def test_a_silent_scale_charges_nothing(counter: Counter) -> None:
    counter.load(735)
    counter.clock.advance(1.5)
    counter.lane.weigh("plu:4011")
    assert counter.notice == "scale_absent"
    assert counter.cart == []


def test_a_lane_without_a_scale_says_so(counter: Counter) -> None:
    counter.lane.weigh("plu:4011")
    assert counter.notice == "scale_absent"


def test_goods_by_the_piece_are_not_weighed(counter: Counter) -> None:
    counter.load(735)
    counter.lane.weigh("milk")
    assert counter.notice == "not_weighed"
    counter.lane.weigh("no such product")
    assert counter.cart == []


def test_the_pan_counts_as_cleared_by_a_sure_zero_only(counter: Counter) -> None:
    counter.load(735)
    counter.lane.weigh("plu:4011")
    counter.lane.receive(ScaleReading("scale", 0, ScaleState.MOTION, 0, zero=False))
    counter.load(400)
    counter.lane.weigh("plu:4011")
    assert counter.notice == "weigh_zero_first"


def test_the_scale_is_zeroed_on_wish(counter: Counter) -> None:
    counter.lane.zero_scale()
    assert counter.zeroed == 1


def test_suggestions_are_products_of_the_catalogue(counter: Counter) -> None:
    counter.lane.receive(Suggested(("plu:4011", "sold out long ago")))
    assert [one.id for one in counter.engine.snapshot.suggestions] == ["plu:4011"]


# -- staff ----------------------------------------------------------------------


def test_a_pin_goes_to_the_desk_and_into_no_file(counter: Counter) -> None:
    counter.lane.enter_pin("246813")
    assert counter.desk.asked == ["246813"]
    sign_in(counter)
    assert counter.kinds()[-1] == "staff_opened"
    counter.ledger._db.run("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"246813" not in (counter.folder / "ledger.db").read_bytes()


def test_five_wrong_pins_lock_the_lane_across_a_restart(counter: Counter) -> None:
    for _ in range(4):
        counter.lane.receive(StaffChecked(None, "pin"))
        assert counter.notice == "staff_pin_wrong"
    counter.lane.receive(StaffChecked(None, "pin"))
    assert (counter.notice, counter.session.notice.number) == ("staff_locked", 1)
    counter.crash()
    counter.lane.enter_pin("246813")
    assert counter.desk.asked == []
    assert counter.notice == "staff_locked"
    counter.clock.advance(61)
    counter.lane.enter_pin("246813")
    assert counter.desk.asked == ["246813"]


def test_a_pin_under_way_when_the_lock_began_opens_nothing(counter: Counter) -> None:
    for _ in range(5):
        counter.lane.receive(StaffChecked(None, "pin"))
    counter.lane.receive(StaffChecked(ANNA, "pin"))
    assert counter.session.staff is None
    counter.clock.advance(61)
    counter.lane.receive(StaffChecked(None, "pin"))
    assert counter.session.notice.number == 2  # the right one did not start over


def test_a_pin_that_cannot_be_checked_is_no_wrong_attempt(counter: Counter) -> None:
    for _ in range(9):
        counter.lane.receive(StaffChecked(None, "pin", fault=True))
        assert counter.notice == "staff_unchecked"
    counter.lane.enter_pin("246813")
    assert counter.desk.asked == ["246813"]


def test_staff_settles_an_intervention_as_it_was_shown(counter: Counter) -> None:
    counter.lane.call_help()
    (asked,) = counter.session.interventions
    counter.lane.resolve(asked.id, asked.revision, Decision.APPROVED, "other")
    assert counter.notice == "staff_needed"
    sign_in(counter)
    counter.lane.resolve(asked.id, asked.revision + 1, Decision.APPROVED, "other")
    assert counter.notice == "approval_late"
    counter.lane.resolve(asked.id, asked.revision, Decision.APPROVED, "other")
    assert counter.session.interventions == ()
    assert counter.kinds()[-1] == "intervention_resolved"
    counter.lane.leave_staff()
    assert counter.session.staff is None


def test_staff_voids_a_line_and_the_basket(counter: Counter) -> None:
    counter.scan()
    counter.scan("9520000000028")
    line = counter.session.basket.cart.lines[0].id
    counter.lane.void_line(line, "damaged")
    assert counter.notice == "staff_needed"
    sign_in(counter)
    counter.lane.void_line(line, "damaged")
    assert counter.cart == ["tea"]
    counter.lane.void_basket("left_lane")
    assert counter.session.phase is Phase.ATTRACT
    assert {"line_voided", "basket_voided"} <= set(counter.kinds())


# -- time -----------------------------------------------------------------------


def ticks(counter: Counter, seconds: int) -> list[int | None]:
    """Let seconds pass; return what the idle prompt showed at each."""
    counter.lane.tick()
    shown = []
    for _ in range(seconds):
        counter.clock.advance(1)
        counter.lane.tick()
        shown.append(counter.engine.snapshot.idle_prompt_s)
    return shown


def test_an_idle_shopper_is_asked_then_a_colleague_is_called(counter: Counter) -> None:
    counter.scan()
    shown = ticks(counter, 60)
    assert shown[:44] == [None] * 44
    assert shown[44:59] == [*range(15, 0, -1)]
    assert [one.cause for one in counter.session.interventions] == [Cause.IDLE]
    assert counter.cart == ["milk"]
    ticks(counter, 61)
    assert len(counter.session.interventions) == 1


def test_a_touch_or_a_scan_begins_the_idle_time_anew(counter: Counter) -> None:
    counter.scan()
    ticks(counter, 50)
    counter.lane.touched()
    ticks(counter, 50)
    counter.scan()
    ticks(counter, 50)
    assert counter.session.interventions == ()


def test_an_empty_basket_is_given_up(counter: Counter) -> None:
    counter.lane.start()
    ticks(counter, 61)
    assert counter.session.phase is Phase.ATTRACT


def test_receipt_and_thanks_end_by_themselves(counter: Counter) -> None:
    counter.scan()
    pay(counter)
    ticks(counter, 15)
    assert any(isinstance(one, PrintReceipt) for one in counter.ran)
    assert counter.session.phase is Phase.THANKS
    ticks(counter, 13)
    assert counter.session.phase is Phase.ATTRACT


def test_staff_mode_ends_by_itself(counter: Counter) -> None:
    counter.scan()
    sign_in(counter)
    ticks(counter, 31)
    assert counter.session.staff is None


def test_nothing_times_out_while_a_payment_is_open(counter: Counter) -> None:
    counter.scan()
    counter.lane.pay()
    counter.scan(PAY_CODE)
    ticks(counter, 300)
    assert counter.session.phase is Phase.PAY
    assert counter.session.interventions == ()


def test_the_payment_s_countdown_stops_at_zero(counter: Counter) -> None:
    counter.scan()
    counter.lane.pay()
    counter.lane.tick()
    assert counter.engine.snapshot.pay_seconds_left is None
    counter.scan(PAY_CODE)
    counter.lane.tick()
    assert counter.engine.snapshot.pay_seconds_left == 45
    ticks(counter, 60)
    assert counter.engine.snapshot.pay_seconds_left == 0


def test_a_payer_who_types_is_waited_for_and_can_stop_it(counter: Counter) -> None:
    counter.scan()
    counter.lane.pay()
    counter.scan(PAY_CODE)
    now, intent = counter.clock.now(), counter.session.intent
    counter.lane.receive(e.PaymentAnswered(now, intent.id, IntentState.USERPAYING))
    assert isinstance(counter.ran[-1], QueryPayment)
    counter.lane.cancel_payment()
    assert counter.notice == "payment_reversing"


def test_what_waits_for_the_cloud_is_published(counter: Counter) -> None:
    counter.unsynced = lambda: (7, 90)
    counter.lane.tick()
    assert counter.engine.snapshot.unsynced == 7
    assert counter.engine.snapshot.oldest_unsynced_s == 90


def test_vector_B4_a_basket_over_midnight_keeps_its_day(tmp_path: Path) -> None:
    counter = Counter(tmp_path)
    counter.clock.advance(timedelta(hours=11, minutes=58).total_seconds())
    counter.scan()  # 23:58
    counter.clock.advance(600)
    counter.scan(MILK)
    pay(counter)
    bodies = counter.ledger._db.rows(
        "SELECT business_date FROM entry WHERE kind = 'sale'"
    )
    assert [tuple(row) for row in bodies] == [("2026-03-14",)]
    counter.close()
