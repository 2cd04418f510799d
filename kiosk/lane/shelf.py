"""Files that the agent brings: opened when they are there, and not before.

A kiosk that starts before its first catalogue waits for it; it does not crash.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Generic, Protocol, TypeVar


class Closable(Protocol):
    """What can be closed."""

    def close(self) -> None:
        """Close it."""


T = TypeVar("T", bound=Closable)


class Shelf(Generic[T]):
    """Opens a file at its first successful use and keeps it. Thread-safe.

    Calling it returns the opened file, or raises the StoreError of `open_it`. The
    agent moves a damaged file aside and makes a new one: that is opened then.
    """

    def __init__(self, path: Path, open_it: Callable[[], T]) -> None:
        self._path = path
        self._open_it = open_it
        self._lock = threading.Lock()
        self._opened: T | None = None
        self._inode = 0

    def __call__(self) -> T:
        """Return the file, opened; raises a StoreError kind."""
        with self._lock:
            inode = self._inode_now()
            if self._opened is not None and inode not in {0, self._inode}:
                self._opened.close()
                self._opened = None
            if self._opened is None:
                self._opened, self._inode = self._open_it(), inode
            return self._opened

    def _inode_now(self) -> int:
        """Return which file has the path now; 0: none, so that the old one stays."""
        try:
            return self._path.stat().st_ino
        except OSError:
            return 0

    def close(self) -> None:
        """Close the file if it was opened."""
        with self._lock:
            if self._opened is not None:
                self._opened.close()
                self._opened = None
