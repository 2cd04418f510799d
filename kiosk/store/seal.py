"""Sealed values of people.db: AES-256-GCM, and keyed hashes for secrets.

Both ends use it: the sync agent seals what it pulls, the kiosk opens it. Keys come
as arguments and are never stored in a database.
"""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.store.errors import StoreCorrupt

_NONCE_BYTES = 12


def seal(
    key: bytes, value: str, *, store: str, owner: str, field: str, version: int
) -> bytes:
    """Return nonce || ciphertext || tag of a value, bound to where it stands.

    `key` is the store key (32 bytes), `owner` the person's id.
    """
    nonce = secrets.token_bytes(_NONCE_BYTES)
    place = _place(store, owner, field, version)
    return nonce + AESGCM(key).encrypt(nonce, value.encode(), place)


def unseal(
    key: bytes, sealed: bytes, *, store: str, owner: str, field: str, version: int
) -> str:
    """Return a sealed value; StoreCorrupt when the key or the place is another."""
    nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        place = _place(store, owner, field, version)
        return AESGCM(key).decrypt(nonce, rest, place).decode()
    except (InvalidTag, ValueError) as error:
        raise StoreCorrupt(
            f"{owner}.{field} cannot be opened with this store's key"
        ) from error


def _place(store: str, owner: str, field: str, version: int) -> bytes:
    # No part may hold the separator: ids and field names are printable text.
    return "\x1f".join((store, owner, field, str(version))).encode()


def keyed_hash(pepper: bytes, secret: str) -> bytes:
    """Return HMAC-SHA256(pepper, secret): 32 bytes.

    A PIN or badge is kept as argon2id over these bytes; a member's code is looked up
    by them, as hex. The pepper is the store's, and in no database.
    """
    return hmac.new(pepper, secret.encode(), sha256).digest()
