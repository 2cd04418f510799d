"""A serial barcode scanner: a channel, a frame splitter, events.

No wedge: keyboard input belongs to the window that has the focus.
"""

from __future__ import annotations

import time

from drivers.channel import ByteChannel, SerialSettings, open_channel
from drivers.ports import Health, SymbolScanned
from drivers.scanner.codec import FrameSplitter, parse_frame
from drivers.worker import DeviceWorker

PARTIAL_LIMIT_NS = 500_000_000  # a scanner sends its suffix with the data
ONE_READ_NS = 250_000_000  # no hand pulls the trigger for the next piece so fast


class SerialScanner(DeviceWorker):
    """A scanner that sends each symbol as one frame.

    A frame whose suffix does not come is dropped and reported, not delivered:
    half a number may be another product's number. A frame that comes twice at once
    is one read (devices B: double read), not two pieces.
    """

    def __init__(
        self,
        channel: ByteChannel,
        name: str,
        partial_ns: int = PARTIAL_LIMIT_NS,
        one_read_ns: int = ONE_READ_NS,
    ) -> None:
        super().__init__(name)
        self._channel = channel
        self._partial_ns = partial_ns
        self._one_read_ns = one_read_ns
        self._last_frame = b""
        self._last_frame_ns = 0
        self._splitter = FrameSplitter()
        self._last_byte_ns = 0
        self._connected = False

    def _connect(self) -> None:
        if not self._connected:
            self._channel.open()
            self._connected = True
            self._report(Health.OK)  # a scanner says nothing until it scans

    def _disconnect(self) -> None:
        self._connected = False
        self._splitter.reset()
        self._channel.close()

    def _serve(self) -> None:
        data = self._channel.read()
        now_ns = time.monotonic_ns()
        if data:
            self._last_byte_ns = now_ns
            self._deliver(self._splitter.feed(data), now_ns)
        elif self._is_overdue(now_ns):
            self._splitter.reset()
            self._report(Health.DEGRADED, "no_suffix")

    def _deliver(self, frames: list[bytes], now_ns: int) -> None:
        for frame in frames:
            scan = parse_frame(frame)
            if scan is None:
                self._report(Health.DEGRADED, "garbage")
                continue
            self._report(Health.OK)
            if self._is_double(frame, now_ns):
                continue
            self._emit(
                SymbolScanned(self.name, scan.text, scan.symbology, now_ns, scan.gs1)
            )

    def _is_double(self, frame: bytes, now_ns: int) -> bool:
        since_ns = now_ns - self._last_frame_ns
        double = frame == self._last_frame and since_ns < self._one_read_ns
        self._last_frame, self._last_frame_ns = frame, now_ns
        return double

    def _is_overdue(self, now_ns: int) -> bool:
        waited_ns = now_ns - self._last_byte_ns
        return self._splitter.is_partial and waited_ns > self._partial_ns


def make_scanner(url: str, name: str = "scanner") -> SerialScanner:
    """Return the scanner at a device URL (9600 8N1); raises DeviceUrlError."""
    return SerialScanner(open_channel(url, SerialSettings()), name)
