"""A sink for device events that a test can wait on."""

from __future__ import annotations

import threading
from collections.abc import Callable

from drivers.ports import DeviceEvent


class EventLog:
    """A sink: keeps the events, and waits for the one a test is about."""

    def __init__(self) -> None:
        self.events: list[DeviceEvent] = []
        self._changed = threading.Condition()
        self._seen = 0

    def __call__(self, event: DeviceEvent) -> None:
        with self._changed:
            self.events.append(event)
            self._changed.notify_all()

    def wait(
        self, wanted: Callable[[DeviceEvent], bool], limit_s: float = 30.0
    ) -> DeviceEvent:
        """Return the next wanted event after the one waited for before."""
        found: list[DeviceEvent] = []

        def look() -> bool:
            for index in range(self._seen, len(self.events)):
                if wanted(self.events[index]):
                    self._seen = index + 1
                    found.append(self.events[index])
                    return True
            return False

        with self._changed:
            assert self._changed.wait_for(look, limit_s), self.events[self._seen :]
        return found[0]

    def of(self, kind: type[DeviceEvent]) -> list[DeviceEvent]:
        """Return the events of one kind so far."""
        return [event for event in self.events if isinstance(event, kind)]
