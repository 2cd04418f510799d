"""The ledger's hash chain: canonical JSON, entry hash, checkpoint bytes.

Pure bytes from values; it stores nothing and signs nothing (kiosk.store.ledger).
The format is docs/ledger-format.md; kiosk.store.verify is written from that page
and shares no code with this module.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from unicodedata import normalize

ENTRY_VERSION = 1
ENTRY_TAG = b"ledger-entry-v1\n"
CHECKPOINT_TAG = b"ledger-checkpoint-v1\n"
GENESIS = bytes(32)  # `prev` of the first entry of epoch 0
INTEGER_BOUND = 2**53


class CanonicalError(ValueError):
    """A value has no canonical form: a float, a huge integer, a non-ASCII key."""


def canonical(value: object) -> bytes:
    """Return the canonical JSON of a value: RFC 8785, restricted.

    Keys are ASCII, strings are brought to NFC, integers satisfy |n| < 2^53; there
    are no floats. Raises CanonicalError for everything else.
    """
    text = json.dumps(
        _normal(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise CanonicalError(f"text is not Unicode: {error.reason}") from None


def _normal(value: object) -> Any:
    match value:
        case None | bool():
            return value
        case str():
            return normalize("NFC", value)
        case int():
            if abs(value) >= INTEGER_BOUND:
                raise CanonicalError(f"{value} is out of the range of integers")
            return value
        case list() | tuple():
            return [_normal(item) for item in value]
        case Mapping():
            return {_key(key): _normal(item) for key, item in value.items()}
    raise CanonicalError(f"{type(value).__name__} has no canonical form")


def _key(key: object) -> str:
    if not isinstance(key, str) or not key.isascii():
        raise CanonicalError(f"{key!r} is not an ASCII key")
    return key


def entry_hash(prev: bytes, head: Mapping[str, object]) -> bytes:
    """Return the 32-byte hash of an entry that follows `prev`.

    `head` holds at_utc, body, business_date, device, epoch, id, kind, mono_ns, seq
    and v.
    """
    return sha256(ENTRY_TAG + prev + canonical(head)).digest()


def checkpoint_bytes(device: str, epoch: int, seq: int, digest: bytes) -> bytes:
    """Return the bytes that a checkpoint signs with Ed25519."""
    return CHECKPOINT_TAG + canonical({
        "device": device,
        "epoch": epoch,
        "hash": digest.hex(),
        "seq": seq,
    })
