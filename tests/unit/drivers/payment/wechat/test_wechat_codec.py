"""WeChat Pay bodies: golden requests and replies; never PAID but for our order."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.payment.wechat import codec
from drivers.payment.wechat.signature import reply_message, request_message
from drivers.ports import PaymentOrder, PaymentReply, PayState

SHEET: dict[str, Any] = tomllib.loads(
    (Path(__file__).parents[4] / "golden" / "payment" / "wechat_v3.toml").read_text()
)
ORDER = PaymentOrder(**SHEET["order"])
REQUEST = SHEET["request"]
MCHID = REQUEST["mchid"]
READ = {
    "pay": codec.read_payment,
    "query": codec.read_query,
    "reverse": codec.read_reversal,
}


def test_golden_requests() -> None:
    made = codec.pay_body(ORDER, REQUEST["auth_code"], MCHID, REQUEST["appid"])
    assert made.decode() == REQUEST["pay"]
    assert codec.PAY_TARGET == REQUEST["pay_target"]
    assert codec.query_target(ORDER, MCHID) == REQUEST["query_target"]
    assert codec.reverse_target(ORDER) == REQUEST["reverse_target"]
    assert codec.reverse_body(MCHID, REQUEST["appid"]).decode() == REQUEST["reverse"]


@pytest.mark.parametrize("case", SHEET["signed"], ids=lambda case: case["says"])
def test_golden_messages_under_a_signature(case: dict[str, Any]) -> None:
    body = case["body"].encode()
    if "method" in case:
        made = request_message(
            case["method"], case["target"], case["timestamp"], case["nonce"], body
        )
    else:
        made = reply_message(str(case["timestamp"]), case["nonce"], body)
    assert made.decode() == case["message"]


@pytest.mark.parametrize(
    "case", SHEET["reply"], ids=lambda case: f"{case['to']}: {case['says']}"
)
def test_golden_replies(case: dict[str, Any]) -> None:
    body = case["body"].encode()
    reply = READ[case["to"]](ORDER, MCHID, case["status"], body)
    assert (reply.state, reply.code) == (PayState(case["state"]), case.get("code", ""))
    assert reply.order_no == ORDER.order_no
    assert reply.provider_ref == case.get("provider_ref", "")
    assert reply.payer_minor == case.get("payer_minor")
    assert reply.retry_reversal == case.get("retry", False)
    told = json.loads(case["body"])
    if reply.code != "mismatch":
        expected = told.get("message", told.get("trade_state_desc", ""))
        assert reply.message == expected


@pytest.mark.parametrize(
    "wrong",
    [
        {"out_trade_no": "another"},
        {"mchid": "another"},
        {"amount": {"total": 878, "currency": "CNY"}},
        {"amount": {"total": 879, "currency": "HKD"}},
        {"amount": {"total": "879", "currency": "CNY"}},
        {"amount": {"total": 879.0, "currency": "CNY"}},
        {"amount": {"currency": "CNY"}},
        {"amount": None},
        {"amount": 879},
        {"out_trade_no": None},
    ],
)
@pytest.mark.parametrize("read", [codec.read_payment, codec.read_query])
def test_a_reply_about_another_payment_is_a_mismatch(
    wrong: dict[str, object], read: Any
) -> None:
    body = {
        "mchid": MCHID,
        "out_trade_no": ORDER.order_no,
        "trade_state": "SUCCESS",
        "amount": {"total": 879, "currency": "CNY"},
    }
    good = read(ORDER, MCHID, 200, json.dumps(body).encode())
    assert good.state is PayState.PAID
    reply = read(ORDER, MCHID, 200, json.dumps(body | wrong).encode())
    assert (reply.state, reply.code) == (PayState.UNKNOWN, "mismatch")


def test_true_is_no_amount() -> None:
    order = PaymentOrder("n", 1, "CNY", "", "")
    body = b'{"mchid":"m","out_trade_no":"n","trade_state":"SUCCESS"'
    reply = codec.read_query(order, "m", 200, body + b',"amount":{"total":true}}')
    assert reply.code == "mismatch"


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>Welcome to the Wi-Fi</html>", b"[]", b"null", b"\xff", b"[" * 100000],
)
def test_what_is_no_json_object_is_unknown(body: bytes) -> None:
    for name, read in READ.items():
        reply = read(ORDER, MCHID, 200, body)
        assert (reply.state, reply.code) == (PayState.UNKNOWN, "not_json")
        assert reply.retry_reversal == (name == "reverse")


def test_an_error_without_a_code_is_told_by_its_status() -> None:
    reply = codec.read_payment(ORDER, MCHID, 502, b'{"message":7}')
    assert reply == PaymentReply(PayState.UNKNOWN, ORDER.order_no, "http_502")


def test_a_failed_code_with_status_200_is_no_failure() -> None:
    body = b'{"code":"NOT_ENOUGH"}'
    assert codec.read_payment(ORDER, MCHID, 200, body).state is PayState.UNKNOWN


@given(
    st.sampled_from(sorted(READ)),
    st.sampled_from([200, 202, 400, 403, 404, 500]),
    st.dictionaries(
        st.sampled_from(["code", "message", "trade_state", "out_trade_no", "mchid"]),
        st.none()
        | st.integers()
        | st.sampled_from(["SUCCESS", "NOT_ENOUGH", "n", "m", "USERPAYING", "CLOSED"]),
    ),
)
def test_no_reply_without_the_amount_is_paid(
    name: str, status: int, body: dict[str, object]
) -> None:
    order = PaymentOrder("n", 879, "CNY", "", "")
    reply = READ[name](order, "m", status, json.dumps(body).encode())
    assert reply.state is not PayState.PAID


def test_a_long_description_is_cut_between_characters() -> None:
    order = PaymentOrder("n", 1, "CNY", "自助收银" * 20, "lane")
    sent = json.loads(codec.pay_body(order, "1", "m", "a", "store-7"))
    assert sent["description"] == ("自助收银" * 20)[:42]
    assert sent["scene_info"]["store_info"] == {"id": "store-7"}


@pytest.mark.parametrize(
    "order",
    [
        PaymentOrder("", 1, "CNY", "", ""),
        PaymentOrder("x" * 33, 1, "CNY", "", ""),
        PaymentOrder("a/b", 1, "CNY", "", ""),
        PaymentOrder("ok", 0, "CNY", "", ""),
        PaymentOrder("ok", 1, "EUR", "", ""),
    ],
)
def test_an_order_that_the_format_cannot_carry(order: PaymentOrder) -> None:
    with pytest.raises(ValueError, match=r"bad order number|no CNY amount"):
        codec.check_order(order)
    codec.check_order(ORDER)
