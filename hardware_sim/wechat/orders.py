"""The provider's books: orders, their states, and how the next payment shall go.

Pure: time comes in with each call, in seconds. Field names and error codes are
those of WeChat Pay v3 code pay (pay.weixin.qq.com/doc/v3/merchant/4012382150 and
the common v3 error table; which HTTP status goes with USERPAYING is from that
table, and was not tried against the real provider).
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

AUTH_CODE = re.compile(r"1[0-6][0-9]{16}")
ORDER_NO = re.compile(r"[0-9A-Za-z_\-|*]{6,32}")
PAYER_QUERIES = 2  # the payer types the PIN while so many queries pass
LATE_S = 4.0  # "timeout" takes the money so long after the request
HELD_S = 60.0  # and its answer comes after this long, if anybody still waits


class Outcome(StrEnum):
    """How one payment goes."""

    PAID = "paid"
    USERPAYING = "userpaying"
    USERPAYING_THEN_FAIL = "userpaying_then_fail"
    FAILED = "failed"
    TIMEOUT = "timeout"
    LOST_REPLY = "lost_reply"
    BAD_SIGNATURE = "bad_signature"
    SERVER_ERROR = "server_error"
    WRONG_AMOUNT = "wrong_amount"
    NOT_ENOUGH = "not_enough"


@dataclass(frozen=True, slots=True)
class Planned:
    """How the next payment shall go, and how late its answer."""

    outcome: Outcome = Outcome.PAID
    delay_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: status, JSON body, and what happens to it on the way."""

    status: int
    body: dict[str, Any]
    delay_s: float = 0.0
    bad_signature: bool = False
    lost: bool = False


@dataclass(slots=True)
class Order:
    """One order number. `state` is WeChat's trade_state."""

    number: str
    total: int
    currency: str
    state: str
    transaction: str
    at_s: float
    outcome: Outcome
    queries: int = 0
    reversed_early: bool = False  # before 15 s had passed: a rule of the provider
    history: list[str] = field(default_factory=list)

    def become(self, state: str) -> None:
        """Change state, and remember."""
        self.state = state
        self.history.append(state)


