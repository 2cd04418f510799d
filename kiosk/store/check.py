"""The check of a file at boot; in a thread of its own, it gates the first sale."""

from __future__ import annotations

from pathlib import Path

from kiosk.store.connection import Reader
from kiosk.store.errors import StoreCorrupt


def quick_check(path: Path) -> None:
    """Raise StoreCorrupt when SQLite finds damage in a file.

    It opens a connection of its own and takes seconds on a large file. It does not
    look at the hash chain (kiosk.store.verify).
    """
    reader = Reader(path)
    try:
        found = [str(row[0]) for row in reader.rows("PRAGMA quick_check(1)")]
    finally:
        reader.close()
    if found != ["ok"]:
        raise StoreCorrupt(f"{path}: it is damaged ({'; '.join(found)})")
