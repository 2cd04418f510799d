"""The device thread: reconnects, and tells each change of health once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from drivers.errors import (
    DeviceAbsent,
    DeviceError,
    DeviceLost,
    DeviceProtocolError,
    DeviceRefused,
    DeviceTimeout,
)
from drivers.ports import DeviceStatus, Health
from drivers.worker import DeviceWorker


class Scripted(DeviceWorker):
    """A device whose steps are given: an error to raise, or None for a good one."""

    def __init__(self, steps: list[DeviceError | None]) -> None:
        super().__init__("gadget")
        self.steps = steps
        self.opened = 0
        self.closed = 0
        self.done = threading.Event()

    def _connect(self) -> None:
        self.opened += 1

    def _serve(self) -> None:
        if not self.steps:
            self.done.set()
            self._pause(30.0)
            return
        step = self.steps.pop(0)
        if step is not None:
            raise step
        self._report(Health.OK)

    def _disconnect(self) -> None:
        self.closed += 1


@pytest.fixture(autouse=True)
def quick_retry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drivers.worker.FIRST_RETRY_S", 0.001)


def _statuses(steps: list[DeviceError | None], events: Any) -> list[tuple[str, str]]:
    worker = Scripted(steps)
    worker.enable(events)
    assert worker.done.wait(20)
    worker.close()
    return [(event.health, event.detail) for event in events.of(DeviceStatus)]


def test_one_event_a_failure_and_one_a_recovery(events: Any) -> None:
    lost = DeviceLost("gone")
    told = _statuses([None, None, lost, lost, lost, None, None], events)
    assert told == [("ok", ""), ("lost", "lost"), ("ok", "")]


def test_a_device_that_never_answered_is_absent_not_lost(events: Any) -> None:
    told = _statuses([DeviceAbsent("no"), DeviceTimeout("no"), None], events)
    assert told == [("absent", "absent"), ("absent", "no_answer"), ("ok", "")]


def test_field_21_a_silent_device_that_answered_before_is_lost(events: Any) -> None:
    told = _statuses([None, DeviceTimeout("no")], events)
    assert told == [("ok", ""), ("lost", "no_answer")]


@pytest.mark.parametrize(
    ("error", "detail"),
    [(DeviceProtocolError("?"), "protocol"), (DeviceRefused("no"), "refused")],
)
def test_a_device_that_answers_nonsense_or_no_is_at_fault(
    events: Any, error: DeviceError, detail: str
) -> None:
    assert _statuses([error], events) == [("fault", detail)]


def test_after_a_fault_a_silent_device_is_lost(events: Any) -> None:
    told = _statuses([DeviceProtocolError("?"), DeviceTimeout("")], events)
    assert told[-1] == ("lost", "no_answer")


def test_enable_and_disable_are_safe_to_repeat(events: Any) -> None:
    worker = Scripted([None])
    worker.disable()
    worker.enable(events)
    worker.enable(events)
    assert worker.done.wait(20)
    worker.disable()
    worker.disable()
    worker.open()
    assert worker.opened >= 2
    worker.close()
    assert worker.closed == 1
    names = {thread.name for thread in threading.enumerate()}
    assert "device-gadget" not in names


def test_it_can_be_enabled_again(events: Any) -> None:
    worker = Scripted([None])
    worker.enable(events)
    assert worker.done.wait(20)
    worker.disable()
    worker.done.clear()
    worker.steps = [None]
    worker.enable(events)
    assert worker.done.wait(20)
    worker.close()
    assert [event.health for event in events.of(DeviceStatus)] == ["ok", "ok"]


def test_no_event_is_delivered_after_disable() -> None:
    worker = Scripted([])
    seen: list[object] = []
    report: Callable[[Health], None] = worker._report
    worker.enable(seen.append)
    assert worker.done.wait(20)
    worker.disable()
    report(Health.OK)
    assert seen == []
