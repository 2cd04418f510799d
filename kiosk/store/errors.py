"""What can go wrong with a file of ours; each message is one line for a person.

StoreError
 +- StoreCorrupt        damaged, or not a database
 +- StoreTooNew         written by a newer program than this one may read
 +- StoreFull           no space left
 +- StoreReadOnly       the file or its file system cannot be written
 +- StoreIO             the disk failed, or the file cannot be opened
 +- StoreBusy           another process held the file for too long
 +- StoreVersion        this SQLite may corrupt a WAL file
 +- StoreForeign        the ledger belongs to another device
 +- CatalogueAbsent     the agent has not brought a catalogue yet
 +- SaleRefused         a sale that does not balance, or whose basket is sold
"""
# ruff: file-ignore[error-suffix-on-exception-name] - the names say what is wrong

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pysqlite3.dbapi2 as sqlite


class StoreError(Exception):
    """A file of ours cannot be used as asked."""


class StoreCorrupt(StoreError):
    """The file is damaged, or is not what it should be."""


class StoreTooNew(StoreError):
    """The file asks for a newer program."""

    def __init__(self, path: Path, min_reader: int, ours: int) -> None:
        super().__init__(
            f"{path}: needs a program that reads format {min_reader}; "
            f"this one reads up to {ours}"
        )
        self.min_reader = min_reader


class StoreFull(StoreError):
    """No space is left on the disk."""


class StoreReadOnly(StoreError):
    """The file or its file system cannot be written."""


class StoreIO(StoreError):
    """The disk failed, or the file cannot be opened. Never retried."""


class StoreBusy(StoreError):
    """Another process held the file for longer than the busy time-out."""


class StoreVersion(StoreError):
    """The SQLite library has the WAL-reset corruption bug."""


class StoreForeign(StoreError):
    """The ledger was begun by another device: a copied disk, or a wrong setting."""


class CatalogueAbsent(StoreError):
    """There is no catalogue yet."""


class SaleRefused(StoreError):
    """The sale may not be committed: nothing was written."""


_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = (
    5,
    6,
    8,
    10,
    11,
    13,
    14,
    26,
)
# Primary result codes of sqlite3.h
_KINDS: dict[int, tuple[type[StoreError], str]] = {
    _BUSY: (StoreBusy, "another process holds it"),
    _LOCKED: (StoreBusy, "another process holds it"),
    _READONLY: (StoreReadOnly, "it cannot be written"),
    _IOERR: (StoreIO, "the disk failed"),
    _CORRUPT: (StoreCorrupt, "it is damaged"),
    _FULL: (StoreFull, "the disk is full"),
    _CANTOPEN: (StoreIO, "it cannot be opened"),
    _NOTADB: (StoreCorrupt, "it is not a database"),
}


@contextmanager
def translated(path: Path) -> Generator[None]:
    """Turn SQLite's errors about a file into StoreError kinds."""
    try:
        yield
    except sqlite.Error as error:
        code = getattr(error, "sqlite_errorcode", 0)  # 0: raised by the wrapper
        kind, says = _KINDS.get(code & 0xFF, (StoreError, "it was refused"))
        raise kind(f"{path}: {says} ({error})") from error
