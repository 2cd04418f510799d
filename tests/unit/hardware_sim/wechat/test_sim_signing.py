"""Requests are verified and replies signed as WeChat Pay v3 asks for."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    load_pem_private_key,
    load_pem_public_key,
)

from hardware_sim.wechat.signing import (
    SCHEME,
    Keys,
    reply_headers,
    request_fault,
    sign,
    verify,
)

NOW = 1_700_000_000
PATH = "/v3/pay/transactions/codepay"
BODY = '{"out_trade_no":"N1"}'


@pytest.fixture(scope="module")
def keys() -> Keys:
    return Keys.generate()


def authorization(keys: Keys, **changed: str) -> str:
    fields = {
        "mchid": "190",
        "nonce_str": "abc",
        "timestamp": str(NOW),
        "serial_no": keys.merchant_serial,
    } | changed
    signed = ("POST", PATH, fields["timestamp"], fields["nonce_str"], BODY)
    fields.setdefault("signature", sign(keys.merchant, *signed))
    return SCHEME + " " + ",".join(f'{name}="{text}"' for name, text in fields.items())


def fault(keys: Keys, header: str, body: str = BODY) -> str | None:
    return request_fault(keys, "190", NOW, header, "POST", PATH, body)


def test_a_good_request_passes(keys: Keys) -> None:
    assert fault(keys, authorization(keys)) is None


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"mchid": "191"}, "unknown merchant"),
        ({"serial_no": "00"}, "unknown merchant"),
        ({"timestamp": str(NOW - 301)}, "five minutes"),
        ({"timestamp": "soon"}, "five minutes"),
        ({"signature": "AAAA"}, "does not fit"),
        ({"signature": "not base64"}, "does not fit"),
    ],
)
def test_a_bad_request_is_told_why(
    keys: Keys, changed: dict[str, str], reason: str
) -> None:
    assert reason in (fault(keys, authorization(keys, **changed)) or "")


def test_a_changed_body_does_not_fit(keys: Keys) -> None:
    assert "does not fit" in (fault(keys, authorization(keys), BODY + " ") or "")
    assert "no usable" in (fault(keys, "Basic abc") or "")


def test_replies_are_signed_and_can_be_spoilt(keys: Keys) -> None:
    for spoil in (False, True):
        headers = reply_headers(keys, NOW, BODY, spoil)
        fits = verify(
            keys.platform.public_key(),
            headers["Wechatpay-Signature"],
            headers["Wechatpay-Timestamp"],
            headers["Wechatpay-Nonce"],
            BODY,
        )
        assert fits is not spoil
        assert headers["Wechatpay-Serial"] == keys.platform_serial


def test_key_files_are_what_a_merchant_gets(keys: Keys, tmp_path: Path) -> None:
    merchant, platform = keys.write(tmp_path)
    assert merchant.stat().st_mode & 0o077 == 0
    private = load_pem_private_key(merchant.read_bytes(), None)
    public = load_pem_public_key(platform.read_bytes())
    assert private.public_key() == keys.merchant.public_key()
    assert public == keys.platform.public_key()
