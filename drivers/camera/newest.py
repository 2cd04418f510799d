"""The newest frame of a camera that may hang, freeze, vanish and come back.

A grab thread keeps one frame; a watch thread sees that frames go on, and replaces
a grab that hangs. Nothing else may wait for a camera.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from drivers.camera.grab import Grab, Patience
from drivers.errors import (
    DeviceAbsent,
    DeviceError,
    DeviceLost,
    DeviceProtocolError,
    DeviceRefused,
    DeviceTimeout,
    DeviceUrlError,
)
from drivers.ports import DeviceStatus, Frame, FrameSource, Health

_DETAILS: dict[type[DeviceError], str] = {
    DeviceAbsent: "absent",
    DeviceLost: "lost",
    DeviceTimeout: "timeout",
    DeviceProtocolError: "protocol",
    DeviceRefused: "refused",
    DeviceUrlError: "url",
}


class NewestFrame:
    """Keeps the newest frame of a source and reports the health of its device.

    `make` gives a fresh, unopened source. `on_status` is called on an inner thread,
    once for each change.
    """

    def __init__(
        self,
        name: str,
        make: Callable[[], FrameSource],
        on_status: Callable[[DeviceStatus], None],
        patience: Patience | None = None,
    ) -> None:
        self._name = name
        self._make = make
        self._on_status = on_status
        self._patience = patience or Patience()
        self._changed = threading.Condition()
        self._frame: Frame | None = None
        self._count = 0
        self._status: DeviceStatus | None = None
        self._seen = False  # any frame since the start: LOST, not ABSENT
        self._stopped = threading.Event()
        self._stopped.set()
        self._grab: Grab | None = None
        self._watch: threading.Thread | None = None

    def start(self, source: FrameSource | None = None) -> None:
        """Start grabbing; `source` is one that is open already. Twice: no effect."""
        if not self._stopped.is_set():
            return
        self._stopped.clear()
        self._status, self._seen = None, False
        self._grab = self._begin(source)
        self._watch = threading.Thread(
            target=self._keep_watch, name=f"{self._name}-watch", daemon=True
        )
        self._watch.start()

    def stop(self) -> None:
        """Stop; waits for the threads, but not for a camera that hangs."""
        self._stopped.set()
        with self._changed:
            self._frame = None
            self._changed.notify_all()
        if self._watch is not None:
            self._watch.join()
            self._watch = None
        if self._grab is not None:
            self._grab.leave()
            self._grab = None

    def wait(self, after: int, timeout_s: float) -> tuple[int, Frame] | None:
        """Return the newest frame and its count once the count is past `after`.

        None after `timeout_s`, or when stopped.
        """
        with self._changed:
            self._changed.wait_for(
                lambda: self._count > after or self._stopped.is_set(), timeout_s
            )
            if self._frame is None or self._count <= after:
                return None
            return self._count, self._frame

    def _begin(self, source: FrameSource | None = None) -> Grab:
        grab = Grab(
            f"{self._name}-grab",
            self._make,
            self._take,
            self._lost,
            self._patience,
            source,
        )
        grab.start()
        return grab

    def _take(self, frame: Frame) -> None:
        if self._stopped.is_set():
            return
        with self._changed:
            self._frame = frame
            self._count += 1
            self._changed.notify_all()
        self._seen = True
        self._say(Health.OK)

    def _lost(self, error: DeviceError) -> None:
        health = Health.LOST if self._seen else Health.ABSENT
        self._say(health, _DETAILS.get(type(error), "lost"))

    def _say(self, health: Health, detail: str = "") -> None:
        status = DeviceStatus(self._name, health, detail)
        if status != self._status and not self._stopped.is_set():
            self._status = status
            self._on_status(status)

    def _keep_watch(self) -> None:
        while not self._stopped.wait(self._patience.tick_s):
            grab = self._grab
            if grab is not None and grab.overdue:
                self._say(Health.LOST if self._seen else Health.ABSENT, "frozen")
                grab.leave()
                self._grab = self._begin()
