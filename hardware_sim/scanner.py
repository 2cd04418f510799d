"""A serial barcode scanner: AIM identifier, data and CR, sent when it reads.

Source: the scanners' default framing (devices A3).
"""

from __future__ import annotations

MAX_DATA = 4096


class Scanner:
    """The model: it only talks, and ignores what the host says."""

    def __init__(self, suffix: bytes = b"\r") -> None:
        self.suffix = suffix
        self._queue = b""

    def scan(self, text: str, aim: str | None = None) -> None:
        """Read a symbol: queue its bytes. Raises ValueError for too much data."""
        data = ((aim or "") + text).encode("utf-8")
        if not text or len(data) > MAX_DATA:
            raise ValueError(f"a scan holds 1 to {MAX_DATA} bytes")
        self._queue += data + self.suffix

    def feed(self, data: bytes) -> bytes:
        """Ignore the host."""
        del data
        return b""

    def tick(self, seconds: float) -> bytes:
        """Send what was read."""
        del seconds
        sent, self._queue = self._queue, b""
        return sent
