"""Pulls the catalogue: deltas become generations of catalogue.db.

One transaction writes the rows of the next generation, makes it the current one and
moves the cursor: a crash leaves the old generation whole. A row is never overwritten
while a basket may still read it; what no generation of the last days shows is removed.
"""
# ruff: file-ignore[hardcoded-sql-expression] - of our own table names; values are bound

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kiosk.store.clock import utc_text, utc_time
from kiosk.store.connection import Writer
from kiosk.store.errors import StoreCorrupt
from kiosk.store.schema import open_catalogue
from sync import rows
from sync.client import CloudClient
from sync.feed import Cursor, Delta, fetch
from sync.rows import TABLES, RowError, Table

_LOG = logging.getLogger(__name__)
BASKET_LIFE = timedelta(days=7)  # no basket is open, or suspended, for longer

Body = Mapping[str, Any]


class CatalogueFile:
    """catalogue.db, open for its one writer. Raises StoreError kinds."""

    def __init__(self, path: Path) -> None:
        self._db = open_catalogue(path)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def cursor(self) -> Cursor:
        """Return how far the file has followed the feed."""
        return read_cursor(self._db)

    def generation(self) -> int:
        """Return the current generation; 0 before the first."""
        return int(read_meta(self._db, "current_generation") or 0)

    def apply(self, delta: Delta, store: str, at: datetime) -> int:
        """Make a delta the next generation; return how many rows were refused.

        A delta that changes no row makes no generation.
        """
        with self._db.transaction():
            step = _Generation(self._db, self.generation() + 1)
            for (kind, key), body in delta.changes.items():
                step.put(kind, key, body)
            if delta.is_full:
                step.drop_all_but(set(delta.changes))
            write_meta(self._db, "store", store)
            write_cursor(self._db, delta.cursor)
            if step.changed or not self.generation():
                write_meta(self._db, "current_generation", str(step.number))
                self._forget_old(step.number, at)
        return step.refused

    def _forget_old(self, number: int, at: datetime) -> None:
        times = json.loads(read_meta(self._db, "generation_times") or "[]")
        times.append([number, utc_text(at)])
        # What was replaced before the oldest generation a basket may name can go.
        old = [pair for pair in times if utc_time(pair[1]) < at - BASKET_LIFE]
        if old:
            oldest = old[-1][0]
            times = [pair for pair in times if pair[0] >= oldest]
            for table in (*TABLES, "promotion_product"):
                self._db.run(f"DELETE FROM {table} WHERE to_generation <= ?", (oldest,))
        write_meta(self._db, "generation_times", json.dumps(times))


class _Generation:
    """The next generation in the making, inside a transaction."""

    def __init__(self, db: Writer, number: int) -> None:
        self.number = number
        self.changed = 0
        self.refused = 0
        self._db = db

    def put(self, kind: str, key: str, body: Body | None) -> None:
        """Take one change; one that the kiosk could not use takes the row away."""
        if kind == "meta":
            if key == "demo":
                write_meta(self._db, key, "" if body is None else str(body["value"]))
            return
        table = TABLES.get(kind)
        if table is None:
            return  # of a newer cloud
        values = None if body is None else self._values(table, key, body)
        if values == self._visible(table, key):
            return
        self._close(table, key)
        if values is not None:
            self._insert(table, key, values)
            if body is not None and kind == "promotion":
                self._link(key, body)
        self.changed += 1

    def _values(self, table: Table, key: str, body: Body) -> rows.Values | None:
        try:
            return table.build(key, body)
        except RowError as refusal:
            self.refused += 1
            _LOG.error("%s %s cannot be used: %s", table.name, key, refusal)
            return None

    def _visible(self, table: Table, key: str) -> rows.Values | None:
        row = self._db.run(
            f"SELECT {', '.join(table.columns)} FROM {table.name}"
            f" WHERE {table.key} = ? AND to_generation IS NULL",
            (key,),
        )
        return None if row is None else tuple(row)

    def _close(self, table: Table, key: str) -> None:
        self._close_where(table.name, table.key, key)
        if table.name == "promotion":
            self._close_where("promotion_product", "promotion", key)

    def _close_where(self, table: str, column: str, key: str) -> None:
        self._db.run(
            f"UPDATE {table} SET to_generation = ?"
            f" WHERE {column} = ? AND to_generation IS NULL",
            (self.number, key),
        )

    def _insert(self, table: Table, key: str, values: rows.Values) -> None:
        columns = (table.key, "from_generation", *table.columns)
        marks = ", ".join("?" * len(columns))
        self._db.run(
            f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks})",
            (key, self.number, *values),
        )

    def _link(self, promotion: str, body: Body) -> None:
        self._db.insert_all(
            "INSERT INTO promotion_product (promotion, product, from_generation)"
            " VALUES (?,?,?)",
            [
                (promotion, product, self.number)
                for product in sorted(rows.promotion_products(body))
            ],
        )

    def drop_all_but(self, keep: set[tuple[str, str]]) -> None:
        """Take away every row that a full delta does not name."""
        for kind, table in TABLES.items():
            there = self._db.rows(
                f"SELECT {table.key} FROM {table.name} WHERE to_generation IS NULL"
            )
            for (key,) in there:
                if (kind, key) not in keep:
                    self._close(table, key)
                    self.changed += 1


class CataloguePuller:
    """The catalogue lane: each step brings the file up to the cloud."""

    def __init__(
        self,
        path: Path,
        store: str,
        client: CloudClient,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._client = client
        self._now = now
        self._file = _open_or_begin(path)

    def close(self) -> None:
        """Close what the lane holds."""
        self._client.close()
        self._file.close()

    def step(self) -> bool:
        """Fetch and apply what changed; raises SyncError and StoreError kinds."""
        path = f"/v1/stores/{self._store}/changes"
        delta = fetch(self._client, path, self._file.cursor())
        if delta is not None:
            self._file.apply(delta, self._store, self._now())
            _LOG.info("catalogue generation %d", self._file.generation())
        return False


def _open_or_begin(path: Path) -> CatalogueFile:
    """Open the catalogue; a damaged one is moved aside, for the cloud has it all."""
    try:
        return CatalogueFile(path)
    except StoreCorrupt as error:
        _LOG.error("%s; it is fetched again", error)
        move_aside(path)
        return CatalogueFile(path)


def move_aside(path: Path) -> None:
    """Rename a damaged file with its WAL and shared memory, over the last such."""
    for suffix in ("", "-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.replace(path.with_name(f"{path.name}.damaged{suffix}"))


def read_meta(db: Writer, key: str) -> str:
    """Return a fact about a file; empty if not there."""
    row = db.run("SELECT value FROM meta WHERE key = ?", (key,))
    return "" if row is None else str(row[0])


def write_meta(db: Writer, key: str, value: str) -> None:
    """Keep a fact about a file; an empty one is removed."""
    if value:
        db.run(
            "INSERT INTO meta VALUES (?, ?)"
            " ON CONFLICT DO UPDATE SET value = excluded.value",
            (key, value),
        )
    else:
        db.run("DELETE FROM meta WHERE key = ?", (key,))


def read_cursor(db: Writer) -> Cursor:
    """Return how far a file has followed its feed."""
    return Cursor(read_meta(db, "feed"), int(read_meta(db, "server_seq") or 0))


def write_cursor(db: Writer, cursor: Cursor) -> None:
    """Keep how far a file has followed its feed, inside the data's transaction."""
    write_meta(db, "feed", cursor.feed)
    write_meta(db, "server_seq", str(cursor.server_seq))
