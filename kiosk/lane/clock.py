"""The lane's clock: local wall time with its offset, and monotonic time."""

from __future__ import annotations

import time
from datetime import datetime
from zoneinfo import ZoneInfo


class Clock:
    """Wall time in the store's zone, and seconds that never go back."""

    def __init__(self, time_zone: str) -> None:
        self._zone = ZoneInfo(time_zone)

    def now(self) -> datetime:
        """Return the store's local wall time with its offset."""
        return datetime.now(self._zone)

    def monotonic_s(self) -> float:
        """Return seconds since some moment, for intervals."""
        return time.monotonic()
