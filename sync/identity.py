"""Who a lane is to the cloud: its keys, and the signature on each request.

Two Ed25519 keys: the ledger key (kiosk; checkpoints) and the transport key (agent;
requests, by RFC 9421). It does no networking; sync.cloud.signatures is the other side.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Generator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from http_message_signatures import (
    HTTPMessageSigner,
    MappingKeyResolver,
    algorithms,
)

from sync import wire
from sync.errors import IdentityError


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    """Return the 32 raw bytes of a key's public half."""
    return key.public_key().public_bytes_raw()


def load_key(path: Path) -> Ed25519PrivateKey:
    """Read an Ed25519 private key, raw or PEM; IdentityError when there is none."""
    try:
        data = path.read_bytes()
        if len(data) == 32:
            return Ed25519PrivateKey.from_private_bytes(data)
        key = load_pem_private_key(data, None)
    except OSError as error:
        raise IdentityError(f"{path}: {error.strerror}; enrol this lane") from error
    except (ValueError, TypeError) as error:
        raise IdentityError(f"{path}: not a key") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise IdentityError(f"{path}: not an Ed25519 key")
    return key


def load_secret(path: Path) -> bytes:
    """Read a secret of 32 bytes; IdentityError when there is none."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise IdentityError(f"{path}: {error.strerror}; enrol this lane") from error
    if len(data) != 32:
        raise IdentityError(f"{path}: not 32 bytes; enrol this lane")
    return data


def load_or_make_key(path: Path) -> Ed25519PrivateKey:
    """Read the key of a file, or make one there first (mode 0600)."""
    if not path.exists():
        write_secret(path, Ed25519PrivateKey.generate().private_bytes_raw())
    return load_key(path)


def write_secret(path: Path, data: bytes) -> None:
    """Write a secret so that a crash leaves all of it or none, mode 0600."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def is_signed(public_key: bytes, signature: str, text: bytes) -> bool:
    """Whether a text bears the base64 signature of a raw Ed25519 public key."""
    try:
        key = Ed25519PublicKey.from_public_bytes(public_key)
        key.verify(wire.decode(signature), text)
    except (InvalidSignature, ValueError):
        return False
    return True


class RequestSigner(httpx.Auth):
    """Signs each request of a client by RFC 9421.

    `now` is the trusted time (local clock plus the measured offset): the cloud
    refuses a request more than five minutes off.
    """

    requires_request_body = True

    def __init__(
        self, device: str, key: Ed25519PrivateKey, now: Callable[[], datetime]
    ) -> None:
        self._key_id = wire.key_id(device, public_bytes(key))
        self._now = now
        resolver = MappingKeyResolver(public_keys={}, private_keys={self._key_id: key})
        self._signer = HTTPMessageSigner(
            signature_algorithm=algorithms.ED25519, key_resolver=resolver
        )

    def auth_flow(
        self, request: httpx.Request
    ) -> Generator[httpx.Request, httpx.Response, None]:
        """Sign a request and let it go."""
        self.sign(request)
        yield request

    def sign(self, request: Any) -> None:
        """Add content-digest, signature-input and signature to a request."""
        request.headers["content-type"] = wire.CONTENT_TYPE
        self._signer.sign(
            request,
            key_id=self._key_id,
            created=self._now(),
            nonce=secrets.token_urlsafe(16),
            label=wire.SIGNATURE_LABEL,
            tag=wire.SIGNATURE_TAG,
            include_alg=False,
            covered_component_ids=wire.COVERED,
            body=request.content,
        )
