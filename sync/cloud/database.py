"""Opens the cloud's SQLite file: version guard, PRAGMAs read back, migrations."""

from __future__ import annotations

import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite
from sqlite_utils.db import Database

from sync.cloud.schema import migrations
from sync.cloud.storage import StorageError

# 3.7.0 to 3.51.2 carry the WAL-reset corruption bug.
MIN_SQLITE = (3, 51, 3)
_PRAGMAS: dict[str, str | int] = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: an acknowledged entry survives a power cut
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "mmap_size": 0,
    "busy_timeout": 5000,
}


class Connection:
    """One connection for the whole process, used by one thread at a time."""

    def __init__(self, path: Path) -> None:
        if sqlite.sqlite_version_info < MIN_SQLITE:
            raise StorageError(f"SQLite {sqlite.sqlite_version} can corrupt a file")
        self._lock = threading.Lock()
        try:
            self._db = sqlite.connect(
                str(path), isolation_level=None, check_same_thread=False
            )
            self._db.row_factory = sqlite.Row
            for name, wanted in _PRAGMAS.items():
                self._set(name, wanted)
            migrations.apply(Database(self._db))
        except sqlite.Error as error:
            raise StorageError(f"{path}: {error}") from error

    def _set(self, name: str, wanted: str | int) -> None:
        self._db.execute(f"PRAGMA {name}={wanted}")
        found = self._db.execute(f"PRAGMA {name}").fetchone()[0]
        if found != wanted:
            raise StorageError(f"PRAGMA {name} is {found}, not {wanted}")

    @contextmanager
    def reading(self) -> Generator[Any, None, None]:
        """Hold the connection for reading one consistent state."""
        with self._transaction("BEGIN") as db:
            yield db

    @contextmanager
    def writing(self) -> Generator[Any, None, None]:
        """Hold the connection for a transaction that is durable at its end."""
        with self._transaction("BEGIN IMMEDIATE") as db:
            yield db

    @contextmanager
    def _transaction(self, begin: str) -> Generator[Any, None, None]:
        with self._lock:
            try:
                self._db.execute(begin)
                yield self._db
                self._db.execute("COMMIT")
            except BaseException as error:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                if isinstance(error, sqlite.Error):
                    raise StorageError(str(error)) from error
                raise

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()
