"""The provider's books: each outcome, queries, reversals, repeated numbers."""

from typing import Any

import pytest

from hardware_sim.wechat.orders import LATE_S, Answer, Outcome, Provider

CODEPAY = "/v3/pay/transactions/codepay"


def provider(outcome: Outcome | None = None) -> Provider:
    made = Provider("190", "wx1")
    if outcome is not None:
        made.plan(outcome)
    return made


def order(number: str = "T20260101000001", **changed: Any) -> dict[str, Any]:
    return {
        "appid": "wx1",
        "mchid": "190",
        "description": "lane 1",
        "out_trade_no": number,
        "payer": {"auth_code": "134567890123456789"},
        "amount": {"total": 790, "currency": "CNY"},
        "scene_info": {"device_id": "L1", "store_info": {"id": "S001"}},
    } | changed


def pay(bank: Provider, at: float = 0.0, **changed: Any) -> Answer:
    return bank.handle("POST", CODEPAY, {}, order(**changed), at)


def ask(bank: Provider, at: float = 1.0, number: str = "T20260101000001") -> Answer:
    path = f"/v3/pay/transactions/out-trade-no/{number}"
    return bank.handle("GET", path, {"mchid": "190"}, None, at)


def reverse(bank: Provider, at: float = 20.0) -> Answer:
    path = "/v3/pay/transactions/out-trade-no/T20260101000001/reverse"
    return bank.handle("POST", path, {}, {"appid": "wx1", "mchid": "190"}, at)


def test_paid() -> None:
    bank = provider()
    answer = pay(bank)
    assert answer.status == 200
    assert answer.body["trade_state"] == "SUCCESS"
    assert answer.body["amount"]["total"] == 790
    assert answer.body["amount"]["payer_total"] == 790
    assert answer.body["transaction_id"] == ask(bank).body["transaction_id"]


@pytest.mark.parametrize(
    ("outcome", "status", "code"),
    [
        (Outcome.FAILED, 403, "TRADE_ERROR"),
        (Outcome.NOT_ENOUGH, 403, "NOT_ENOUGH"),
        (Outcome.SERVER_ERROR, 500, "SYSTEM_ERROR"),
        (Outcome.USERPAYING, 202, "USERPAYING"),
    ],
)
def test_answers_that_are_errors(outcome: Outcome, status: int, code: str) -> None:
    answer = pay(provider(outcome))
    assert (answer.status, answer.body["code"]) == (status, code)


@pytest.mark.parametrize(
    ("outcome", "end"),
    [(Outcome.USERPAYING, "SUCCESS"), (Outcome.USERPAYING_THEN_FAIL, "PAYERROR")],
)
def test_the_payer_settles_it_after_some_queries(outcome: Outcome, end: str) -> None:
    bank = provider(outcome)
    pay(bank)
    states = [ask(bank).body["trade_state"] for _ in range(4)]
    assert states == ["USERPAYING", "USERPAYING", end, end]


def test_a_timeout_takes_the_money_late() -> None:
    bank = provider(Outcome.TIMEOUT)
    assert pay(bank).delay_s > 50
    assert ask(bank, LATE_S - 1).body["trade_state"] == "USERPAYING"
    assert ask(bank, LATE_S + 1).body["trade_state"] == "SUCCESS"


def test_a_lost_reply_has_taken_the_money() -> None:
    bank = provider(Outcome.LOST_REPLY)
    assert pay(bank).lost
    assert ask(bank).body["trade_state"] == "SUCCESS"


def test_a_server_error_has_taken_nothing() -> None:
    bank = provider(Outcome.SERVER_ERROR)
    pay(bank)
    assert ask(bank).body["code"] == "ORDER_NOT_EXIST"


def test_a_wrong_amount_and_a_bad_signature_are_marked() -> None:
    assert pay(provider(Outcome.WRONG_AMOUNT)).body["amount"]["total"] == 791
    assert pay(provider(Outcome.BAD_SIGNATURE)).bad_signature


def test_a_reversal_gives_back_and_notes_that_it_was_early() -> None:
    bank = provider()
    pay(bank)
    assert reverse(bank, at=5).status == 200
    assert reverse(bank, at=20).status == 200  # again: the same end
    assert ask(bank).body["trade_state"] == "REVOKED"
    [kept] = bank.orders.values()
    assert kept.reversed_early
    assert kept.history == ["SUCCESS", "REVOKED"]
    assert reverse(provider()).status == 404


def test_a_used_number_is_refused() -> None:  # field failure 13
    bank = provider()
    pay(bank)
    assert pay(bank).body["code"] == "OUT_TRADE_NO_USED"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"payer": {"auth_code": "990000000000000000"}}, "AUTH_CODE_INVALID"),
        ({"payer": {}}, "PARAM_ERROR"),
        ({"amount": {"total": 0}}, "PARAM_ERROR"),
        ({"amount": {"total": 1.5}}, "PARAM_ERROR"),
        ({"mchid": "other"}, "PARAM_ERROR"),
        ({"out_trade_no": "has space"}, "PARAM_ERROR"),
    ],
)
def test_a_wrong_request_is_refused(changed: dict[str, Any], code: str) -> None:
    bank = provider()
    answer = bank.handle("POST", CODEPAY, {}, order() | changed, 0.0)
    assert answer.body["code"] == code
    assert bank.orders == {}


def test_other_paths_and_merchants() -> None:
    bank = provider()
    assert bank.handle("GET", "/v3/certificates", {}, None, 0.0).status == 404
    path = "/v3/pay/transactions/out-trade-no/T20260101000001"
    assert bank.handle("GET", path, {"mchid": "x"}, None, 0.0).status == 400


def test_a_plan_holds_for_so_many_payments() -> None:
    bank = provider()
    bank.plan(Outcome.FAILED, times=2)
    states = []
    for number in range(3):
        pay(bank, out_trade_no=f"T2026010100000{number}")
        states.append(list(bank.orders.values())[-1].state)
    assert states == ["PAYERROR", "PAYERROR", "SUCCESS"]
