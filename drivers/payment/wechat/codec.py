"""WeChat Pay API v3 code pay: bodies out, verified bodies in, what each means. Pure.

Source: API v3 "付款码支付", "商户订单号查询订单", "撤销订单" (pay.weixin.qq.com,
doc/v3/merchant/4012382150 and 4013070356); which error codes leave the outcome open
is from the code pay table of doc/v2/merchant/4011937125 (devices A4). While the
payer types the password the answer is HTTP 202 with trade_state USERPAYING
(binarywang/WxJava#4050); a code USERPAYING means the same.

Whatever is not known for certain is UNKNOWN: the number is queried, never paid again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from urllib.parse import quote

from drivers.ports import PaymentOrder, PaymentReply, PayState

CURRENCY = "CNY"  # the provider's default and only one for code pay in mainland China
PAY_TARGET = "/v3/pay/transactions/codepay"

_ORDER_NO = re.compile(r"[0-9A-Za-z_*-]{1,32}")
_DESCRIPTION_BYTES = 127
_MESSAGE_CHARS = 200

_STATES = {
    "SUCCESS": PayState.PAID,
    "USERPAYING": PayState.USERPAYING,
    "PAYERROR": PayState.FAILED,
    "CLOSED": PayState.FAILED,
    "REVOKED": PayState.REVERSED,
    # NOTPAY: seen, not paid yet, may still be. ACCEPT: taken on, not settled.
    # REFUND: was paid, and some of it went back. None of them is an end.
}

# "支付确认失败" in the provider's table: nothing was taken. Codes that say the number
# is known already (ORDERPAID, OUT_TRADE_NO_USED, INVALID_REQUEST) are left out.
_FAILED_CODES = frozenset({
    "PARAM_ERROR",
    "SIGN_ERROR",
    "NO_AUTH",
    "NOT_ENOUGH",
    "NOTENOUGH",
    "AUTH_CODE_EXPIRED",
    "AUTHCODEEXPIRE",
    "AUTH_CODE_ERROR",
    "AUTH_CODE_INVALID",
    "ORDER_CLOSED",
    "ORDERCLOSED",
    "TRADE_ERROR",
    "RULE_LIMIT",
    "ACCOUNT_ERROR",
    "ACCOUNTERROR",
    "BUYER_MISMATCH",
    "NOTSUPORTCARD",
    "APPID_NOT_EXIST",
    "MCH_NOT_EXISTS",
    "MCHID_NOT_EXIST",
    "APPID_MCHID_NOT_MATCH",
})
_NOT_FOUND_CODES = frozenset({
    "ORDER_NOT_EXIST",
    "ORDERNOTEXIST",
    "RESOURCE_NOT_EXISTS",
})
_REVERSED_CODES = frozenset({"ORDER_REVERSED", "ORDERREVERSED"})
# Another try at the reversal cannot help: a person has to look.
_REVERSAL_HOPELESS = frozenset({
    "REVERSE_EXPIRE",
    "PARAM_ERROR",
    "SIGN_ERROR",
    "NO_AUTH",
    "INVALID_REQUEST",
    "APPID_MCHID_NOT_MATCH",
})


def check_order(order: PaymentOrder) -> None:
    """Raise ValueError for an order that the provider's format cannot carry."""
    if not _ORDER_NO.fullmatch(order.order_no):
        raise ValueError(f"bad order number {order.order_no!r}")
    if order.currency != CURRENCY or order.amount_minor <= 0:
        raise ValueError(f"no {CURRENCY} amount: {order.amount_minor} {order.currency}")


def pay_body(
    order: PaymentOrder, auth_code: str, mchid: str, appid: str, store_id: str = ""
) -> bytes:
    """Return the body of a code payment; it carries the secret auth code."""
    scene: dict[str, object] = {"device_id": order.device_id}
    if store_id:
        scene["store_info"] = {"id": store_id}
    return _json({
        "appid": appid,
        "mchid": mchid,
        "description": _shortened(order.description),
        "out_trade_no": order.order_no,
        "payer": {"auth_code": auth_code},
        "amount": {"total": order.amount_minor, "currency": order.currency},
        "scene_info": scene,
    })


def query_target(order: PaymentOrder, mchid: str) -> str:
    """Return path and query that ask for an order by our number."""
    number = quote(order.order_no, safe="")
    return f"/v3/pay/transactions/out-trade-no/{number}?mchid={quote(mchid, safe='')}"


def reverse_target(order: PaymentOrder) -> str:
    """Return the path that reverses an order."""
    number = quote(order.order_no, safe="")
    return f"/v3/pay/transactions/out-trade-no/{number}/reverse"


