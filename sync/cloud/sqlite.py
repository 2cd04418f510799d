"""The SQLite adapter of the storage port: one file, embedded in the service."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sync import wire
from sync.cloud import devices, feeds, ledgers, sales
from sync.cloud.database import Connection
from sync.cloud.storage import (
    Appended,
    ChainHead,
    CodeRefused,
    DeviceKey,
    Enrolled,
    Judged,
    Rows,
    StoredSale,
)


class SqliteStorage:
    """See sync.cloud.storage.Storage; each method is one transaction."""

    def __init__(self, path: Path) -> None:
        self._db = Connection(path)

    def close(self) -> None:
        """Give the file back."""
        self._db.close()

    def device_key(self, keyid: str) -> DeviceKey | None:
        """Return a trusted transport key."""
        with self._db.reading() as db:
            return devices.device_key(db, keyid)

    def remember_nonce(self, keyid: str, nonce: str, at: datetime) -> bool:
        """Take note of a nonce; False when the key has used it already."""
        with self._db.writing() as db:
            return devices.remember_nonce(db, keyid, nonce, at)

    def append(self, device: str, batch: Sequence[Judged], at: datetime) -> Appended:
        """Store the entries that follow what is there; a replay changes nothing."""
        with self._db.writing() as db:
            return ledgers.append(db, device, batch, at)

    def acks(self, device: str) -> tuple[tuple[wire.Ack, ...], tuple[wire.Ack, ...]]:
        """Return the heads of a device's epochs, and the places of its forks."""
        with self._db.reading() as db:
            return ledgers.acks(db, device)

    def add_code(
        self, store: str, device: str, code_hash: bytes, expires_at: datetime
    ) -> None:
        """Let a lane be enrolled with a one-time code; an older code ends."""
        with self._db.writing() as db:
            devices.add_code(db, store, device, code_hash, expires_at)

    def redeem_code(
        self, request: wire.EnrolRequest, code_hash: bytes, at: datetime
    ) -> Enrolled | CodeRefused:
        """Use a one-time code; the same code and keys again give the same answer."""
        with self._db.writing() as db:
            return devices.redeem_code(db, request, code_hash, at)

    def is_enrolled(self, device: str) -> bool:
        """Whether a device has a trusted transport key."""
        with self._db.reading() as db:
            return devices.is_enrolled(db, device)

    def put(self, store: str, feed: str, rows: Rows, kinds: frozenset[str]) -> int:
        """Make the rows of these kinds those given; return how many changed."""
        with self._db.writing() as db:
            return feeds.put(db, store, feed, rows, kinds)

    def rows(self, store: str, feed: str) -> dict[tuple[str, str], dict[str, Any]]:
        """Return a feed as it is now, without tombstones."""
        with self._db.reading() as db:
            return feeds.current(db, store, feed)

    def changes(
        self, store: str, feed: str, since: int, max_bytes: int
    ) -> wire.ChangesReply:
        """Return the changes after `since`, as many as fit, one at least."""
        with self._db.reading() as db:
            return feeds.changes(db, store, feed, since, max_bytes)

    def is_store(self, store: str) -> bool:
        """Whether the store is known."""
        with self._db.reading() as db:
            row = db.execute(
                "SELECT 1 FROM feed WHERE store = ? UNION"
                " SELECT 1 FROM device WHERE store = ?",
                (store, store),
            ).fetchone()
        return row is not None

    def latest_date(self, store: str) -> date | None:
        """Return the newest business date that bears an entry."""
        with self._db.reading() as db:
            return sales.latest_date(db, store)

    def sales(self, store: str, on: date) -> tuple[StoredSale, ...]:
        """Return a business date's sales, newest first."""
        with self._db.reading() as db:
            return sales.sales(db, store, on)

    def heads(self, store: str) -> tuple[ChainHead, ...]:
        """Return the chain heads of a store's devices."""
        with self._db.reading() as db:
            return sales.heads(db, store)
