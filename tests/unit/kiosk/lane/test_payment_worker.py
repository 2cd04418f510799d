"""The payment worker: when it asks, what it answers, and that it never dies."""

import logging
import threading
from collections.abc import Callable, Iterator

import pytest
import till
from counter import PAY_CODE, StillClock

from drivers.ports import PaymentOrder, PaymentReply, PayState
from kiosk.domain.effects import QueryPayment, ReversePayment, SubmitPayment
from kiosk.domain.events import PaymentAnswered
from kiosk.domain.tender import Intent, IntentState
from kiosk.lane.payments import CodeVault, PaymentEffect, PaymentWorker

INTENT = Intent(
    "i-1", "order-1", "wechat", till.cny(1000), till.NOON, IntentState.SUBMITTED
)
LIMIT_S = 30


class FakeTerminal:
    """Answers as it is told; `call` may raise."""

    name = "fake"

    def __init__(self) -> None:
        self.calls: list[tuple[str, str]] = []
        self.reply: Callable[[PaymentOrder], PaymentReply] = replies(PayState.PAID)

    def pay(self, order: PaymentOrder, auth_code: str) -> PaymentReply:
        self.calls.append(("pay", auth_code))
        return self.reply(order)

    def query(self, order: PaymentOrder) -> PaymentReply:
        self.calls.append(("query", order.order_no))
        return self.reply(order)

    def reverse(self, order: PaymentOrder) -> PaymentReply:
        self.calls.append(("reverse", order.order_no))
        return self.reply(order)


def replies(state: PayState, code: str = "") -> Callable[[PaymentOrder], PaymentReply]:
    return lambda order: PaymentReply(state, order.order_no, code, provider_ref="ref")


def raises(fault: Exception) -> Callable[[PaymentOrder], PaymentReply]:
    def reply(order: PaymentOrder) -> PaymentReply:
        raise fault

    return reply


class Desk:
    """A worker whose answers can be waited for."""

    def __init__(self) -> None:
        self.clock = StillClock()
        self.vault = CodeVault(self.clock)
        self.terminal = FakeTerminal()
        self.answers: list[PaymentAnswered] = []
        self._more = threading.Condition()
        self.worker = PaymentWorker(
            {"wechat": self.terminal}, self.vault, self.clock, "S001-L1", self._take
        )

    def _take(self, answered: PaymentAnswered) -> None:
        with self._more:
            self.answers.append(answered)
            self._more.notify_all()

    def ask(self, effect: PaymentEffect) -> PaymentAnswered:
        """Run an effect and wait for its answer."""
        before = len(self.answers)
        self.worker.run(effect)
        with self._more:
            assert self._more.wait_for(lambda: len(self.answers) > before, LIMIT_S)
        return self.answers[-1]

    def submit(self, code: str = PAY_CODE) -> PaymentAnswered:
        handle = self.vault.hold(code)
        assert handle is not None
        return self.ask(SubmitPayment(INTENT, handle))

    def wait_until_idle(self) -> None:
        """Return when the worker has looked at all effects and waits."""
        self.ask(QueryPayment(INTENT, 0))


@pytest.fixture
def desk() -> Iterator[Desk]:
    one = Desk()
    one.worker.start()
    yield one
    one.worker.stop()


def test_a_code_is_submitted_and_the_answer_is_an_event(desk: Desk) -> None:
    answered = desk.submit()
    assert desk.terminal.calls == [("pay", PAY_CODE)]
    assert answered == PaymentAnswered(till.NOON, "i-1", IntentState.PAID, "", "ref")