def reverse_body(mchid: str, appid: str) -> bytes:
    """Return the body of a reversal."""
    return _json({"appid": appid, "mchid": mchid})


def read_payment(
    order: PaymentOrder, mchid: str, status: int, body: bytes
) -> PaymentReply:
    """Return what a verified reply to a payment means."""
    data = _object(body)
    if data is None:
        return unknown(order, "not_json")
    code = _code(data)
    if code == "USERPAYING":
        return _told(order, PayState.USERPAYING, data, status)
    if status in {200, 202}:
        return _transaction(order, mchid, data)
    state = PayState.FAILED if code in _FAILED_CODES else PayState.UNKNOWN
    return _told(order, state, data, status)


def read_query(
    order: PaymentOrder, mchid: str, status: int, body: bytes
) -> PaymentReply:
    """Return what a verified reply to a query means."""
    data = _object(body)
    if data is None:
        return unknown(order, "not_json")
    if status == 200:
        return _transaction(order, mchid, data)
    missing = _code(data) in _NOT_FOUND_CODES
    state = PayState.NOT_FOUND if missing else PayState.UNKNOWN
    return _told(order, state, data, status)


def read_reversal(
    order: PaymentOrder, mchid: str, status: int, body: bytes
) -> PaymentReply:
    """Return what a verified reply to a reversal means."""
    data = _object(body)
    if data is None:
        return unknown(order, "not_json", retry_reversal=True)
    if status == 200:
        if not _is_ours(order, mchid, data):
            return unknown(order, "mismatch", retry_reversal=True)
        return PaymentReply(PayState.REVERSED, order.order_no)
    code = _code(data)
    if code in _REVERSED_CODES:
        return _told(order, PayState.REVERSED, data, status)
    if code in _NOT_FOUND_CODES:
        return _told(order, PayState.NOT_FOUND, data, status)
    again = code not in _REVERSAL_HOPELESS
    return _told(order, PayState.UNKNOWN, data, status, retry_reversal=again)


def unknown(
    order: PaymentOrder, code: str, message: str = "", *, retry_reversal: bool = False
) -> PaymentReply:
    """Return an UNKNOWN of our own making."""
    return PaymentReply(
        PayState.UNKNOWN,
        order.order_no,
        code,
        message,
        retry_reversal=retry_reversal,
    )


def _transaction(
    order: PaymentOrder, mchid: str, data: Mapping[str, object]
) -> PaymentReply:
    """Read an order object; another's order, or another amount, is never PAID."""
    amount = data.get("amount")
    sums: Mapping[str, object] = amount if isinstance(amount, dict) else {}
    trade_state = _text(data, "trade_state")
    state = _STATES.get(trade_state, PayState.UNKNOWN)
    told_sum = state is PayState.PAID or "total" in sums
    same_sum = (
        _integer(sums, "total") == order.amount_minor
        and sums.get("currency", CURRENCY) == order.currency
    )
    if not _is_ours(order, mchid, data) or (told_sum and not same_sum):
        return unknown(order, "mismatch", "the reply is about another payment")
    return PaymentReply(
        state,
        order.order_no,
        code=trade_state,
        message=_text(data, "trade_state_desc"),
        provider_ref=_text(data, "transaction_id"),
        payer_minor=_integer(sums, "payer_total"),
    )


def _is_ours(order: PaymentOrder, mchid: str, data: Mapping[str, object]) -> bool:
    number, merchant = data.get("out_trade_no"), data.get("mchid")
    return number == order.order_no and merchant == mchid


def _told(
    order: PaymentOrder,
    state: PayState,
    data: Mapping[str, object],
    status: int,
    *,
    retry_reversal: bool = False,
) -> PaymentReply:
    return PaymentReply(
        state,
        order.order_no,
        code=_code(data) or f"http_{status}",
        message=_text(data, "message"),
        retry_reversal=retry_reversal,
    )


def _object(body: bytes) -> dict[str, object] | None:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _code(data: Mapping[str, object]) -> str:
    return _text(data, "code")


def _text(data: Mapping[str, object], key: str) -> str:
    value = data.get(key)
    return value[:_MESSAGE_CHARS] if isinstance(value, str) else ""


def _integer(data: Mapping[str, object], key: str) -> int | None:
    value = data.get(key)
    return value if type(value) is int else None  # True and 879.0 are no amounts


def _shortened(text: str) -> str:
    """Cut to the provider's length in UTF-8 bytes, between characters."""
    return text.encode()[:_DESCRIPTION_BYTES].decode(errors="ignore")


def _json(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
