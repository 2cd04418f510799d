"""WECHATPAY2-SHA256-RSA2048: how both sides of WeChat Pay v3 sign, and the keys.

Source: pay.weixin.qq.com, "签名生成" and "签名验证" of API v3. The request's
message is METHOD, path with query, time stamp, nonce and body, each ended by LF;
the reply's message is time stamp, nonce and body.
"""

from __future__ import annotations

import base64
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

SCHEME = "WECHATPAY2-SHA256-RSA2048"
MAX_SKEW_S = 300
_FIELD = re.compile(r'(\w+)="([^"]*)"')
_REQUIRED = {"mchid", "nonce_str", "signature", "timestamp", "serial_no"}


@dataclass(frozen=True, slots=True)
class Keys:
    """The merchant's and the platform's key pairs, with their serial numbers."""

    merchant: rsa.RSAPrivateKey
    platform: rsa.RSAPrivateKey
    merchant_serial: str
    platform_serial: str

    @classmethod
    def generate(cls) -> Keys:
        """Make fresh keys: RSA 2048, as the provider asks for."""
        return cls(
            rsa.generate_private_key(65537, 2048),
            rsa.generate_private_key(65537, 2048),
            secrets.token_hex(20).upper(),
            secrets.token_hex(20).upper(),
        )

    def write(self, folder: Path) -> tuple[Path, Path]:
        """Write what the merchant gets: its private key and the platform's public."""
        merchant = folder / "merchant_key.pem"
        merchant.touch(0o600)
        merchant.write_bytes(
            self.merchant.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        platform = folder / "platform_public.pem"
        platform.write_bytes(
            self.platform.public_key().public_bytes(
                serialization.Encoding.PEM,
                serialization.PublicFormat.SubjectPublicKeyInfo,
            )
        )
        return merchant, platform


def sign(key: rsa.RSAPrivateKey, *parts: str) -> str:
    """Return the base64 signature over the parts, each ended by LF."""
    message = "".join(f"{part}\n" for part in parts).encode()
    return base64.b64encode(
        key.sign(message, padding.PKCS1v15(), hashes.SHA256())
    ).decode()


def verify(key: rsa.RSAPublicKey, signature: str, *parts: str) -> bool:
    """Return whether the base64 signature fits the parts."""
    message = "".join(f"{part}\n" for part in parts).encode()
    try:
        raw = base64.b64decode(signature, validate=True)
        key.verify(raw, message, padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True


def request_fault(
    keys: Keys, mchid: str, now: int, authorization: str, *request: str
) -> str | None:
    """Return what is wrong with a request's Authorization; None: it is good.

    `request` is method, path with query, and body.
    """
    scheme, _, rest = authorization.partition(" ")
    fields = dict(_FIELD.findall(rest))
    if scheme != SCHEME or not _REQUIRED <= fields.keys():
        return "no usable Authorization header"
    if fields["mchid"] != mchid or fields["serial_no"] != keys.merchant_serial:
        return "unknown merchant or certificate serial number"
    stamp = fields["timestamp"]
    if not stamp.isdigit() or abs(now - int(stamp)) > MAX_SKEW_S:
        return "the time stamp is more than five minutes off"
    method, path, body = request
    signed = (method, path, stamp, fields["nonce_str"], body)
    if not verify(keys.merchant.public_key(), fields["signature"], *signed):
        return "the signature does not fit"
    return None


def reply_headers(keys: Keys, now: int, body: str, spoil: bool) -> dict[str, str]:
    """Return the signed headers of a reply; `spoil` makes the signature wrong."""
    nonce = secrets.token_hex(16)
    signed_body = body + " " if spoil else body
    signature = sign(keys.platform, str(now), nonce, signed_body)
    return {
        "Wechatpay-Timestamp": str(now),
        "Wechatpay-Nonce": nonce,
        "Wechatpay-Serial": keys.platform_serial,
        "Wechatpay-Signature": signature,
        "Wechatpay-Signature-Type": SCHEME,
    }
