"""The WeChat Pay terminal against a signing server on a real socket."""

from __future__ import annotations

import base64
import json
import logging
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

from drivers.errors import DeviceUrlError
from drivers.payment.wechat import WeChatAccount, WeChatPay
from drivers.payment.wechat.signature import (
    Merchant,
    Platform,
    load_merchant_key,
    load_platform_key,
)
from drivers.ports import PaymentOrder, PayState

NOW = 1_790_000_000
ORDER = PaymentOrder("order-1", 879, "CNY", "basket", "lane-1")
AUTH_CODE = "130061098828009406"
PAID = {
    "mchid": "m1",
    "out_trade_no": "order-1",
    "transaction_id": "42",
    "trade_state": "SUCCESS",
    "amount": {"total": 879, "payer_total": 879, "currency": "CNY"},
}


@dataclass
class Reply:
    """How the server answers next."""

    status: int = 200
    body: bytes = json.dumps(PAID).encode()
    timestamp: str = str(NOW)
    serial: str = "platform-1"
    tamper: Callable[[bytes], bytes] = bytes
    signed: bool = True
    drop: bool = False


@dataclass
class Provider:
    """A server that checks our signature and signs its replies."""

    platform_key: rsa.RSAPrivateKey
    merchant_key: rsa.RSAPublicKey
    reply: Reply = field(default_factory=Reply)
    requests: list[tuple[str, str, bytes]] = field(default_factory=list)
    url: str = ""

    def verified(self, header: str, method: str, target: str, body: bytes) -> bool:
        scheme, _, rest = header.partition(" ")
        told = dict(part.split("=", 1) for part in rest.split(","))
        told = {key: value.strip('"') for key, value in told.items()}
        message = f"{method}\n{target}\n{told['timestamp']}\n{told['nonce_str']}\n"
        try:
            self.merchant_key.verify(
                base64.b64decode(told["signature"]),
                message.encode() + body + b"\n",
                padding.PKCS1v15(),
                hashes.SHA256(),
            )
        except InvalidSignature:
            return False
        return (scheme, told["mchid"], told["serial_no"]) == (
            "WECHATPAY2-SHA256-RSA2048",
            "m1",
            "merchant-1",
        )

    def headers(self) -> dict[str, str]:
        reply = self.reply
        message = f"{reply.timestamp}\nnonce\n".encode() + reply.body + b"\n"
        signature = self.platform_key.sign(message, padding.PKCS1v15(), hashes.SHA256())
        return {
            "Wechatpay-Timestamp": reply.timestamp,
            "Wechatpay-Nonce": "nonce",
            "Wechatpay-Serial": reply.serial,
            "Wechatpay-Signature": base64.b64encode(reply.tamper(signature)).decode(),
        }


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            provider.requests.append((self.command, self.path, body))
            authorization = self.headers["Authorization"]
            assert provider.verified(authorization, self.command, self.path, body)
            reply = provider.reply
            if reply.drop:
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in provider.headers().items() if reply.signed else ():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        do_GET = do_POST = _answer  # ruff: ignore[mixed-case-variable-in-class-scope] - the names of http.server

        def log_message(self, format: str, *args: object) -> None:
            """Keep the test output clean."""

    return Handler


@pytest.fixture(scope="module")
def keys() -> tuple[rsa.RSAPrivateKey, rsa.RSAPrivateKey]:
    merchant = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return merchant, rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def provider(
    keys: tuple[rsa.RSAPrivateKey, rsa.RSAPrivateKey],
) -> Iterator[Provider]:
    merchant, platform = keys
    provider = Provider(platform, merchant.public_key())
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    provider.url = f"http://127.0.0.1:{server.server_port}"
    yield provider
    server.shutdown()
    server.server_close()
    thread.join(10)


@pytest.fixture
def new_terminal(
    keys: tuple[rsa.RSAPrivateKey, rsa.RSAPrivateKey],
) -> Iterator[Callable[..., WeChatPay]]:
    made: list[WeChatPay] = []
    merchant, platform = keys

    def make(url: str, reply_s: float = 10.0) -> WeChatPay:
        made.append(
            WeChatPay(
                WeChatAccount(url, "m1", "app1"),
                Merchant("m1", "merchant-1", merchant),
                Platform("platform-1", platform.public_key()),
                reply_s=reply_s,
                now_s=lambda: NOW,
            )
        )
        return made[-1]

    yield make
    for terminal in made:
        terminal.close()


@pytest.fixture
def terminal(provider: Provider, new_terminal: Callable[..., WeChatPay]) -> WeChatPay:
    return new_terminal(provider.url)


def test_a_payment_is_signed_and_its_reply_verified(
    terminal: WeChatPay, provider: Provider
) -> None:
    reply = terminal.pay(ORDER, AUTH_CODE)
    assert (reply.state, reply.provider_ref) == (PayState.PAID, "42")
    [(method, target, body)] = provider.requests
    assert (method, target) == ("POST", "/v3/pay/transactions/codepay")
    assert json.loads(body)["payer"] == {"auth_code": AUTH_CODE}


