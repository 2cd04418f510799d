"""The thread of one device: opens it, serves it, opens it again with back-off.

It holds what every driver does alike (architecture, rule 6) and no protocol: a
driver says how to connect, what one step is, and how to let go.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod

from drivers.errors import (
    DeviceAbsent,
    DeviceError,
    DeviceLost,
    DeviceProtocolError,
    DeviceRefused,
    DeviceTimeout,
    DeviceUrlError,
)
from drivers.ports import DeviceEvent, DeviceStatus, Health, Sink

FIRST_RETRY_S = 0.2
LAST_RETRY_S = 5.0
_JOIN_S = 5.0

_DETAILS: dict[type[DeviceError], str] = {
    DeviceAbsent: "absent",
    DeviceLost: "lost",
    DeviceTimeout: "no_answer",
    DeviceProtocolError: "protocol",
    DeviceRefused: "refused",
    DeviceUrlError: "bad_url",
}


class DeviceWorker(ABC):
    """A device with a thread of its own; the events go to the sink on that thread.

    Attributes:
        name: how events name the device.

    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._sink: Sink | None = None
        self._stop = threading.Event()
        self._poke = threading.Event()  # something to do before the next step is due
        self._thread: threading.Thread | None = None
        self._answered = False  # since start: ABSENT becomes LOST
        self._status: DeviceStatus | None = None

    def open(self) -> None:
        """Claim the device; raises a DeviceError."""
        self._connect()

    def enable(self, sink: Sink) -> None:
        """Start delivering events from an own thread; twice does nothing."""
        if self._thread is not None:
            return
        self._sink = sink
        self._status = None
        self._stop.clear()
        self._thread = threading.Thread(
            target=self._run, name=f"device-{self.name}", daemon=True
        )
        self._thread.start()

    def disable(self) -> None:
        """Stop delivering; joins the thread, which waits in bounded steps only."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        self._stop.set()
        self._poke.set()
        thread.join(_JOIN_S)

    def close(self) -> None:
        """Stop and release the device."""
        self.disable()
        self._disconnect()

    @abstractmethod
    def _connect(self) -> None:
        """Open the device; does nothing when it is open; raises a DeviceError."""

    @abstractmethod
    def _serve(self) -> None:
        """Do one bounded step; raises a DeviceError."""

    @abstractmethod
    def _disconnect(self) -> None:
        """Let go of the device; never raises."""

    def _failed(self, error: DeviceError) -> None:
        """Report a failure; the device is disconnected already."""
        self._report(self._health_of(error), _DETAILS[type(error)])

    def _pause(self, seconds: float) -> None:
        """Wait until poked or stopped, at most so long."""
        self._poke.wait(seconds)
        self._poke.clear()

    def _emit(self, event: DeviceEvent) -> None:
        if self._sink is not None and not self._stop.is_set():
            self._sink(event)

    def _report(self, health: Health, detail: str = "") -> None:
        """Deliver the health if it changed: one event a failure, one a recovery."""
        if health not in {Health.ABSENT, Health.LOST}:
            self._answered = True
        status = DeviceStatus(self.name, health, detail)
        if status != self._status:
            self._status = status
            self._emit(status)

    def _run(self) -> None:
        delay_s = FIRST_RETRY_S
        while not self._stop.is_set():
            try:
                self._connect()
                self._serve()
                delay_s = FIRST_RETRY_S
            except DeviceError as error:
                self._disconnect()
                self._failed(error)
                self._stop.wait(delay_s)
                delay_s = min(2 * delay_s, LAST_RETRY_S)

    def _health_of(self, error: DeviceError) -> Health:
        if isinstance(error, DeviceProtocolError | DeviceRefused | DeviceUrlError):
            return Health.FAULT
        return Health.LOST if self._answered else Health.ABSENT
