"""What every payment terminal does: an in-process fake, and WeChat Pay on the wire."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import pytest

from drivers.payment.wechat import (
    Merchant,
    Platform,
    WeChatAccount,
    WeChatPay,
    load_merchant_key,
    load_platform_key,
)
from drivers.ports import PaymentOrder, PaymentReply, PaymentTerminal, PayState

NUMBERS = count(1)
CODES = count(130_061_098_828_009_406)


class Bench(Protocol):
    """A terminal, and a say in how the next payment goes."""

    terminal: PaymentTerminal

    def next(self, outcome: str) -> None: ...


class FakeTerminal:
    """A provider in this process, for tests that need no bytes."""

    def __init__(self) -> None:
        self.name = "fake"
        self.outcome = "paid"
        self._orders: dict[str, PayState] = {}
        self._queries = 0

    def pay(self, order: PaymentOrder, auth_code: str) -> PaymentReply:
        number, outcome = order.order_no, self.outcome
        if number in self._orders or outcome == "server_error":
            return PaymentReply(PayState.UNKNOWN, number, "SYSTEM_ERROR")
        self._queries = 0
        match outcome:
            case "failed" | "not_enough":
                self._orders[number] = PayState.FAILED
                return PaymentReply(PayState.FAILED, number, outcome)
            case "userpaying" | "userpaying_then_fail":
                self._orders[number] = PayState.USERPAYING
                return PaymentReply(PayState.USERPAYING, number)
        self._orders[number] = PayState.PAID
        if outcome == "paid":
            return self._paid(order)
        codes = {"bad_signature": "bad_signature", "wrong_amount": "mismatch"}
        return PaymentReply(PayState.UNKNOWN, number, codes.get(outcome, "timeout"))

    def query(self, order: PaymentOrder) -> PaymentReply:
        number = order.order_no
        state = self._orders.get(number, PayState.NOT_FOUND)
        if state is PayState.PAID and self.outcome == "wrong_amount":
            return PaymentReply(PayState.UNKNOWN, number, "mismatch")
        if state is PayState.USERPAYING:
            self._queries += 1
            if self._queries > 2:
                paid = self.outcome == "userpaying"
                state = PayState.PAID if paid else PayState.FAILED
                self._orders[number] = state
        return (
            self._paid(order) if state is PayState.PAID else PaymentReply(state, number)
        )

    def reverse(self, order: PaymentOrder) -> PaymentReply:
        if order.order_no not in self._orders:
            return PaymentReply(PayState.NOT_FOUND, order.order_no)
        self._orders[order.order_no] = PayState.REVERSED
        return PaymentReply(PayState.REVERSED, order.order_no)

    @staticmethod
    def _paid(order: PaymentOrder) -> PaymentReply:
        return PaymentReply(
            PayState.PAID,
            order.order_no,
            provider_ref="42",
            payer_minor=order.amount_minor,
        )


class FakeBench:
    """The fake and its plan."""

    def __init__(self) -> None:
        self.terminal = FakeTerminal()

    def next(self, outcome: str) -> None:
        self.terminal.outcome = outcome


class WireBench:
    """The shipped driver and the simulator's provider."""

    def __init__(self, store: Any) -> None:
        self._store = store
        told = store.payment
        merchant_key = load_merchant_key(Path(told["merchant_key"]).read_bytes())
        platform_key = load_platform_key(Path(told["platform_key"]).read_bytes())
        self.terminal = WeChatPay(
            WeChatAccount(store.devices["payment"], told["mchid"], told["appid"]),
            Merchant(told["mchid"], told["merchant_serial"], merchant_key),
            Platform(told["platform_serial"], platform_key),
            reply_s=2.0,
        )

    def next(self, outcome: str) -> None:
        self._store.post("/api/payment/next", outcome=outcome, times=1, delay_ms=0)


@pytest.fixture(params=["fake", "wire"])
def bench(
    request: pytest.FixtureRequest, sim_store: Callable[[str], Any]
) -> Iterator[Bench]:
    if request.param == "fake":
        yield FakeBench()
        return
    made = WireBench(sim_store("mt8217"))
    yield made
    made.terminal.close()


