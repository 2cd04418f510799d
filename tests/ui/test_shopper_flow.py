"""A shopper's finger on the real screens: what each touch asks of the lane."""

from __future__ import annotations

from dataclasses import replace

import pytest
import screen_samples as samples

from kiosk.domain.events import ReceiptChoice
from kiosk.domain.session import Phase
from kiosk.domain.tender import IntentState


def test_attract_starts_a_basket(kiosk, on_step):
    on_step(kiosk, "01-attract")
    kiosk.touch("start")
    kiosk.controls.start.assert_called_once_with()


def test_every_touch_begins_the_idle_time_anew(kiosk, on_step):
    on_step(kiosk, "03-scan-empty")
    kiosk.touch("cart")
    kiosk.controls.touched.assert_called()


def test_pay_is_asked_once_a_touch(kiosk, on_step):
    on_step(kiosk, "04-scan")
    kiosk.touch("pay")
    kiosk.controls.pay.assert_called_once_with()


def test_pay_with_an_empty_basket_cannot_be_touched(kiosk, on_step):
    on_step(kiosk, "03-scan-empty")
    kiosk.touch("pay")
    kiosk.controls.pay.assert_not_called()


def test_a_line_is_counted_up_down_and_removed(kiosk, on_step):
    on_step(kiosk, "07-line")
    kiosk.touch("more")
    kiosk.touch("less")
    kiosk.touch("removeLine")
    changes = kiosk.controls.change_quantity.call_args_list
    assert [call.args for call in changes] == [("l2", 4), ("l2", 2)]
    kiosk.controls.remove_line.assert_called_once_with("l2")
    assert not kiosk.has("removeLine")


def test_a_weighed_line_is_not_counted(kiosk, on_step):
    on_step(kiosk, "04-scan")
    kiosk.lane.open_line("l3")
    kiosk.settle()
    assert not kiosk.has("more")
    assert kiosk.has("removeLine")


def test_a_line_sheet_closes_when_its_line_goes(kiosk, on_step, steps, catalogue):
    on_step(kiosk, "07-line")
    left = samples.basket([samples.line(1, catalogue.like("lager"))])
    kiosk.window.publish(samples.Snapshot(samples.scan(left)))
    kiosk.settle()
    assert kiosk.lane.sheet == ""


def test_look_up_by_pinyin_initials_on_the_own_keypad(kiosk, on_step, catalogue):
    on_step(kiosk, "08-lookup")
    for key in "QPG":
        kiosk.lane.lookup.type(key)
    kiosk.settle()
    assert "Granny Smith apples" in kiosk.texts()
    found = [row.key for row in kiosk.lane.lookup.tiles.rows()]
    assert found == [product.id for product in catalogue.search("qpg")]


def test_a_weighed_product_found_by_hand_goes_to_the_scale(kiosk, on_step, catalogue):
    on_step(kiosk, "08-lookup")
    kiosk.lane.choose(catalogue.like("granny").id)
    kiosk.settle()
    assert kiosk.lane.sheet == "weigh"
    kiosk.controls.choose.assert_not_called()


def test_a_packaged_product_found_by_hand_is_added(kiosk, on_step, catalogue):
    on_step(kiosk, "08-lookup")
    kiosk.lane.choose(catalogue.like("cola").id)
    kiosk.controls.choose.assert_called_once_with(catalogue.like("cola").id)
    assert kiosk.lane.sheet == ""


def test_typed_digits_of_a_barcode_are_taken_as_scanned(kiosk, on_step):
    on_step(kiosk, "08-lookup")
    for key in "9520001001031":
        kiosk.lane.lookup.type(key)
    kiosk.settle()
    kiosk.touch("useCode")
    kiosk.controls.enter_code.assert_called_once_with("9520001001031")


def test_weigh_shows_weight_unit_price_and_price_together(kiosk, on_step):
    on_step(kiosk, "11-weigh-confirm")
    shown = kiosk.texts()
    assert "0.735 kg" in shown
    assert "¥11.96 / kg  ×  0.735 kg" in shown
    assert "¥8.79" in shown
    kiosk.touch("addWeighed")
    kiosk.controls.weigh.assert_called_once_with("plu:4131")


def test_the_weigh_sheet_stays_until_the_line_is_there(kiosk, on_step, steps):
    on_step(kiosk, "11-weigh-confirm")
    snapshot = steps["09-weigh"][0]
    refused = samples.Notice("weigh_zero_first", "warn")
    session = replace(snapshot.session, notice=refused)
    kiosk.window.publish(replace(snapshot, session=session))
    kiosk.settle()
    assert kiosk.lane.sheet == "weigh"
    assert "Clear the scale first, then put the item on." in kiosk.texts()
    added = replace(snapshot.session, last_line="l3")
    kiosk.window.publish(replace(snapshot, session=added))
    assert kiosk.lane.sheet == ""


