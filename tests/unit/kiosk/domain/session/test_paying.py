from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest
from till import NOON, Till, cny, product

from kiosk.domain import events as e
from kiosk.domain.effects import (
    CommitSale,
    PlayTone,
    PrintReceipt,
    QueryPayment,
    ReversePayment,
    SubmitPayment,
    Tone,
)
from kiosk.domain.errors import Rejected
from kiosk.domain.intervention import Cause, Decision, Role
from kiosk.domain.paying import MAX_REVERSALS, resolve_reversal
from kiosk.domain.profiles import profile
from kiosk.domain.session import Phase, Session
from kiosk.domain.tender import Intent, IntentState

T = TypeVar("T")


@pytest.fixture
def paying(till: Till) -> Till:
    till.open()
    till.scan(product())
    till.pay()
    return till


def one(till: Till, kind: type[T]) -> T:
    (found,) = [effect for effect in till.effects if isinstance(effect, kind)]
    return found


def test_an_empty_basket_cannot_be_paid(till: Till) -> None:
    till.open()
    with pytest.raises(Rejected, match="empty_basket"):
        till.pay()


def test_the_intent_is_recorded_before_the_request_leaves(paying: Till) -> None:
    paying.show_code()
    assert paying.session.phase is Phase.PAY
    assert paying.entries() == ["payment_intent"]
    assert paying.effects[-1] == SubmitPayment(paying.session.intents[-1], "handle")
    assert paying.body("payment_intent")["amount"] == 1000


def test_paid_commits_the_sale_with_its_tender(paying: Till) -> None:
    paying.show_code()
    paying.answer(IntentState.PAID)
    sale = one(paying, CommitSale).sale
    assert (sale.total, sale.tenders[0].amount) == (1000, 1000)
    assert sum(posting.amount for posting in sale.postings) == 0
    assert paying.session.phase is Phase.PAY  # until the ledger has it
    paying.committed()
    assert paying.session.phase is Phase.RECEIPT
    assert paying.effects == (PlayTone(Tone.PAID),)


def test_a_total_of_zero_needs_no_provider(till: Till) -> None:
    till.open()
    till.scan(product("sample", 0, is_free=True))
    till.pay()
    assert one(till, CommitSale).sale.tenders == ()
    till.committed()
    assert till.session.phase is Phase.RECEIPT


@pytest.mark.parametrize("state", [IntentState.USERPAYING, IntentState.UNKNOWN])
def test_unclear_is_queried_and_never_called_failed(
    paying: Till, state: IntentState
) -> None:
    paying.show_code()
    paying.answer(state)
    assert one(paying, QueryPayment).delay_s == 5
    assert paying.session.phase is Phase.PAY
    paying.answer(IntentState.PAID)
    assert one(paying, CommitSale)


@pytest.mark.parametrize(("after_s", "delay_s"), [(45, 0), (300, 0), (-3600, None)])
def test_after_45_seconds_it_is_reversed(
    paying: Till, after_s: int, delay_s: int | None
) -> None:
    paying.show_code()
    paying.answer(IntentState.UNKNOWN, after_s=after_s)
    if delay_s is None:  # a clock that went back: keep asking
        assert one(paying, QueryPayment)
    else:
        assert one(paying, ReversePayment).delay_s == delay_s


def test_a_failed_attempt_leads_back_to_the_choice(paying: Till) -> None:
    first = paying.show_code()
    paying.answer(IntentState.FAILED, "NOTENOUGH")
    assert paying.session.phase is Phase.TENDER
    assert paying.body("payment_outcome")["reason"] == "NOTENOUGH"
    second = paying.show_code()
    assert second != first  # a new attempt is a new intent (P1)


def test_cancel_reverses_not_before_15_seconds(paying: Till) -> None:
    paying.show_code()
    paying.now += timedelta(seconds=4)
    paying.do(e.PaymentCancelled(paying.now))
    assert one(paying, ReversePayment).delay_s == 11
    with pytest.raises(Rejected, match="payment_transition"):
        paying.answer(IntentState.PAID)  # the money goes back either way
    paying.answer(IntentState.REVERSED)
    assert paying.session.phase is Phase.TENDER
    with pytest.raises(Rejected, match="not_now"):
        paying.do(e.PaymentCancelled(paying.now))


def test_cancel_waits_for_a_clock_that_was_set_back(paying: Till) -> None:
    paying.show_code()
    paying.do(e.PaymentCancelled(paying.now - timedelta(hours=1)))
    assert one(paying, ReversePayment).delay_s == 15


def test_nothing_can_be_cancelled_twice(paying: Till) -> None:
    paying.show_code()
    paying.do(e.PaymentCancelled(NOON))
    with pytest.raises(Rejected, match="not_now"):
        paying.do(e.PaymentCancelled(NOON))


def unresolved(till: Till) -> Till:
    till.show_code()
    till.do(e.PaymentCancelled(till.now))
    for _ in range(MAX_REVERSALS - 1):
        till.answer(IntentState.REVERSE_UNKNOWN)
        assert isinstance(till.effects[-1], ReversePayment)
    till.answer(IntentState.REVERSE_UNKNOWN)
    return till


def test_a_reversal_that_stays_unclear_goes_to_staff(paying: Till) -> None:
    unresolved(paying)
    assert paying.asked.cause is Cause.PAYMENT_UNRESOLVED
    assert paying.session.phase is Phase.PAY


