"""What the cloud has acknowledged, as the agent noted it in sync.db.

Read-only; a missing or unreadable file means that nothing is acknowledged.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path

from kiosk.store.connection import Reader
from kiosk.store.errors import StoreError
from kiosk.store.ledger import Ledger

log = logging.getLogger(__name__)


class Acknowledged:
    """Counts the entries that the cloud has not acknowledged. Main thread only."""

    def __init__(self, path: Path, ledger: Ledger) -> None:
        self._path = path
        self._ledger = ledger
        self._reader: Reader | None = None

    def unsynced(self, now: datetime) -> tuple[int, int]:
        """Return how many entries wait, and the oldest one's age in seconds."""
        epoch, seq = self._last()
        count, oldest = self._ledger.count_after(epoch, seq)
        if oldest is None:
            return 0, 0
        return count, max(0, int((now.astimezone(UTC) - oldest).total_seconds()))

    def close(self) -> None:
        """Close the file."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def _last(self) -> tuple[int, int]:
        try:
            if self._reader is None:
                self._reader = Reader(self._path)
            row = self._reader.row(
                "SELECT epoch, seq FROM ack ORDER BY epoch DESC LIMIT 1"
            )
        except StoreError as error:
            log.debug("no acknowledgements: %s", error)
            self.close()
            return 0, 0
        return (row[0], row[1]) if row else (0, 0)
