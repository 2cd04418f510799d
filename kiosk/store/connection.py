"""Connections: one writer with asserted PRAGMAs, readers that cannot write.

Plain SQL goes through here; the tables are in kiosk.store.schema.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any

import pysqlite3.dbapi2 as sqlite

from kiosk.store.errors import (
    StoreCorrupt,
    StoreError,
    StoreIO,
    StoreVersion,
    translated,
)

Values = Sequence[object] | Mapping[str, object]

BUSY_TIMEOUT_MS = 5000
# What ledger-and-sync asks for, as SQLite reads it back.
PRAGMAS: dict[str, str | int] = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: NORMAL loses acknowledged sales at power loss
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "mmap_size": 0,
    "busy_timeout": BUSY_TIMEOUT_MS,
}
_FIRST_BAD, _LAST_BAD = (3, 7, 0), (3, 51, 2)


def check_sqlite(version: tuple[int, ...] = sqlite.sqlite_version_info) -> None:
    """Raise StoreVersion for an SQLite with the WAL-reset corruption bug."""
    if _FIRST_BAD <= version <= _LAST_BAD:
        text = ".".join(map(str, version))
        raise StoreVersion(
            f"SQLite {text} can corrupt a database in WAL mode; 3.51.3 is needed"
        )


def connect_writer(path: Path) -> Any:
    """Open a file for its one writer, with every PRAGMA read back.

    Raises StoreError kinds; StoreIO when a PRAGMA did not take.
    """
    check_sqlite()
    _create_shared(path)
    with translated(path):
        connection = sqlite.connect(
            path, isolation_level=None, timeout=BUSY_TIMEOUT_MS / 1000
        )
    try:
        with translated(path):
            _set_pragmas(connection, path)
    except StoreError:
        connection.close()
        raise
    return connection


def _create_shared(path: Path) -> None:
    # SQLite gives -wal and -shm the mode of the file. Whoever opens it first makes
    # them, a reader of the group too: without its write bit the other is locked out.
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDONLY, 0o660))
    except OSError as error:
        raise StoreIO(f"{path}: it cannot be opened ({error.strerror})") from error


def _set_pragmas(connection: Any, path: Path) -> None:
    for name, wanted in PRAGMAS.items():
        connection.execute(f"PRAGMA {name}={wanted}")
        row = connection.execute(f"PRAGMA {name}").fetchone()
        if row is None or row[0] != wanted:
            got = "nothing" if row is None else row[0]
            raise StoreIO(f"{path}: PRAGMA {name} is {got}, not {wanted}")


def open_readonly(path: Path) -> Any:
    """Open a file that another process writes: mode=ro and query_only.

    End each read transaction within a second, or the writer's WAL file grows.
    Raises StoreError kinds.
    """
    check_sqlite()
    with translated(path):
        connection = sqlite.connect(
            f"{path.absolute().as_uri()}?mode=ro",
            uri=True,
            isolation_level=None,
            timeout=BUSY_TIMEOUT_MS / 1000,
            check_same_thread=False,
        )
        connection.execute("PRAGMA query_only=1")
        connection.execute("PRAGMA trusted_schema=0")
        connection.execute("PRAGMA cell_size_check=1")
    return connection


class Reader:
    """A read-only file, safe to ask from several threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = open_readonly(path)
        self._lock = Lock()

    def rows(self, sql: str, values: Values = ()) -> list[Any]:
        """Return all rows of a query; raises StoreError kinds."""
        with self._lock, translated(self.path):
            found: list[Any] = self._connection.execute(sql, values).fetchall()
            return found

    def row(self, sql: str, values: Values = ()) -> Any:
        """Return the first row of a query, or None."""
        return next(iter(self.rows(sql, values)), None)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()


class Writer:
    """The one writer of a file: transactions, and no retry after a failed disk."""

    def __init__(self, path: Path, connection: Any) -> None:
        self.path = path
        self._connection = connection
        self._broken: StoreError | None = None

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return bool(self._connection.in_transaction)

    def run(self, sql: str, values: Values = ()) -> Any:
        """Run a statement and return its first row, or None."""
        with self._guarded():
            return self._connection.execute(sql, values).fetchone()

    def rows(self, sql: str, values: Values = ()) -> list[Any]:
        """Run a query and return all rows."""
        with self._guarded():
            found: list[Any] = self._connection.execute(sql, values).fetchall()
            return found

    def insert_all(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """Run a statement once for each row."""
        with self._guarded():
            self._connection.executemany(sql, rows)

    @contextmanager
    def _guarded(self) -> Generator[None]:
        try:
            with translated(self.path):
                yield
        except (StoreIO, StoreCorrupt) as error:
            self._broken = error
            raise

    @contextmanager
    def transaction(self) -> Generator[None]:
        """BEGIN IMMEDIATE ... COMMIT; an exception rolls all of it back.

        Inside an open transaction it joins that one. After a disk error or damage
        every later transaction raises the same error: a failed fsync is never
        retried, because the system may have dropped what it could not write.
        """
        if self.in_transaction:
            yield
            return
        if self._broken is not None:
            raise self._broken
        try:
            self.run("BEGIN IMMEDIATE")
            yield
            self.run("COMMIT")
        except BaseException:
            # SQLite may have rolled back by itself, or be unable to: either way
            # nothing was committed, and the first error is the one to tell.
            with suppress(sqlite.Error):
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
            raise

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
