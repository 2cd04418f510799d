"""sync.db: what the agent remembers. It is its only writer; the kiosk reads it.

Tables: `ack` (the acknowledged seq and hash of each epoch), `fork` (epochs that are
no longer pushed), `state` (the clock offset, ...), `lane` (how each lane of the agent
does). All of it can be lost: the cloud knows the acknowledgements. Pull cursors stand
in the files that they speak of, so that data and cursor are committed together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from kiosk.store.clock import utc_text, utc_time
from kiosk.store.connection import Reader, Writer, connect_writer
from kiosk.store.errors import StoreError, translated
from kiosk.store.schema import check_reader
from sync.wire import Ack

SCHEMA_VERSION = 1
MIN_READER = 1

migrations = Migrations("sync")


@migrations(name="0001_sync")
def _first(db: Any) -> None:
    for statement in (
        "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
        """CREATE TABLE ack(epoch INTEGER PRIMARY KEY, seq INTEGER NOT NULL,
            hash TEXT NOT NULL, at_utc TEXT NOT NULL) STRICT""",
        """CREATE TABLE fork(epoch INTEGER PRIMARY KEY, seq INTEGER NOT NULL,
            hash TEXT NOT NULL, seen_at_utc TEXT NOT NULL) STRICT""",
        "CREATE TABLE state(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
        """CREATE TABLE lane(name TEXT PRIMARY KEY, ok_at_utc TEXT,
            failures INTEGER NOT NULL, error TEXT NOT NULL) STRICT""",
    ):
        db.conn.execute(statement)
    db.conn.executemany(
        "INSERT INTO meta VALUES (?, ?)",
        [("schema_version", str(SCHEMA_VERSION)), ("min_reader", str(MIN_READER))],
    )


@dataclass(frozen=True, slots=True)
class LaneState:
    """How a lane of the agent does."""

    name: str
    ok_at: datetime | None
    failures: int  # in a row
    error: str  # the last one; empty when the last step went well


class SyncState:
    """The file, open for writing in one thread. Raises StoreError kinds."""

    def __init__(self, db: Writer) -> None:
        self._db = db

    @classmethod
    def open(cls, path: Path) -> SyncState:
        """Open or create the file."""
        connection = connect_writer(path)
        db = Writer(path, connection)
        try:
            check_reader(path, db.run)
            with translated(path):
                database = Database(
                    connection, recursive_triggers=False, execute_plugins=False
                )
                migrations.apply(database)
        except StoreError:
            db.close()
            raise
        return cls(db)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def ack(self, epoch: int) -> Ack | None:
        """Return what the cloud has acknowledged of an epoch."""
        return _ack(
            self._db.run("SELECT epoch, seq, hash FROM ack WHERE epoch = ?", (epoch,))
        )

    def set_ack(self, ack: Ack, at: datetime) -> None:
        """Keep an acknowledgement, be it ahead of the last one or behind it."""
        self._db.run(
            "INSERT INTO ack VALUES (?,?,?,?) ON CONFLICT DO UPDATE SET"
            " seq = excluded.seq, hash = excluded.hash, at_utc = excluded.at_utc",
            (ack.epoch, ack.seq, ack.hash, utc_text(at)),
        )

    def forget_ack(self, epoch: int) -> None:
        """Begin an epoch from its first entry: the cloud has nothing of it."""
        self._db.run("DELETE FROM ack WHERE epoch = ?", (epoch,))

    def is_forked(self, epoch: int) -> bool:
        """Whether an epoch is no longer pushed."""
        found = self._db.run("SELECT 1 FROM fork WHERE epoch = ?", (epoch,))
        return found is not None

    def set_fork(self, place: Ack, at: datetime) -> None:
        """Push an epoch no more; `place` is what stands there in the cloud."""
        self._db.run(
            "INSERT OR IGNORE INTO fork VALUES (?,?,?,?)",
            (place.epoch, place.seq, place.hash, utc_text(at)),
        )

    def clock_offset_ms(self) -> int:
        """Return trusted time minus local clock; 0 before it was measured."""
        row = self._db.run("SELECT value FROM state WHERE key = 'clock_offset_ms'")
        return 0 if row is None else int(row[0])

    def set_clock_offset_ms(self, offset: int) -> None:
        """Keep the measured clock offset."""
        self._db.run(
            "INSERT INTO state VALUES ('clock_offset_ms', ?)"
            " ON CONFLICT DO UPDATE SET value = excluded.value",
            (str(offset),),
        )

    def lane_did_well(self, name: str, at: datetime) -> None:
        """Note that a lane's step went well."""
        self._db.run(
            "INSERT INTO lane VALUES (?,?,0,'') ON CONFLICT DO UPDATE SET"
            " ok_at_utc = excluded.ok_at_utc, failures = 0, error = ''",
            (name, utc_text(at)),
        )

    def lane_failed(self, name: str, error: str) -> None:
        """Note that a lane's step failed, and why."""
        self._db.run(
            "INSERT INTO lane VALUES (?,NULL,1,?) ON CONFLICT DO UPDATE SET"
            " failures = failures + 1, error = excluded.error",
            (name, error),
        )


class SyncReport:
    """The file, open for reading: what `kiosk-sync status` tells."""

    def __init__(self, path: Path) -> None:
        self._db = Reader(path)
        check_reader(path, self._db.row)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def acks(self) -> tuple[Ack, ...]:
        """Return the acknowledgements, by epoch."""
        return self._acks("ack")

    def forks(self) -> tuple[Ack, ...]:
        """Return the places of forks, by epoch."""
        return self._acks("fork")

    def _acks(self, table: str) -> tuple[Ack, ...]:
        sql = f"SELECT epoch, seq, hash FROM {table} ORDER BY epoch"  # ruff: ignore[hardcoded-sql-expression] ours
        return tuple(
            Ack(epoch=epoch, seq=seq, hash=digest)
            for epoch, seq, digest in self._db.rows(sql)
        )

    def clock_offset_ms(self) -> int | None:
        """Return trusted time minus local clock; None before it was measured."""
        row = self._db.row("SELECT value FROM state WHERE key = 'clock_offset_ms'")
        return None if row is None else int(row[0])

    def lanes(self) -> tuple[LaneState, ...]:
        """Return how each lane does."""
        rows = self._db.rows(
            "SELECT name, ok_at_utc, failures, error FROM lane ORDER BY name"
        )
        return tuple(
            LaneState(name, utc_time(at) if at else None, failures, error)
            for name, at, failures, error in rows
        )


def _ack(row: Any) -> Ack | None:
    return None if row is None else Ack(epoch=row[0], seq=row[1], hash=row[2])
