r"""WeChat Pay API v3 signatures: what is signed, with which key, and when it counts.

Source: "Signature Generation" and "Signature Verification" of the API v3 rules
(pay.weixin.qq.com, wechatpay4_0 and wechatpay4_1): SHA-256 with RSA PKCS #1 v1.5
over lines that each end in \n. No network here.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509 import load_pem_x509_certificate

SCHEME = "WECHATPAY2-SHA256-RSA2048"
MAX_AGE_S = 300  # ledger-and-sync: time stamp within 5 minutes


def request_message(
    method: str, target: str, timestamp: int, nonce: str, body: bytes
) -> bytes:
    """Return what a request's signature covers; `target` is path and query."""
    return f"{method}\n{target}\n{timestamp}\n{nonce}\n".encode() + body + b"\n"


def reply_message(timestamp: str, nonce: str, body: bytes) -> bytes:
    """Return what a reply's signature covers."""
    return f"{timestamp}\n{nonce}\n".encode() + body + b"\n"


@dataclass(frozen=True, slots=True, repr=False)
class Merchant:
    """The merchant's side: who signs. It has no repr: it holds the key."""

    mchid: str
    serial: str  # of the merchant's API certificate
    key: rsa.RSAPrivateKey

    def authorization(
        self, method: str, target: str, timestamp: int, nonce: str, body: bytes
    ) -> str:
        """Return the Authorization header of a request."""
        message = request_message(method, target, timestamp, nonce, body)
        signature = self.key.sign(message, padding.PKCS1v15(), hashes.SHA256())
        signed = base64.b64encode(signature).decode("ascii")
        return (
            f'{SCHEME} mchid="{self.mchid}",nonce_str="{nonce}",'
            f'signature="{signed}",timestamp="{timestamp}",serial_no="{self.serial}"'
        )


@dataclass(frozen=True, slots=True)
class Platform:
    """The provider's side: whose signature counts."""

    serial: str  # of the platform certificate, or PUB_KEY_ID_...
    key: rsa.RSAPublicKey

    def refusal(self, headers: Mapping[str, str], body: bytes, now_s: float) -> str:
        """Return why a reply does not count, or "" when it does.

        `headers` is looked up without regard to case by its own means.
        """
        timestamp = headers.get("Wechatpay-Timestamp", "")
        nonce = headers.get("Wechatpay-Nonce", "")
        if headers.get("Wechatpay-Serial", "") != self.serial:
            return "bad_signature"  # unsigned, or by a key that is not ours to trust
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 20):
            return "bad_signature"
        try:
            signature = base64.b64decode(
                headers.get("Wechatpay-Signature", ""), validate=True
            )
            self.key.verify(
                signature,
                reply_message(timestamp, nonce, body),
                padding.PKCS1v15(),
                hashes.SHA256(),
            )
        except (InvalidSignature, binascii.Error, ValueError):
            return "bad_signature"
        return "stale" if abs(now_s - int(timestamp)) > MAX_AGE_S else ""


def load_merchant_key(pem: bytes) -> rsa.RSAPrivateKey:
    """Return the merchant's private key; raises ValueError when it is no RSA key."""
    key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise ValueError("the merchant key is no RSA key")
    return key


def load_platform_key(pem: bytes) -> rsa.RSAPublicKey:
    """Return the provider's public key, from a key or a certificate in PEM.

    Raises ValueError when it is neither or no RSA key.
    """
    key: object
    if b"BEGIN CERTIFICATE" in pem:
        key = load_pem_x509_certificate(pem).public_key()
    else:
        key = serialization.load_pem_public_key(pem)
    if not isinstance(key, rsa.RSAPublicKey):
        raise ValueError("the platform key is no RSA key")
    return key