def test_a_scanned_product_sold_by_weight_goes_on_at_the_scale(kiosk, on_step, steps):
    on_step(kiosk, "04-scan")
    snapshot = steps["04-scan"][0]
    notice = samples.Notice("weigh_needed", "warn", "plu:4011")
    session = replace(snapshot.session, notice=notice)
    kiosk.window.publish(replace(snapshot, session=session))
    kiosk.settle()
    assert kiosk.lane.sheet == "weigh"
    assert kiosk.lane.weigh.name == "Bananas"
    kiosk.lane.close()
    kiosk.window.publish(replace(snapshot, session=session))
    assert kiosk.lane.sheet == ""  # the same notice does not open it again


def test_a_moving_scale_cannot_be_sold_by(kiosk, on_step, steps):
    on_step(kiosk, "11-weigh-confirm")
    moving = samples.reading(0, samples.ScaleState.MOTION)
    kiosk.window.publish(replace(steps["09-weigh"][0], scale=moving))
    kiosk.settle()
    kiosk.touch("addWeighed")
    kiosk.controls.weigh.assert_not_called()
    assert "¥8.79" not in kiosk.texts()


@pytest.mark.parametrize(
    ("name", "choice"),
    [
        ("receiptPaper", ReceiptChoice.PAPER),
        ("receiptScreen", ReceiptChoice.SCREEN),
        ("receiptNone", ReceiptChoice.NONE),
    ],
)
def test_the_receipt_is_chosen(kiosk, on_step, name, choice):
    on_step(kiosk, "22-receipt")
    kiosk.touch(name)
    kiosk.controls.choose_receipt.assert_called_once_with(choice)


def test_a_profile_that_requires_a_receipt_offers_no_way_round(kiosk, steps):
    snapshot, _ = steps["22-receipt"]
    session = snapshot.session
    law = replace(session.profile, receipt_required=True)
    window = kiosk.window
    window._wording = replace(window._wording, profile=law)
    window.publish(replace(snapshot, session=replace(session, profile=law)))
    kiosk.settle()
    assert not kiosk.has("receiptNone")


@pytest.mark.parametrize("state", list(IntentState))
def test_a_payment_is_never_called_failed_while_unknown(kiosk, steps, state):
    snapshot, _ = steps["17-pay-asking"]
    session = snapshot.session
    intents = (replace(session.intents[0], state=state),)
    kiosk.window.publish(replace(snapshot, session=replace(session, intents=intents)))
    kiosk.settle()
    said = " ".join(kiosk.texts()).lower()
    assert "fail" not in said
    assert "not paid" not in said


def test_a_payment_under_way_can_be_stopped(kiosk, on_step):
    on_step(kiosk, "18-pay-confirm")
    assert "24" in kiosk.texts()
    kiosk.touch("cancelPayment")
    kiosk.controls.cancel_payment.assert_called_once_with()


def test_a_reversal_under_way_cannot_be_stopped(kiosk, on_step):
    on_step(kiosk, "20-pay-undoing")
    assert not kiosk.has("cancelPayment")
    assert not kiosk.has("backToScan")


def test_the_way_back_from_choosing_a_payment(kiosk, on_step):
    on_step(kiosk, "15-pay-method")
    kiosk.touch("backToScan")
    kiosk.controls.back_to_scan.assert_called_once_with()


def test_the_idle_prompt_can_be_extended(kiosk, on_step):
    on_step(kiosk, "14-idle")
    kiosk.controls.touched.reset_mock()
    kiosk.touch("stay")
    kiosk.controls.touched.assert_called()


def test_help_is_called_and_then_shown_as_called(kiosk, on_step, steps):
    on_step(kiosk, "12-help")
    kiosk.touch("callHelp")
    kiosk.controls.call_help.assert_called_once_with()
    snapshot = steps["04-scan"][0]
    called = replace(snapshot.session, interventions=samples.interventions())
    kiosk.window.publish(replace(snapshot, session=called))
    kiosk.settle()
    assert "A colleague is on the way" in kiosk.texts()


def test_giving_the_basket_up_is_asked_for_once(kiosk, on_step):
    on_step(kiosk, "12-help")
    kiosk.touch("startAgain")
    kiosk.controls.abandon.assert_not_called()
    kiosk.touch("abandon")
    kiosk.controls.abandon.assert_called_once_with()


def test_a_notice_offers_one_action(kiosk, on_step):
    on_step(kiosk, "05-scan-unknown")
    kiosk.touch("noticeAction")
    assert kiosk.lane.sheet == "lookup"


def test_sheets_of_scanning_close_when_paying_begins(kiosk, on_step, steps):
    on_step(kiosk, "08-lookup")
    kiosk.window.publish(steps["15-pay-method"][0])
    assert kiosk.lane.sheet == ""


def test_thanks_is_left_by_hand_and_counts_from_the_last_touch(kiosk, on_step):
    on_step(kiosk, "23-thanks-printing")
    receipt = kiosk.lane.receipt
    receipt._tick()
    receipt._tick()
    assert receipt.secondsLeft == 10
    kiosk.touch("finish")
    assert receipt.secondsLeft == 12
    kiosk.controls.finish.assert_called_once_with()


def test_out_of_service_says_where_to_go(kiosk, on_step):
    on_step(kiosk, "29-stopped")
    assert "This lane is closed" in kiosk.texts()
    assert kiosk.lane.phase == Phase.STOPPED
