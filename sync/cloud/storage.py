"""The storage port of the cloud: what the service asks of a database.

Adapters: sync.cloud.sqlite. Every method is one transaction that is durable when it
returns. All keys begin with the device or the store.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from sync import wire


class StorageError(Exception):
    """The database cannot be used; the message is one line."""


@dataclass(frozen=True, slots=True)
class DeviceKey:
    """A transport key that is trusted: whose it is."""

    keyid: str
    store: str
    device: str
    public: bytes


@dataclass(frozen=True, slots=True)
class SaleRow:
    """The read side of a sale entry; amounts in minor units."""

    receipt_no: str
    currency: str
    exponent: int
    total: int
    savings: int
    paid_at: str


@dataclass(frozen=True, slots=True)
class Judged:
    """An entry as it came, why people should look at it (""), its sale if it is one."""

    entry: wire.Entry
    hash_is_right: bool
    review: str
    sale: SaleRow | None


@dataclass(frozen=True, slots=True)
class Accepted:
    """The batch, or a prefix of it, is stored."""

    ack: wire.Ack
    needs_review: int


@dataclass(frozen=True, slots=True)
class Gap:
    """The batch begins after the first missing entry; `ack` is what is there."""

    ack: wire.Ack | None


@dataclass(frozen=True, slots=True)
class Fork:
    """The device has another entry at a place that is taken; `ack` is the stored."""

    ack: wire.Ack


Appended = Accepted | Gap | Fork


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The one-time code was good and the keys are trusted now."""

    keyid: str


@dataclass(frozen=True, slots=True)
class CodeRefused:
    """The code is unknown, used up, expired, or was used with other keys."""

    detail: str
    is_conflict: bool = False


@dataclass(frozen=True, slots=True)
class StoredSale:
    """A sale of a business date, with its place in the device's chain."""

    device: str
    epoch: int
    seq: int
    hash: str
    review: str
    row: SaleRow
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The newest entry of a device's epoch, and how many entries need review."""

    device: str
    epoch: int
    seq: int
    hash: str
    needs_review: int
    received_at: datetime
    is_forked: bool


Rows = Mapping[tuple[str, str], Mapping[str, Any]]  # (kind, key) -> body


class Storage(Protocol):
    """What the cloud service asks of a database."""

    def close(self) -> None:
        """Give the database back."""

    def device_key(self, keyid: str) -> DeviceKey | None:
        """Return a trusted transport key."""

    def remember_nonce(self, keyid: str, nonce: str, at: datetime) -> bool:
        """Take note of a nonce; False when the key has used it already."""

    def append(self, device: str, batch: Sequence[Judged], at: datetime) -> Appended:
        """Store the entries that follow what is there; a replay changes nothing."""

    def acks(self, device: str) -> tuple[tuple[wire.Ack, ...], tuple[wire.Ack, ...]]:
        """Return the heads of a device's epochs, and the places of its forks."""

    def add_code(
        self, store: str, device: str, code_hash: bytes, expires_at: datetime
    ) -> None:
        """Let a lane be enrolled with a one-time code; an older code ends."""

    def redeem_code(
        self, request: wire.EnrolRequest, code_hash: bytes, at: datetime
    ) -> Enrolled | CodeRefused:
        """Use a one-time code; the same code and keys again give the same answer."""

    def is_enrolled(self, device: str) -> bool:
        """Whether a device has a trusted transport key."""

    def put(self, store: str, feed: str, rows: Rows, kinds: frozenset[str]) -> int:
        """Make the rows of these kinds those given; return how many changed."""

    def rows(self, store: str, feed: str) -> dict[tuple[str, str], dict[str, Any]]:
        """Return a feed as it is now, without tombstones."""

    def changes(
        self, store: str, feed: str, since: int, max_bytes: int
    ) -> wire.ChangesReply:
        """Return the changes after `since`, as many as fit, one at least."""

    def is_store(self, store: str) -> bool:
        """Whether the store is known."""

    def latest_date(self, store: str) -> date | None:
        """Return the newest business date that bears an entry."""

    def sales(self, store: str, on: date) -> tuple[StoredSale, ...]:
        """Return a business date's sales, newest first."""

    def heads(self, store: str) -> tuple[ChainHead, ...]:
        """Return the chain heads of a store's devices."""
