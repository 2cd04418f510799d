"""WeChat Pay code pay over HTTPS: one signed request a call, one verified reply.

It retries nothing and decides nothing: the session's payment states do. The auth
code is in the request body alone; no message, log or error of this module has it.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from drivers.errors import DeviceUrlError
from drivers.payment.wechat import codec
from drivers.payment.wechat.signature import Merchant, Platform
from drivers.ports import PaymentOrder, PaymentReply, PayState
from drivers.url import Link, parse_url

CONNECT_S = 3.0
REPLY_S = 10.0
_MAX_REPLY = 1 << 20  # architecture, rule 12
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout)

_Read = Callable[[PaymentOrder, str, int, bytes], PaymentReply]


@dataclass(frozen=True, slots=True)
class WeChatAccount:
    """Whose account is paid into, and where; no key is in it."""

    base_url: str  # the provider's, or the retailer's gateway
    mchid: str
    appid: str
    store_id: str = ""


class WeChatPay:
    """The provider as a payment terminal (drivers.ports.PaymentTerminal).

    The constructor raises DeviceUrlError for a base URL that is no http(s), has a
    path, or leaves this machine unencrypted.
    """

    def __init__(
        self,
        account: WeChatAccount,
        merchant: Merchant,
        platform: Platform,
        name: str = "wechat",
        reply_s: float = REPLY_S,
        now_s: Callable[[], float] = time.time,
    ) -> None:
        self.name = name
        self._account = account
        self._merchant = merchant
        self._platform = platform
        self._reply_s = reply_s
        self._now_s = now_s
        self._client = httpx.Client(
            base_url=_checked(account.base_url),
            timeout=httpx.Timeout(reply_s, connect=CONNECT_S),
            follow_redirects=False,
            trust_env=False,  # a proxy variable must not reroute payments
        )

    def pay(self, order: PaymentOrder, auth_code: str) -> PaymentReply:
        """Submit an attempt, once.

        NOT_FOUND when no connection came about, so that nothing was sent; UNKNOWN
        for all that may have reached the provider. Raises ValueError for an order
        that its format cannot carry.
        """
        codec.check_order(order)
        account = self._account
        body = codec.pay_body(
            order, auth_code, account.mchid, account.appid, account.store_id
        )
        reply = self._call(order, "POST", codec.PAY_TARGET, body, codec.read_payment)
        if reply.code == "unreachable":
            return PaymentReply(PayState.NOT_FOUND, order.order_no, reply.code)
        return reply

    def query(self, order: PaymentOrder) -> PaymentReply:
        """Ask what became of an attempt."""
        target = codec.query_target(order, self._account.mchid)
        return self._call(order, "GET", target, b"", codec.read_query)

    def reverse(self, order: PaymentOrder) -> PaymentReply:
        """Take an attempt back; not before 15 s after `pay` (P2)."""
        body = codec.reverse_body(self._account.mchid, self._account.appid)
        target = codec.reverse_target(order)
        return self._call(order, "POST", target, body, codec.read_reversal)

    def close(self) -> None:
        """Close the connections to the provider."""
        self._client.close()

    def _call(
        self, order: PaymentOrder, method: str, target: str, body: bytes, read: _Read
    ) -> PaymentReply:
        again = read is codec.read_reversal
        try:
            response, content = self._exchange(method, target, body)
        except _NEVER_SENT:
            return codec.unknown(order, "unreachable", retry_reversal=again)
        except httpx.TimeoutException:
            return codec.unknown(order, "timeout", retry_reversal=again)
        except httpx.HTTPError:
            return codec.unknown(order, "connection_lost", retry_reversal=again)
        refusal = self._platform.refusal(response.headers, content, self._now_s())
        if refusal:
            # Also a captive portal's page, which is 200 and unsigned.
            told = f"HTTP {response.status_code} without a valid signature"
            return codec.unknown(order, refusal, told, retry_reversal=again)
        return read(order, self._account.mchid, response.status_code, content)

    def _exchange(
        self, method: str, target: str, body: bytes
    ) -> tuple[httpx.Response, bytes]:
        """Send one signed request; raises httpx.HTTPError, which has no body text."""
        nonce = secrets.token_hex(16)
        timestamp = int(self._now_s())
        headers = {
            "Authorization": self._merchant.authorization(
                method, target, timestamp, nonce, body
            ),
            "Accept": "application/json",
            "Accept-Encoding": "identity",  # the signature is over the bytes we read
            "Content-Type": "application/json",
            "Wechatpay-Serial": self._platform.serial,  # which key is to sign the reply
            "User-Agent": "store-edge",
        }
        deadline = time.monotonic() + self._reply_s
        content = bytearray()
        with self._client.stream(
            method, target, headers=headers, content=body
        ) as response:
            for chunk in response.iter_raw():
                content += chunk
                if len(content) > _MAX_REPLY or time.monotonic() > deadline:
                    raise httpx.ReadTimeout("the reply is too long or too slow")
        return response, bytes(content)


def _checked(base_url: str) -> str:
    where = parse_url(base_url, frozenset({Link.HTTP, Link.HTTPS}))
    if where.link is Link.HTTP and not where.is_loopback:
        raise DeviceUrlError("payments leave this machine over https only")
    if where.path not in {"", "/"}:
        raise DeviceUrlError("the provider's URL has no path: it would not be signed")
    return base_url