def _order(amount_minor: int = 879) -> PaymentOrder:
    return PaymentOrder(
        f"contract-{next(NUMBERS):04d}", amount_minor, "CNY", "自助收银", "lane-1"
    )


def _pay(bench: Bench, outcome: str) -> tuple[PaymentOrder, PaymentReply]:
    bench.next(outcome)
    order = _order()
    return order, bench.terminal.pay(order, str(next(CODES)))


def test_a_payment_is_paid_and_stays_paid(bench: Bench) -> None:
    order, reply = _pay(bench, "paid")
    assert reply.state is PayState.PAID
    assert reply.order_no == order.order_no
    assert reply.provider_ref
    assert reply.payer_minor == order.amount_minor
    assert bench.terminal.query(order).state is PayState.PAID


@pytest.mark.parametrize("outcome", ["failed", "not_enough"])
def test_a_refused_payment_is_final(bench: Bench, outcome: str) -> None:
    order, reply = _pay(bench, outcome)
    assert reply.state is PayState.FAILED
    assert reply.code
    assert bench.terminal.query(order).state is PayState.FAILED


@pytest.mark.parametrize(
    ("outcome", "end"),
    [("userpaying", PayState.PAID), ("userpaying_then_fail", PayState.FAILED)],
)
def test_the_payer_types_the_password_until_it_is_settled(
    bench: Bench, outcome: str, end: PayState
) -> None:
    order, reply = _pay(bench, outcome)
    assert reply.state is PayState.USERPAYING
    states = [bench.terminal.query(order).state for _ in range(4)]
    assert states[0] is PayState.USERPAYING
    assert states[-1] is end


def test_field_12_a_lost_reply_is_unknown_and_the_query_tells(bench: Bench) -> None:
    order, reply = _pay(bench, "lost_reply")
    assert reply.state is PayState.UNKNOWN
    assert bench.terminal.query(order).state is PayState.PAID


def test_a_reply_with_a_bad_signature_is_unknown(bench: Bench) -> None:
    _, reply = _pay(bench, "bad_signature")
    assert (reply.state, reply.code) == (PayState.UNKNOWN, "bad_signature")


def test_a_wrong_amount_is_never_paid(bench: Bench) -> None:
    order, reply = _pay(bench, "wrong_amount")
    assert (reply.state, reply.code) == (PayState.UNKNOWN, "mismatch")
    again = bench.terminal.query(order)
    assert (again.state, again.code) == (PayState.UNKNOWN, "mismatch")


def test_a_server_error_is_unknown_and_the_query_tells(bench: Bench) -> None:
    order, reply = _pay(bench, "server_error")
    assert reply.state is PayState.UNKNOWN
    assert bench.terminal.query(order).state is PayState.NOT_FOUND


def test_a_payment_that_comes_late_times_out_and_can_be_reversed(bench: Bench) -> None:
    order, reply = _pay(bench, "timeout")
    assert reply.state is PayState.UNKNOWN
    assert bench.terminal.reverse(order).state is PayState.REVERSED
    assert bench.terminal.query(order).state is PayState.REVERSED


def test_an_order_never_seen_is_not_found(bench: Bench) -> None:
    order = _order()
    assert bench.terminal.query(order).state is PayState.NOT_FOUND
    assert bench.terminal.reverse(order).state is PayState.NOT_FOUND


def test_p1_the_same_number_is_not_paid_twice(bench: Bench) -> None:
    order, reply = _pay(bench, "paid")
    assert reply.state is PayState.PAID
    again = bench.terminal.pay(order, str(next(CODES)))
    assert again.state is PayState.UNKNOWN
    assert bench.terminal.query(order).state is PayState.PAID


def test_a_reversal_is_repeatable(bench: Bench) -> None:
    order, _ = _pay(bench, "paid")
    for _ in range(2):
        assert bench.terminal.reverse(order).state is PayState.REVERSED
    assert bench.terminal.query(order).state is PayState.REVERSED
