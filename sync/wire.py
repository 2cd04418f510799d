"""The messages between a store and the cloud, and what a request's signature covers.

Both ends share this module and nothing else. It does no I/O. Messages are frozen and
refuse unknown fields. Bytes travel as base64 (keys, proofs, embeddings) or as
lower-case hex (hashes). Specified in docs/sync.md.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from typing import Annotated, Any, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import BaseModel, ConfigDict, Field

MAX_REQUEST_BYTES = 1024 * 1024
MAX_BATCH = 100  # entries of one push
FIRST_SEQ = 1  # the first entry of an epoch

# What RFC 9421 signatures of ours cover, in this order, and nothing else.
COVERED = (
    "@method",
    "@authority",
    "@path",
    "@query",
    "content-digest",
    "content-type",
)
SIGNATURE_PARAMS = frozenset({"created", "keyid", "nonce", "tag"})
SIGNATURE_TAG = "store-edge-sync-v1"
SIGNATURE_LABEL = "edge"
CONTENT_TYPE = "application/json"

Id = Annotated[  # a safe name of a file, too: ".." is none
    str, Field(max_length=64, pattern=r"^[A-Za-z0-9_-][A-Za-z0-9_.-]*$")
]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Base64 = Annotated[str, Field(max_length=200_000, pattern=r"^[A-Za-z0-9+/]*={0,2}$")]
Integer = Annotated[int, Field(ge=-(2**53) + 1, le=2**53 - 1)]
Count = Annotated[int, Field(ge=0, le=2**53 - 1)]


class Message(BaseModel):
    """The base of all messages: frozen, no unknown field."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Entry(Message):
    """One row of a ledger. What is odd in it is judged later, not refused here."""

    epoch: Count
    seq: Count
    id: str = Field(max_length=64)
    kind: str = Field(max_length=64)
    business_date: str = Field(max_length=32)
    at_utc: str = Field(max_length=64)
    mono_ns: Integer
    v: Integer
    body: str  # the canonical JSON text: exactly the bytes that were hashed
    prev: Hash
    hash: Hash


class PushRequest(Message):
    """Entries of one epoch, in the order of seq, without a gap."""

    epoch: Count
    entries: tuple[Entry, ...] = Field(min_length=1, max_length=MAX_BATCH)


class Ack(Message):
    """The last entry of an epoch that the cloud has, with all before it."""

    epoch: Count
    seq: Count
    hash: Hash


class PushReply(Message):
    """What the cloud has of the epoch now; `needs_review` counts odd ones of it."""

    ack: Ack
    needs_review: Count = 0


class DeviceReply(Message):
    """The cloud's high-water marks of a device, one for each epoch."""

    device: Id
    acks: tuple[Ack, ...]
    forks: tuple[Ack, ...] = ()  # the first entry that another branch also has


class Change(Message):
    """One row of a feed as it is now; `body` None is a tombstone."""

    server_seq: Count
    kind: str = Field(max_length=32)
    key: str = Field(max_length=128)
    body: dict[str, Any] | None


class ChangesReply(Message):
    """Changes after `since`, by server_seq. `more`: ask again from the last one."""

    feed: str = Field(max_length=64)  # another feed id: the feed began anew
    since: Count
    server_seq: Count  # the feed's high-water mark
    more: bool
    changes: tuple[Change, ...]


class TimeReply(Message):
    """The cloud's clock; signed over `time_text` by the pinned key."""

    nonce: str = Field(max_length=64)
    unix_ms: Count
    signature: Base64


class EnrolRequest(Message):
    """A lane asks to be known: a one-time code and its two keys with proofs."""

    store: Id
    device: Id
    code: str = Field(pattern=r"^[A-Z2-7]{16}$")  # its secret half, see split_code
    transport_key: Base64  # Ed25519 public keys, raw
    ledger_key: Base64
    transport_proof: Base64  # each key's signature over `enrolment_text`
    ledger_proof: Base64


class Enrolment(Message):
    """What an enrolled lane is given. Repeating the request gives the same."""

    store: Id
    device: Id
    keyid: str
    pepper: Base64  # 32 bytes: keys the hash of PINs and badges
    store_key: Base64  # 32 bytes: AES-256-GCM of personal values
    demo: bool


class EnrolReply(Message):
    """An enrolment with the cloud's key and its signature over `reply_text`."""

    enrolment: Enrolment
    cloud_key: Base64
    signature: Base64


Fault = Literal[
    "bad_request",
    "too_large",
    "signature",
    "replay",
    "forbidden",
    "not_found",
    "gap",
    "fork",
    "code",
    "conflict",
    "busy",
    "internal",
]


class Problem(Message):
    """Why a request was refused; `ack` tells a gap's or a fork's place."""

    error: Fault
    detail: str
    ack: Ack | None = None


def key_id(device: str, public_key: bytes) -> str:
    """Return a key's id: its device and the start of its SHA-256."""
    return f"{device}/{hashlib.sha256(public_key).hexdigest()[:16]}"


def fingerprint(public_key: bytes) -> str:
    """Return 80 bits of a key's SHA-256 as base32: part of an enrolment code."""
    return base64.b32encode(hashlib.sha256(public_key).digest()[:10]).decode()


def split_code(code: str) -> tuple[str, str]:
    """Split an enrolment code into its secret and the cloud key's fingerprint.

    Spaces and dashes do not count, nor does case. ValueError: not such a code.
    """
    text = code.upper().replace("-", "").replace(" ", "")
    if len(text) != 32:
        raise ValueError("an enrolment code has 32 letters and digits")
    return text[:16], text[16:]


def enrolment_text(device: str, code: str, transport: str, ledger: str) -> bytes:
    """Return what both keys sign to prove that the lane holds them."""
    return f"enrol-v1\n{device}\n{code}\n{transport}\n{ledger}".encode()


def reply_text(enrolment: Enrolment, transport_key: str) -> bytes:
    """Return what the cloud signs in its answer to an enrolment."""
    return f"enrolled-v1\n{transport_key}\n{enrolment.model_dump_json()}".encode()


def time_text(nonce: str, unix_ms: int) -> bytes:
    """Return what the cloud signs in its answer to a question for the time."""
    return f"time-v1\n{nonce}\n{unix_ms}".encode()


def encode(data: bytes) -> str:
    """Return bytes as base64 text."""
    return base64.b64encode(data).decode()


def decode(text: str) -> bytes:
    """Return the bytes of base64 text; ValueError when it is none."""
    return base64.b64decode(text, validate=True)


def seal(key: bytes, store: str, kind: str, person: str, data: dict[str, Any]) -> str:
    """Encrypt what is personal of a staff member or member with the store's key.

    AES-256-GCM, a random nonce first; the associated data bind it to its place.
    """
    nonce = secrets.token_bytes(12)
    place = f"person-v1\n{store}\n{kind}\n{person}".encode()
    text = json.dumps(data, ensure_ascii=False, sort_keys=True).encode()
    return encode(nonce + AESGCM(key).encrypt(nonce, text, place))


def unseal(key: bytes, store: str, kind: str, person: str, text: str) -> dict[str, Any]:
    """Decrypt what `seal` made; ValueError when it is not that, or not for here."""
    data = decode(text)
    place = f"person-v1\n{store}\n{kind}\n{person}".encode()
    try:
        opened = AESGCM(key).decrypt(data[:12], data[12:], place)
    except InvalidTag as error:
        raise ValueError("it was not sealed with this store's key") from error
    person_data: dict[str, Any] = json.loads(opened)
    return person_data
