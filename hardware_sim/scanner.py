"""A serial barcode scanner: AIM identifier, data and CR, sent when it reads.

Source: AIM symbology identifiers as the device sheet lists them (devices A3).
"""

from __future__ import annotations

AIM_OF: dict[str, str] = {
    "ean13": "]E0",
    "upca": "]E0",
    "upce": "]E0",
    "ean8": "]E4",
    "code128": "]C0",
    "gs1_128": "]C1",
    "databar": "]e0",
    "databar_expanded": "]e0",
    "datamatrix": "]d1",
    "gs1_datamatrix": "]d2",
    "qr": "]Q1",
    "gs1_qr": "]Q3",
    "itf14": "]I1",
}
"""The AIM identifier a scanner puts before the data, by symbology."""

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
