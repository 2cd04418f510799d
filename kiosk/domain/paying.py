"""Handlers of payment, receipt and thanks (domain-rules P; ledger-and-sync)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from kiosk.domain import events as e
from kiosk.domain.basket import (
    Outcome,
    ask_staff,
    at_phase,
    end_basket,
    lapse_all,
    notify,
    open_basket,
)
from kiosk.domain.effects import (
    AppendEntry,
    CommitSale,
    Effect,
    PlayTone,
    PrintReceipt,
    QueryPayment,
    ReversePayment,
    SubmitPayment,
    Tone,
)
from kiosk.domain.errors import Rejected
from kiosk.domain.intervention import Cause, Intervention
from kiosk.domain.record import build_sale
from kiosk.domain.sale import SaleTender
from kiosk.domain.session import CommittedSale, Notice, Phase, Session
from kiosk.domain.tender import Intent, IntentState

PayingEvent = (
    e.PaymentRequested
    | e.ShoppingResumed
    | e.PayCodeCaptured
    | e.PaymentAnswered
    | e.PaymentCancelled
    | e.SaleCommitted
    | e.ReceiptChosen
    | e.PrintAnswered
    | e.ThanksEnded
)

# WeChat code pay (devices A4): poll every 5 s, give up at 45 s, and reverse no
# sooner than 15 s after paying.
QUERY_AFTER_S = 5
GIVE_UP_AFTER_S = 45
REVERSE_NOT_BEFORE_S = 15
MAX_REVERSALS = 5

_WAITING = frozenset({
    IntentState.SUBMITTED,
    IntentState.USERPAYING,
    IntentState.UNKNOWN,
})


def handle(session: Session, event: PayingEvent) -> Outcome:
    """Return what a payment event leads to; Rejected when it cannot be."""
    match event:
        case e.PaymentRequested():
            return _request(session, event)
        case e.ShoppingResumed():
            return at_phase(notify(session, None), Phase.SCAN), ()
        case e.PayCodeCaptured():
            return _submit(session, event)
        case e.PaymentAnswered():
            return _take_answer(session, event)
        case e.PaymentCancelled():
            return _cancel(session, event)
        case e.SaleCommitted():
            return _close_sale(session, event)
        case e.ReceiptChosen():
            return _choose_receipt(session, event)
        case e.PrintAnswered():
            return _take_print_answer(session, event)
        case e.ThanksEnded():
            return end_basket(session, ())
        case _ as never:
            assert_never(never)


def _request(session: Session, event: e.PaymentRequested) -> Outcome:
    basket = open_basket(session)
    if not basket.cart.lines:
        raise Rejected("empty_basket")
    if event.recalled_lines:
        return _stop_recalled(session, event)
    if any(i.blocks_payment for i in session.interventions):
        raise Rejected("pay_blocked_staff")
    if basket.priced.total.minor == 0:  # no provider call, still a receipt (M8)
        return _commit(at_phase(session, Phase.PAY), event.at)
    return at_phase(notify(session, None), Phase.TENDER), ()


def _stop_recalled(session: Session, event: e.PaymentRequested) -> Outcome:
    line = open_basket(session).cart.line(event.recalled_lines[0])
    notice = Notice("recalled", "danger", line.id, names=line.product.names)
    told = notify(session, notice)
    tone: tuple[Effect, ...] = (PlayTone(Tone.ATTENTION),)
    if any(i.lines == event.recalled_lines for i in session.interventions):
        return told, tone
    asked, effects = ask_staff(
        told,
        Intervention(
            event.intervention_id,
            Cause.RECALLED,
            event.at,
            1,
            event.recalled_lines,
        ),
    )
    return asked, (*effects, *tone)


def _submit(session: Session, event: e.PayCodeCaptured) -> Outcome:
    basket = open_basket(session)
    intent = Intent(
        event.intent_id,
        event.order_no,
        event.wallet,
        basket.priced.total,
        event.at,
        # The commit of this event is what allows the request to leave.
        IntentState.SUBMITTED,
    )
    entry = AppendEntry(
        "payment_intent",
        {
            "intent": intent.id,
            "order_no": intent.order_no,
            "wallet": intent.wallet,
            "amount": intent.amount.minor,
            "currency": intent.amount.currency,
            "basket": basket.id,
        },
    )
    paying = replace(
        notify(session, None), phase=Phase.PAY, intents=(*session.intents, intent)
    )
    return paying, (entry, SubmitPayment(intent, event.handle))


def _take_answer(session: Session, event: e.PaymentAnswered) -> Outcome:
    intent = session.intent
    if intent is None or intent.id != event.intent_id:
        raise Rejected("payment_transition", "an answer for another attempt")
    if intent.is_final:
        raise Rejected("payment_transition", f"{intent.state} is final")
    moved = intent.move(event.state, event.reason, event.provider_ref)
    after = _with_intent(session, moved)
    match moved.state:
        case IntentState.PAID:
            return _commit(after, event.at, (_outcome_entry(moved),))
        case IntentState.FAILED:
            notice = Notice("payment_failed", "warn", moved.reason)
            return _back_to_tender(after, moved, notice)
        case IntentState.REVERSED:
            notice = Notice("payment_reversed", "warn", moved.reason)
            return _back_to_tender(after, moved, notice)
        case IntentState.REVERSE_UNKNOWN:
            return _retry_reversal(after, moved, event.at)
        case _:
            return _wait(after, moved, event.at)


def _with_intent(session: Session, intent: Intent) -> Session:
    return replace(session, intents=(*session.intents[:-1], intent))


def _outcome_entry(intent: Intent) -> AppendEntry:
    return AppendEntry(
        "payment_outcome",
        {
            "intent": intent.id,
            "order_no": intent.order_no,
            "state": intent.state.value,
            "reason": intent.reason,
            "provider_ref": intent.provider_ref,
            "amount": intent.amount.minor,
            "currency": intent.amount.currency,
        },
    )


def _commit(
    session: Session, at: datetime, entries: tuple[Effect, ...] = ()
) -> Outcome:
    basket = open_basket(session)
    tenders = tuple(
        SaleTender(i.id, i.wallet, i.order_no, i.amount.minor, i.provider_ref)
        for i in session.intents
        if i.state is IntentState.PAID
    )
    sale = build_sale(
        basket_id=basket.id,
        generation=basket.generation,
        profile=session.profile,
        opened_at=basket.opened_at,
        paid_at=at,
        member_id=basket.cart.member_id,
        priced=basket.priced,
        tenders=tenders,
    )
    return session, (*entries, CommitSale(sale))


def _back_to_tender(session: Session, intent: Intent, notice: Notice) -> Outcome:
    back = at_phase(notify(session, notice), Phase.TENDER)
    return back, (_outcome_entry(intent), PlayTone(Tone.ATTENTION))


def _wait(session: Session, intent: Intent, at: datetime) -> Outcome:
    elapsed = _elapsed_s(intent, at)
    if elapsed >= GIVE_UP_AFTER_S:
        return _reverse(session, intent, at)
    unknown = intent.state is IntentState.UNKNOWN
    notice = Notice("payment_unknown", "warn") if unknown else None
    return notify(session, notice), (QueryPayment(intent, QUERY_AFTER_S),)


def _elapsed_s(intent: Intent, at: datetime) -> int:
    return int((at - intent.created_at).total_seconds())


def _reverse(session: Session, intent: Intent, at: datetime) -> Outcome:
    reversing = replace(
        intent.move(IntentState.REVERSING), reversals=intent.reversals + 1
    )
    # A clock that was set back must not make the reversal wait for hours.
    wait = REVERSE_NOT_BEFORE_S - max(0, _elapsed_s(intent, at))
    notice = Notice("payment_reversing", "warn")
    after = notify(_with_intent(session, reversing), notice)
    return after, (
        _outcome_entry(reversing),
        ReversePayment(reversing, max(0, wait)),
    )


def _retry_reversal(session: Session, intent: Intent, at: datetime) -> Outcome:
    if intent.reversals < MAX_REVERSALS:
        again = replace(
            intent.move(IntentState.REVERSING), reversals=intent.reversals + 1
        )
        delay = QUERY_AFTER_S * intent.reversals
        return _with_intent(session, again), (ReversePayment(again, delay),)
    asked, effects = ask_staff(
        notify(session, Notice("payment_reverse_unknown", "danger")),
        Intervention(
            f"{intent.id}.unresolved",
            Cause.PAYMENT_UNRESOLVED,
            at,
            1,
            detail=intent.order_no,
        ),
    )
    return asked, (_outcome_entry(intent), *effects, PlayTone(Tone.ATTENTION))


def _cancel(session: Session, event: e.PaymentCancelled) -> Outcome:
    intent = session.intent
    if intent is None or intent.state not in _WAITING:
        raise Rejected("not_now", "no payment can be stopped")
    return _reverse(session, intent, event.at)


def resolve_reversal(session: Session, retry: bool) -> Outcome:
    """Staff decided on an attempt whose reversal stayed unclear.

    Either the reversal is tried anew, or a supervisor parks the attempt: the
    shopper may then pay by another one, and the day's close lists it (P8).
    """
    intent = session.intent
    if intent is None:
        raise Rejected("not_now", "no payment to resolve")
    if retry:
        again = replace(intent.move(IntentState.REVERSING), reversals=1)
        return _with_intent(session, again), (ReversePayment(again, 0),)
    return at_phase(notify(session, None), Phase.TENDER), ()


def _close_sale(session: Session, event: e.SaleCommitted) -> Outcome:
    basket = open_basket(session)
    sale = CommittedSale(
        event.receipt_no, event.epoch, event.seq, event.hash, basket.priced.total
    )
    closed = replace(
        session, phase=Phase.RECEIPT, sale=sale, notice=None, interventions=()
    )
    return closed, (*lapse_all(session), PlayTone(Tone.PAID))


def _choose_receipt(session: Session, event: e.ReceiptChosen) -> Outcome:
    sale = session.sale
    if sale is None:
        raise Rejected("not_now", "no sale")
    if event.choice is not e.ReceiptChoice.PAPER:
        if session.profile.receipt_required and event.choice is e.ReceiptChoice.NONE:
            raise Rejected("receipt_required")
        return at_phase(session, Phase.THANKS), ()
    printing = replace(sale, print_job=sale.receipt_no, print_state="printing")
    after = replace(session, phase=Phase.THANKS, sale=printing)
    job = PrintReceipt(sale.receipt_no, sale.receipt_no, sale.seq, sale.hash)
    return after, (job,)


def _take_print_answer(session: Session, event: e.PrintAnswered) -> Outcome:
    sale = session.sale
    if sale is None or sale.print_job != event.job_id:
        return session, ()
    state = event.cause or "done"
    notice = Notice("printer_held", "warn", event.cause) if event.cause else None
    return replace(session, sale=replace(sale, print_state=state), notice=notice), ()
