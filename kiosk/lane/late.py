"""A device whose driver takes long to load: the first frame does not wait for it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from drivers.ports import Device, Sink


class LateDevice:
    """Makes and enables a device in a thread of its own.

    `make` imports the driver and returns the device; it must not raise.
    """

    def __init__(self, name: str, make: Callable[[], Device]) -> None:
        self.name = name
        self._make = make
        self._lock = threading.Lock()
        self._device: Device | None = None
        self._thread: threading.Thread | None = None

    def open(self) -> None:
        """Claim the device at once; raises a DeviceError."""
        self._made().open()

    def enable(self, sink: Sink) -> None:
        """Start loading; events follow."""
        self._thread = threading.Thread(
            target=lambda: self._made().enable(sink),
            name=f"{self.name}-load",
            daemon=True,
        )
        self._thread.start()

    def disable(self) -> None:
        """Stop delivering; waits for what is still being loaded."""
        if self._thread is not None:
            self._thread.join()
            self._thread = None
            self._made().disable()

    def close(self) -> None:
        """Release the device, if it was made."""
        self.disable()
        if self._device is not None:
            self._device.close()

    def _made(self) -> Device:
        with self._lock:
            if self._device is None:
                self._device = self._make()
            return self._device