@pytest.mark.parametrize(
    ("reply", "pays", "queries", "reverses"),
    [
        (PayState.PAID, "paid", "paid", "reverse_unknown"),
        (PayState.USERPAYING, "userpaying", "userpaying", "reverse_unknown"),
        (PayState.FAILED, "failed", "failed", "reversed"),
        (PayState.UNKNOWN, "unknown", "unknown", "reverse_unknown"),
        # Nothing was sent, or (asked for later) it may still be on its way.
        (PayState.NOT_FOUND, "failed", "unknown", "reversed"),
        (PayState.REVERSED, "failed", "failed", "reversed"),
    ],
)
def test_what_a_reply_means_depends_on_the_question(
    desk: Desk, reply: PayState, pays: str, queries: str, reverses: str
) -> None:
    desk.terminal.reply = replies(reply, "CODE")
    said = [
        desk.submit(),
        desk.ask(QueryPayment(INTENT, 0)),
        desk.ask(ReversePayment(INTENT, 0)),
    ]
    assert [one.state for one in said] == [pays, queries, reverses]
    assert {one.reason for one in said} == {"CODE"}


def test_a_code_older_than_a_minute_is_never_sent(desk: Desk) -> None:
    handle = desk.vault.hold(PAY_CODE)
    assert handle is not None
    desk.clock.advance(60)
    answered = desk.ask(SubmitPayment(INTENT, handle))
    assert (answered.state, answered.reason) == (IntentState.FAILED, "code_expired")
    assert desk.terminal.calls == []


def test_a_handle_is_used_once(desk: Desk) -> None:
    handle = desk.vault.hold(PAY_CODE)
    assert handle is not None
    desk.ask(SubmitPayment(INTENT, handle))
    answered = desk.ask(SubmitPayment(INTENT, handle))
    assert answered.reason == "code_expired"
    assert desk.terminal.calls == [("pay", PAY_CODE)]


def test_an_order_that_cannot_be_carried_fails_with_a_reason(desk: Desk) -> None:
    desk.terminal.reply = raises(ValueError(f"no order for {PAY_CODE}"))
    answered = desk.submit()
    assert (answered.state, answered.reason) == (IntentState.FAILED, "order_refused")


@pytest.mark.parametrize(
    ("effect", "state"),
    [
        (QueryPayment(INTENT, 0), IntentState.UNKNOWN),
        (ReversePayment(INTENT, 0), IntentState.REVERSE_UNKNOWN),
    ],
)
def test_a_terminal_that_raises_is_unknown_and_the_worker_lives(
    desk: Desk,
    effect: PaymentEffect,
    state: IntentState,
    caplog: pytest.LogCaptureFixture,
) -> None:
    desk.terminal.reply = raises(RuntimeError(f"secret {PAY_CODE}"))
    with caplog.at_level(logging.DEBUG):
        assert desk.ask(effect).state is state
        assert desk.submit().state is IntentState.UNKNOWN
    desk.terminal.reply = replies(PayState.PAID)
    assert desk.ask(QueryPayment(INTENT, 0)).state is IntentState.PAID
    assert "RuntimeError" in caplog.text
    assert PAY_CODE not in caplog.text


def test_a_wallet_without_a_terminal_is_unknown(desk: Desk) -> None:
    other = Intent("i-2", "o-2", "alipay", till.cny(1), till.NOON)
    answered = desk.ask(QueryPayment(other, 0))
    assert (answered.state, answered.reason) == (IntentState.UNKNOWN, "no_terminal")
    assert desk.worker.wallets == {"wechat"}


def test_an_effect_waits_until_it_is_due(desk: Desk) -> None:
    desk.worker.run(QueryPayment(INTENT, 5))
    desk.worker.run(ReversePayment(INTENT, 15))
    desk.wait_until_idle()
    assert desk.terminal.calls == [("query", "order-1")]
    desk.clock.advance(5)
    desk.wait_until_idle()
    # Both queries are due now: the older one first. The reversal still waits.
    assert [call for call, _ in desk.terminal.calls] == ["query"] * 3
    desk.clock.advance(10)
    desk.wait_until_idle()
    assert [call for call, _ in desk.terminal.calls] == [
        *["query"] * 3,
        "reverse",
        "query",
    ]


def test_stopping_leaves_what_is_not_due(desk: Desk) -> None:
    desk.worker.run(ReversePayment(INTENT, 15))
    desk.worker.stop()
    assert desk.terminal.calls == []
    assert not desk.worker._thread.is_alive()
