"""Cameras that hang, freeze, vanish and come back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from queue import Queue
from typing import Any

import pytest

from drivers.camera.grab import Patience
from drivers.camera.newest import NewestFrame
from drivers.errors import (
    DeviceAbsent,
    DeviceError,
    DeviceLost,
    DeviceProtocolError,
    DeviceUrlError,
)
from drivers.ports import DeviceStatus, Frame, Health

QUICK = Patience(frozen_s=0.15, close_s=5, retry_s=0.01, retry_most_s=0.05, tick_s=0.02)
PATIENT = Patience(retry_s=0.01, retry_most_s=0.05)


def status(health: Health, detail: str = "") -> Callable[[DeviceStatus], bool]:
    return lambda event: event == DeviceStatus("camera", health, detail)


class Bench:
    """A NewestFrame over scripted sources."""

    def __init__(self, script: Queue[Any], scripted: Any, events: Any) -> None:
        self.script = script
        self.events = events
        self.sources: list[Any] = []
        self._scripted = scripted
        self.newest: NewestFrame | None = None

    def start(self, patience: Patience = PATIENT, first: object = None) -> NewestFrame:
        self.newest = NewestFrame("camera", self.make, self.events, patience)
        self.newest.start(first)  # type: ignore[arg-type]
        return self.newest

    def make(self) -> Any:
        self.sources.append(self._scripted(self.script))
        return self.sources[-1]

    def close(self) -> None:
        if self.newest is not None:
            for source in self.sources:
                source.close()
            self.script.put(DeviceLost("test ends"))
            self.newest.stop()


@pytest.fixture
def bench(script: Any, scripted: Any, events: Any) -> Iterator[Bench]:
    made = Bench(script, scripted, events)
    yield made
    made.close()


def frame(number: int) -> Frame:
    return Frame(b"%d" % number, number, number)


def test_frames_come_through_and_the_device_is_well(bench: Bench) -> None:
    newest = bench.start()
    count = 0
    for number in (1, 2, 3):
        bench.script.put(frame(number))
        found = newest.wait(count, 20)
        assert found is not None
        count, seen = found
        assert seen.number == number
    bench.events.wait(status(Health.OK))
    assert len(bench.events.events) == 1


def test_only_the_newest_is_kept(bench: Bench) -> None:
    for number in range(1, 10):
        bench.script.put(frame(number))
    bench.script.put("hang")
    newest = bench.start()
    bench.events.wait(status(Health.OK))
    count = 0
    while (found := newest.wait(count, 5)) is not None:
        count, seen = found
        if seen.number == 9:
            break
    assert count == 9


def test_waiting_ends_with_its_limit_and_with_a_stop(bench: Bench) -> None:
    newest = bench.start()
    assert newest.wait(0, 0.01) is None
    waited: list[object] = []
    thread = threading.Thread(target=lambda: waited.append(newest.wait(0, 60)))
    thread.start()
    bench.close()
    thread.join(20)
    assert waited == [None]


def test_a_lost_camera_is_opened_again_and_said_once_each(bench: Bench) -> None:
    bench.start()
    bench.script.put(frame(1))
    bench.events.wait(status(Health.OK))
    for _ in range(3):
        bench.script.put(DeviceLost("unplugged"))
    bench.events.wait(status(Health.LOST, "lost"))
    bench.script.put(frame(1))
    bench.events.wait(status(Health.OK))
    assert [e.health for e in bench.events.events] == ["ok", "lost", "ok"]
    assert len(bench.sources) == 4
    assert all(s.closed for s in bench.sources[:3])


@pytest.mark.parametrize(
    ("error", "detail"),
    [
        (DeviceAbsent("nobody"), "absent"),
        (DeviceUrlError("nonsense"), "url"),
        (DeviceProtocolError("garbage"), "protocol"),
    ],
)
def test_a_camera_that_never_came_is_absent_with_the_reason(
    bench: Bench, error: DeviceError, detail: str
) -> None:
    bench.script.put(error)
    bench.start()
    bench.events.wait(status(Health.ABSENT, detail))


def test_a_hanging_camera_is_left_and_another_opened(bench: Bench) -> None:
    bench.script.put(frame(1))
    bench.script.put("hang")
    newest = bench.start(QUICK)
    bench.events.wait(status(Health.OK))
    bench.events.wait(status(Health.LOST, "frozen"))
    bench.script.put(frame(2))
    bench.events.wait(status(Health.OK))
    found = newest.wait(1, 20)
    assert found is not None
    assert found[1].number == 2
    assert len(bench.sources) >= 2


def test_a_frame_that_repeats_for_ever_is_frozen(bench: Bench) -> None:
    stopped = threading.Event()

    def repeat() -> None:
        while not stopped.wait(0.01):
            bench.script.put(frame(7))

    repeater = threading.Thread(target=repeat)
    repeater.start()
    newest = bench.start(QUICK)
    bench.events.wait(status(Health.OK))
    bench.events.wait(status(Health.LOST, "frozen"))
    stopped.set()
    repeater.join(20)
    assert newest.wait(0, 20) is not None


def test_a_source_that_is_open_already_is_used(bench: Bench) -> None:
    source = bench.make()
    bench.script.put(frame(1))
    bench.start(first=source)
    bench.events.wait(status(Health.OK))
    assert len(bench.sources) == 1
    assert source.opened == 0


def test_stop_and_start_again(bench: Bench) -> None:
    newest = bench.start()
    newest.start()  # twice: no effect
    bench.script.put(frame(1))
    bench.events.wait(status(Health.OK))
    bench.script.put("hang")
    newest.stop()
    newest.stop()
    assert newest.wait(0, 0.01) is None
    bench.script.put(frame(2))
    newest.start()
    bench.events.wait(status(Health.OK))
    found = newest.wait(1, 20)
    assert found is not None
    assert found[1].number == 2
