"""Canonical bytes, entry hashes and checkpoints, as docs/ledger-format.md has them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from unicodedata import is_normalized

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = 1
_LIMIT = 1 << 53
_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_SHORT = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r"}
_ESCAPES = {code: _SHORT.get(code, f"\\u{code:04x}") for code in range(0x20)} | {
    ord('"'): '\\"',
    ord("\\"): "\\\\",
}


class Discrepancy(Exception):  # ruff: ignore[error-suffix-on-exception-name] - the auditor's word
    """Something in the ledger is not as the format says; the message says what."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of `entry`, with its checkpoint if it has one."""

    epoch: int
    seq: int
    device: str
    id: str
    kind: str
    business_date: str
    at_utc: str
    mono_ns: int
    v: int
    body: bytes
    prev: bytes
    hash: bytes
    signed_hash: bytes | None
    public_key: bytes | None
    signature: bytes | None


def parse(data: bytes) -> dict[str, Any]:
    """Return the object that canonical bytes hold; Discrepancy if not canonical."""
    try:
        value = json.loads(
            data.decode(),
            object_pairs_hook=_object,
            parse_float=_no_float,
            parse_constant=_no_float,
        )
        again = render(value).encode()
    except (ValueError, RecursionError) as error:
        raise Discrepancy(f"the body is not canonical JSON: {error}") from None
    if again != data:
        raise Discrepancy("the body is not canonical JSON: order, space or escapes")
    if not isinstance(value, dict):
        raise Discrepancy("the body is not an object")
    return value


def _object(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in pairs:
        if key in made:
            raise ValueError(f"key {key!r} stands twice")
        made[key] = value
    return made


def _no_float(text: str) -> Any:
    raise ValueError(f"{text} is not an integer")


def render(value: Any) -> str:
    """Return canonical JSON text; ValueError for what has none."""
    if value is None:
        return "null"
    if value is True or value is False:
        return str(value).lower()
    if isinstance(value, int):
        if not -_LIMIT < value < _LIMIT:
            raise ValueError(f"{value} is too large")
        return str(value)
    if isinstance(value, str):
        if not is_normalized("NFC", value):
            raise ValueError(f"{value!r} is not in NFC")
        return f'"{value.translate(_ESCAPES)}"'
    if isinstance(value, list):
        return f"[{','.join(map(render, value))}]"
    if not all(key.isascii() for key in value):
        raise ValueError("a key is not ASCII")
    members = (f"{render(key)}:{render(value[key])}" for key in sorted(value))
    return f"{{{','.join(members)}}}"


def check_form(row: Row) -> None:
    """Check the types and formats of a row's columns."""
    for name, kind in (
        ("epoch", int),
        ("seq", int),
        ("device", str),
        ("id", str),
        ("kind", str),
        ("mono_ns", int),
        ("body", bytes),
        ("prev", bytes),
        ("hash", bytes),
    ):
        if not isinstance(getattr(row, name), kind):
            raise Discrepancy(f"{name} is not of its type")
    if row.v != FORMAT:
        raise Discrepancy(f"format {row.v} is not known")
    if not isinstance(row.at_utc, str) or not _UTC.fullmatch(row.at_utc):
        raise Discrepancy(f"at_utc {row.at_utc!r} is not a time")
    if not isinstance(row.business_date, str) or not _DATE.fullmatch(row.business_date):
        raise Discrepancy(f"business_date {row.business_date!r} is not a date")


def check_hash(row: Row, body: dict[str, Any]) -> None:
    """Check that a row's hash is that of its content and of `prev`."""
    content = {
        name: getattr(row, name)
        for name in (
            "at_utc",
            "business_date",
            "device",
            "epoch",
            "id",
            "kind",
            "mono_ns",
            "seq",
            "v",
        )
    }
    try:
        text = render(content | {"body": body})
    except ValueError as error:
        raise Discrepancy(f"it has no canonical form: {error}") from None
    digest = sha256(b"ledger-entry-v1\n" + row.prev + text.encode()).digest()
    if digest != row.hash:
        raise Discrepancy("the hash does not match the content: it was altered")


def check_link(row: Row, body: dict[str, Any], before: Row | None) -> None:
    """Check that a row follows the one before it in the file."""
    if before is not None and row.epoch == before.epoch:
        if row.seq != before.seq + 1:
            raise Discrepancy(f"entries {before.seq + 1} to {row.seq - 1} are missing")
        if row.prev != before.hash:
            raise Discrepancy("prev is not the hash of the entry before")
        return
    if row.seq != 1:
        raise Discrepancy(f"epoch {row.epoch} begins with entry {row.seq}")
    if row.epoch == 0:
        if row.prev != bytes(32):
            raise Discrepancy("prev of the first entry is not zero")
        return
    _check_epoch(row, body, before)


def _check_epoch(row: Row, body: dict[str, Any], before: Row | None) -> None:
    if row.kind != "epoch_opened":
        raise Discrepancy(f"epoch {row.epoch} does not begin with epoch_opened")
    if body.get("hash") != row.prev.hex():
        raise Discrepancy("prev is not the hash that epoch_opened names")
    if before is not None:
        named = body.get("epoch"), body.get("seq"), body.get("hash")
        if named != (before.epoch, before.seq, before.hash.hex()):
            raise Discrepancy("epoch_opened does not name the entry before it")


def check_signature(row: Row, trusted: bytes | None) -> bool:
    """Check a row's checkpoint, if it has one, and return whether it has.

    `trusted` is the device's own raw public key, if known.
    """
    if row.signature is None:
        return False
    if row.signed_hash != row.hash:
        raise Discrepancy("its checkpoint is of another hash")
    if trusted is not None and row.public_key != trusted:
        raise Discrepancy("its checkpoint is signed by another key")
    text = render({
        "device": row.device,
        "epoch": row.epoch,
        "hash": row.hash.hex(),
        "seq": row.seq,
    })
    try:
        key = Ed25519PublicKey.from_public_bytes(row.public_key or b"")
        key.verify(row.signature, b"ledger-checkpoint-v1\n" + text.encode())
    except (InvalidSignature, ValueError):
        raise Discrepancy("its checkpoint's signature is wrong") from None
    return True