def test_only_a_supervisor_parks_it(paying: Till) -> None:
    unresolved(paying)
    with pytest.raises(Rejected, match="staff_needed_role"):
        paying.resolve(Decision.APPROVED)
    paying.resolve(Decision.APPROVED, Role.SUPERVISOR)
    assert paying.session.phase is Phase.TENDER
    paying.show_code()
    paying.answer(IntentState.PAID)
    assert len(one(paying, CommitSale).sale.tenders) == 1


def test_staff_may_try_the_reversal_again(paying: Till) -> None:
    unresolved(paying)
    paying.resolve(Decision.REJECTED)
    assert one(paying, ReversePayment).delay_s == 0
    paying.answer(IntentState.REVERSED)
    assert paying.session.phase is Phase.TENDER


def test_an_answer_for_another_attempt_is_refused(paying: Till) -> None:
    paying.show_code()
    with pytest.raises(Rejected, match="another attempt"):
        paying.do(e.PaymentAnswered(NOON, "stranger", IntentState.PAID))


def test_an_answer_after_the_end_is_refused(paying: Till) -> None:
    paying.show_code()
    paying.answer(IntentState.PAID)
    with pytest.raises(Rejected, match="final"):
        paying.answer(IntentState.PAID)


def test_the_shopper_may_go_back_to_scan(paying: Till) -> None:
    paying.do(e.ShoppingResumed(NOON))
    assert paying.session.phase is Phase.SCAN


# -- the receipt -----------------------------------------------------------------


def test_paper_is_printed_once(till: Till) -> None:
    till.sell()
    till.do(e.ReceiptChosen(NOON, e.ReceiptChoice.PAPER))
    job = PrintReceipt("A01-0-000001", "A01-0-000001", 7, "ab" * 32)
    assert till.effects == (job,)
    with pytest.raises(Rejected, match="not_now"):
        till.do(e.ReceiptChosen(NOON, e.ReceiptChoice.PAPER))


def test_a_held_job_is_told_and_then_done(till: Till) -> None:
    till.sell()
    till.do(e.ReceiptChosen(NOON, e.ReceiptChoice.PAPER))
    till.do(e.PrintAnswered(NOON, "A01-0-000001", "paper_out"))
    assert till.session.notice is not None
    assert till.session.notice.code == "printer_held"
    till.do(e.PrintAnswered(NOON, "A01-0-000001"))
    assert till.session.sale is not None
    assert till.session.sale.print_state == "done"
    assert till.session.notice is None


def test_a_job_of_an_earlier_sale_changes_nothing(till: Till) -> None:
    till.do(e.PrintAnswered(NOON, "A01-0-000099", "paper_out"))
    assert till.session.notice is None


@pytest.mark.parametrize("choice", [e.ReceiptChoice.SCREEN, e.ReceiptChoice.NONE])
def test_no_paper_no_print(till: Till, choice: e.ReceiptChoice) -> None:
    till.sell()
    till.do(e.ReceiptChosen(NOON, choice))
    assert till.effects == ()
    assert till.session.phase is Phase.THANKS


def test_germany_always_gives_a_receipt(till: Till) -> None:
    till.sell()
    till.session = replace(till.session, profile=profile("DE"))
    with pytest.raises(Rejected, match="receipt_required"):
        till.do(e.ReceiptChosen(NOON, e.ReceiptChoice.NONE))
    till.do(e.ReceiptChosen(NOON, e.ReceiptChoice.SCREEN))
    assert till.session.phase is Phase.THANKS


def test_there_is_no_receipt_without_a_sale() -> None:
    till = Till(Session(profile("CN"), phase=Phase.RECEIPT))
    with pytest.raises(Rejected, match="no sale"):
        till.do(e.ReceiptChosen(NOON, e.ReceiptChoice.PAPER))


def test_there_is_nothing_to_reverse_without_an_intent() -> None:
    with pytest.raises(Rejected, match="no payment to resolve"):
        resolve_reversal(Session(profile("CN")), retry=True)


def test_nobody_leaves_before_the_receipt_is_chosen(till: Till) -> None:
    till.sell()
    with pytest.raises(Rejected, match="not_now"):
        till.do(e.ThanksEnded(NOON))


def test_thanks_leads_to_a_fresh_lane(till: Till) -> None:
    till.sell()
    till.do(e.ReceiptChosen(NOON, e.ReceiptChoice.NONE))
    till.do(e.ThanksEnded(NOON))
    assert till.session.phase is Phase.ATTRACT
    assert (till.session.basket, till.session.sale, till.session.intents) == (
        None,
        None,
        (),
    )


def test_open_interventions_lapse_with_the_sale(paying: Till) -> None:
    paying.do(e.HelpRequested(NOON, "i9"))
    paying.show_code()
    paying.answer(IntentState.PAID)
    paying.committed()
    assert paying.body("intervention_resolved")["decision"] == "lapsed"
    assert paying.session.interventions == ()


def test_an_intent_moves_only_where_it_may() -> None:
    intent = Intent("t", "no", "wechat", cny(1), NOON)
    with pytest.raises(Rejected, match="created -> paid"):
        intent.move(IntentState.PAID)
    submitted = intent.move(IntentState.SUBMITTED)
    assert submitted.move(IntentState.SUBMITTED) == submitted
    assert not submitted.is_final