def test_query_and_reverse_name_the_same_number(
    terminal: WeChatPay, provider: Provider
) -> None:
    assert terminal.query(ORDER).state is PayState.PAID
    assert terminal.reverse(ORDER).state is PayState.REVERSED
    (get, query, _), (post, reverse, body) = provider.requests
    assert (get, query) == ("GET", "/v3/pay/transactions/out-trade-no/order-1?mchid=m1")
    assert (post, reverse) == (
        "POST",
        "/v3/pay/transactions/out-trade-no/order-1/reverse",
    )
    assert json.loads(body) == {"appid": "app1", "mchid": "m1"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"tamper": lambda signature: signature[::-1]}, "bad_signature"),
        ({"tamper": lambda signature: b""}, "bad_signature"),
        ({"serial": "platform-2"}, "bad_signature"),
        ({"signed": False}, "bad_signature"),
        ({"timestamp": "yesterday"}, "bad_signature"),
        ({"timestamp": "9" * 30}, "bad_signature"),
        ({"timestamp": str(NOW - 301)}, "stale"),
        ({"timestamp": str(NOW + 301)}, "stale"),
        ({"status": 500, "body": b"oops"}, "not_json"),
        ({"drop": True}, "connection_lost"),
    ],
)
def test_a_reply_that_does_not_count_is_unknown(
    terminal: WeChatPay, provider: Provider, change: dict[str, Any], code: str
) -> None:
    provider.reply = replace(Reply(), **change)
    for call in (
        lambda: terminal.pay(ORDER, AUTH_CODE),
        lambda: terminal.query(ORDER),
        lambda: terminal.reverse(ORDER),
    ):
        reply = call()
        assert (reply.state, reply.code) == (PayState.UNKNOWN, code)
    assert reply.retry_reversal


def test_a_reply_within_five_minutes_counts(
    terminal: WeChatPay, provider: Provider
) -> None:
    for timestamp in (NOW - 300, NOW + 300):
        provider.reply = Reply(timestamp=str(timestamp))
        assert terminal.query(ORDER).state is PayState.PAID


def test_a_captive_portal_with_200_is_unknown(
    terminal: WeChatPay, provider: Provider
) -> None:
    page = b"<html><body>Accept the terms to use this Wi-Fi</body></html>"
    provider.reply = Reply(body=page, signed=False)
    reply = terminal.pay(ORDER, AUTH_CODE)
    assert (reply.state, reply.code) == (PayState.UNKNOWN, "bad_signature")
    assert "HTTP 200" in reply.message


def test_a_redirect_is_not_followed(terminal: WeChatPay, provider: Provider) -> None:
    provider.reply = Reply(status=302, signed=False)
    assert terminal.pay(ORDER, AUTH_CODE).state is PayState.UNKNOWN
    assert len(provider.requests) == 1


def test_an_endless_reply_ends(terminal: WeChatPay, provider: Provider) -> None:
    provider.reply = Reply(body=b"x" * (2 << 20))
    assert terminal.query(ORDER).code == "timeout"


def test_a_provider_that_does_not_answer_times_out(
    new_terminal: Callable[..., WeChatPay],
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        terminal = new_terminal(url, reply_s=0.2)
        reply = terminal.pay(ORDER, AUTH_CODE)
        assert (reply.state, reply.code) == (PayState.UNKNOWN, "timeout")


def test_only_a_payment_that_was_never_sent_is_not_found(
    new_terminal: Callable[..., WeChatPay],
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    terminal = new_terminal(f"http://127.0.0.1:{port}")
    paid = terminal.pay(ORDER, AUTH_CODE)
    assert (paid.state, paid.code) == (PayState.NOT_FOUND, "unreachable")
    asked = terminal.query(ORDER)
    assert (asked.state, asked.code) == (PayState.UNKNOWN, "unreachable")
    back = terminal.reverse(ORDER)
    assert (back.state, back.retry_reversal) == (PayState.UNKNOWN, True)


def test_the_auth_code_is_in_no_log_and_no_repr(
    terminal: WeChatPay, provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    provider.reply = Reply(drop=True)
    reply = terminal.pay(ORDER, AUTH_CODE)
    shown = caplog.text + repr(reply) + repr(terminal) + repr(vars(terminal))
    assert AUTH_CODE not in shown
    with pytest.raises(ValueError, match="no CNY amount") as caught:
        terminal.pay(replace(ORDER, currency="EUR"), AUTH_CODE)
    assert AUTH_CODE not in str(caught.value)


def _pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _public_pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def _certificate(key: rsa.RSAPrivateKey) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "platform")])
    start = datetime(2026, 1, 1, tzinfo=UTC)
    return (
        x509
        .CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=365))
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )


def test_keys_are_read_from_pem_key_or_certificate(
    keys: tuple[rsa.RSAPrivateKey, rsa.RSAPrivateKey],
) -> None:
    merchant, platform = keys
    assert load_merchant_key(_pem(merchant)).private_numbers() == (
        merchant.private_numbers()
    )
    expected = platform.public_key().public_numbers()
    for pem in (_public_pem(platform), _certificate(platform)):
        assert load_platform_key(pem).public_numbers() == expected


def test_keys_of_another_kind_are_refused() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    with pytest.raises(ValueError, match="no RSA key"):
        load_merchant_key(_pem(key))
    with pytest.raises(ValueError, match="no RSA key"):
        load_platform_key(_public_pem(key))


def test_the_real_clock_makes_an_old_reply_stale(
    keys: tuple[rsa.RSAPrivateKey, rsa.RSAPrivateKey], provider: Provider
) -> None:
    merchant, platform = keys
    terminal = WeChatPay(
        WeChatAccount(provider.url, "m1", "app1"),
        Merchant("m1", "merchant-1", merchant),
        Platform("platform-1", platform.public_key()),
    )
    provider.reply = Reply(timestamp="1500000000")
    assert terminal.query(ORDER).code == "stale"
    terminal.close()


def test_the_line_is_guarded(new_terminal: Callable[..., WeChatPay]) -> None:
    new_terminal("https://api.mch.weixin.qq.com")
    with pytest.raises(DeviceUrlError, match="https only"):
        new_terminal("http://gateway.example:8080")
    with pytest.raises(DeviceUrlError, match="no path"):
        new_terminal("https://gateway.example/pay")
    with pytest.raises(DeviceUrlError, match="takes http"):
        new_terminal("tcp://127.0.0.1:1")
