"""Pulls the people of the store into people.db: row-wise upsert and delete.

What is personal comes sealed by the cloud with the store's key and is sealed anew for
its column (kiosk.store.seal). No generations and no copies: a person who is gone is
gone from the file, bytes and all (secure_delete, truncating checkpoint).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kiosk.store.connection import Writer
from kiosk.store.errors import StoreCorrupt
from kiosk.store.schema import open_people
from kiosk.store.seal import seal
from sync import wire
from sync.client import CloudClient
from sync.feed import Cursor, Delta, fetch
from sync.pull import move_aside, read_cursor, write_cursor

_LOG = logging.getLogger(__name__)
_KINDS = ("staff", "member")

Body = Mapping[str, Any]


class PeopleFile:
    """people.db, open for its one writer. Raises StoreError kinds."""

    def __init__(self, path: Path, store: str, store_key: bytes) -> None:
        self._db: Writer = open_people(path)
        self._store = store
        self._key = store_key

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def cursor(self) -> Cursor:
        """Return how far the file has followed the feed."""
        return read_cursor(self._db)

    def apply(self, delta: Delta) -> int:
        """Take a delta in one transaction; return how many rows were refused."""
        refused = 0
        with self._db.transaction():
            if delta.is_full:
                for kind in _KINDS:
                    self._db.run(f"DELETE FROM {kind}")  # ruff: ignore[hardcoded-sql-expression] of our own
            for (kind, person), body in delta.changes.items():
                refused += self._put(kind, person, body)
            write_cursor(self._db, delta.cursor)
        self._db.run("PRAGMA wal_checkpoint(TRUNCATE)")
        return refused

    def _put(self, kind: str, person: str, body: Body | None) -> int:
        if kind not in _KINDS:
            return 0  # of a newer cloud
        self._db.run(f"DELETE FROM {kind} WHERE id = ?", (person,))  # ruff: ignore[hardcoded-sql-expression] ours
        if body is None:
            return 0
        try:
            values = self._values(kind, person, body)
        except (KeyError, TypeError, ValueError) as error:
            _LOG.error("%s %s cannot be used: %s", kind, person, error)
            return 1
        marks = ", ".join("?" * len(values))
        # OR REPLACE: a member's code may move to another member in one delta.
        self._db.run(
            f"INSERT OR REPLACE INTO {kind} VALUES ({marks})",  # ruff: ignore[hardcoded-sql-expression] of our own
            values,
        )
        return 0

    def _values(self, kind: str, person: str, body: Body) -> tuple[object, ...]:
        opened = wire.unseal(self._key, self._store, kind, person, body["sealed"])
        version = int(body["version"])

        def sealed(field: str) -> bytes:
            return seal(
                self._key,
                opened[field],
                store=self._store,
                owner=person,
                field=field,
                version=version,
            )

        demo = int(body["demo"])
        if kind == "staff":
            secret = (sealed("name"), sealed("pin"), sealed("badge"))
            return (person, version, body["role"], demo, *secret)
        code_key = opened["code_key"]
        return (person, version, body["tier"], demo, code_key, sealed("name"))


class PeoplePuller:
    """The people lane: each step brings the file up to the cloud."""

    def __init__(
        self, path: Path, store: str, store_key: bytes, client: CloudClient
    ) -> None:
        self._store = store
        self._client = client
        try:
            self._file = PeopleFile(path, store, store_key)
        except StoreCorrupt as error:
            _LOG.error("%s; it is fetched again", error)
            move_aside(path)
            self._file = PeopleFile(path, store, store_key)

    def close(self) -> None:
        """Close what the lane holds."""
        self._client.close()
        self._file.close()

    def step(self) -> bool:
        """Fetch and apply what changed; raises SyncError and StoreError kinds."""
        path = f"/v1/stores/{self._store}/people"
        delta = fetch(self._client, path, self._file.cursor())
        if delta is not None:
            self._file.apply(delta)
        return False