class Provider:
    """The provider. Money taken and money given back can be read from `orders`."""

    def __init__(self, mchid: str, appid: str) -> None:
        self.mchid = mchid
        self.appid = appid
        self.orders: dict[str, Order] = {}
        self.usual = Outcome.PAID  # when nothing is planned
        self._plan: deque[Planned] = deque()

    @property
    def planned(self) -> list[Planned]:
        """How the next payments go; after them each is paid."""
        return list(self._plan)

    def plan(self, outcome: Outcome, times: int = 1, delay_s: float = 0.0) -> None:
        """Say how the next payments go; replaces what was planned."""
        self._plan = deque([Planned(outcome, delay_s)] * times)

    def handle(
        self, method: str, path: str, query: dict[str, str], body: Any, now: float
    ) -> Answer:
        """Answer a verified request."""
        parts = path.strip("/").split("/")
        match method, parts:
            case "POST", ["v3", "pay", "transactions", "codepay"]:
                return self._pay(body, now)
            case "GET", ["v3", "pay", "transactions", "out-trade-no", number]:
                if query.get("mchid") != self.mchid:
                    return _error(400, "PARAM_ERROR", "商户号 mchid 不匹配")
                return self._query(number, now)
            case "POST", ["v3", "pay", "transactions", "out-trade-no", number, verb]:
                if verb == "reverse":
                    return self._reverse(number, now)
        return _error(404, "RESOURCE_NOT_EXISTS", "请求的资源不存在")

    def _pay(self, body: Any, now: float) -> Answer:
        fault = self._fault_of(body)
        if fault is not None:
            return _error(400, "PARAM_ERROR", fault)
        number = body["out_trade_no"]
        if number in self.orders:
            return _error(403, "OUT_TRADE_NO_USED", "商户订单号重复")
        if not AUTH_CODE.fullmatch(body["payer"]["auth_code"]):
            return _error(400, "AUTH_CODE_INVALID", "付款码无效")
        planned = self._plan.popleft() if self._plan else Planned(self.usual)
        if planned.outcome is Outcome.SERVER_ERROR:
            return _error(500, "SYSTEM_ERROR", "系统错误", planned.delay_s)
        amount = body["amount"]
        transaction = f"42000{len(self.orders) + 1:023d}"
        order = Order(
            number, amount["total"], amount.get("currency", "CNY"), "", transaction,
            now, planned.outcome,
        )  # fmt: skip
        self.orders[number] = order
        return self._take(order, planned.delay_s)

    def _take(self, order: Order, delay_s: float) -> Answer:
        match order.outcome:
            case Outcome.USERPAYING | Outcome.USERPAYING_THEN_FAIL:
                order.become("USERPAYING")
                return _error(202, "USERPAYING", "用户支付中,需要输入密码", delay_s)
            case Outcome.FAILED:
                order.become("PAYERROR")
                return _error(403, "TRADE_ERROR", "交易错误", delay_s)
            case Outcome.NOT_ENOUGH:
                order.become("PAYERROR")
                return _error(403, "NOT_ENOUGH", "用户账户余额不足", delay_s)
            case Outcome.TIMEOUT:
                order.become("USERPAYING")
                return Answer(200, self._body(order), delay_s + HELD_S)
            case outcome:
                order.become("SUCCESS")
                return Answer(
                    200,
                    self._body(order),
                    delay_s,
                    bad_signature=outcome is Outcome.BAD_SIGNATURE,
                    lost=outcome is Outcome.LOST_REPLY,
                )

    def _query(self, number: str, now: float) -> Answer:
        order = self.orders.get(number)
        if order is None:
            return _error(404, "ORDER_NOT_EXIST", "订单不存在")
        order.queries += 1
        self.settle(now)
        if order.state == "USERPAYING" and order.queries > PAYER_QUERIES:
            if order.outcome is Outcome.USERPAYING:
                order.become("SUCCESS")
            elif order.outcome is Outcome.USERPAYING_THEN_FAIL:
                order.become("PAYERROR")
        return Answer(200, self._body(order))

    def settle(self, now: float) -> None:
        """Take the money that was to be taken late."""
        for order in self.orders.values():
            late = order.outcome is Outcome.TIMEOUT and order.state == "USERPAYING"
            if late and now - order.at_s >= LATE_S:
                order.become("SUCCESS")

    def _reverse(self, number: str, now: float) -> Answer:
        order = self.orders.get(number)
        if order is None:
            return _error(404, "ORDER_NOT_EXIST", "订单不存在")
        order.reversed_early |= now - order.at_s < 15.0
        if order.state != "REVOKED":
            order.become("REVOKED")
        body = {"appid": self.appid, "mchid": self.mchid, "out_trade_no": number}
        return Answer(200, {**body, "transaction_id": order.transaction, "recall": "N"})

    def _body(self, order: Order) -> dict[str, Any]:
        wrong = order.outcome is Outcome.WRONG_AMOUNT
        body: dict[str, Any] = {
            "appid": self.appid,
            "mchid": self.mchid,
            "out_trade_no": order.number,
            "trade_state": order.state,
            "trade_state_desc": _DESCRIPTION.get(order.state, order.state),
            "trade_type": "MICROPAY",
            "amount": {"total": order.total + wrong, "currency": order.currency},
        }
        if order.state == "SUCCESS":
            body["transaction_id"] = order.transaction
            body["bank_type"] = "OTHERS"
            body["payer"] = {"openid": "oSimulatedPayer000000000000"}
            body["amount"]["payer_total"] = order.total + wrong
            body["amount"]["payer_currency"] = order.currency
        return body

    def _fault_of(self, body: Any) -> str | None:
        """Return what is wrong with a pay request; None: nothing."""
        match body:
            case {
                "appid": self.appid,
                "mchid": self.mchid,
                "description": str(),
                "out_trade_no": str(number),
                "payer": {"auth_code": str()},
                "amount": {"total": int(total)},
                "scene_info": dict(),
            } if ORDER_NO.fullmatch(number) and total > 0:
                return None
            case {"out_trade_no": str(number)} if not ORDER_NO.fullmatch(number):
                return "商户订单号 out_trade_no 格式错误"
            case _:
                return "参数错误"


_DESCRIPTION = {
    "SUCCESS": "支付成功",
    "USERPAYING": "用户支付中，需要输入密码",
    "PAYERROR": "支付失败",
    "REVOKED": "订单已撤销",
}


def _error(status: int, code: str, message: str, delay_s: float = 0.0) -> Answer:
    return Answer(status, {"code": code, "message": message}, delay_s)
