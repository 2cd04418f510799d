"""What every scale does: an in-process fake, and both drivers over the wire."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import pytest

from drivers.ports import (
    DeviceStatus,
    Health,
    Scale,
    ScaleReading,
    ScaleState,
    Sink,
)
from drivers.scale import make_scale

CAPACITY_GRAMS = 15_000


class Bench(Protocol):
    """A scale and hands that can reach its pan and its plug."""

    scale: Scale

    def put(self, grams: int) -> None: ...
    def unplug(self) -> None: ...
    def plug_in(self) -> None: ...


class FakeScale:
    """A scale in this process, for tests that need no bytes."""

    def __init__(self) -> None:
        self.name = "scale"
        self.grams = 0
        self.plugged = True
        self._settling = 0
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def put(self, grams: int) -> None:
        self._settling, self.grams = 2, grams

    def open(self) -> None:
        return

    def zero(self) -> None:
        self.grams = 0

    def enable(self, sink: Sink) -> None:
        self._stop.clear()
        self._thread = threading.Thread(target=self._run, args=(sink,))
        self._thread.start()

    def disable(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def close(self) -> None:
        self.disable()

    def _run(self, sink: Sink) -> None:
        was: Health | None = None
        while not self._stop.wait(0.01):
            health = Health.OK if self.plugged else Health.LOST
            if health is not was:
                was = health
                sink(DeviceStatus(self.name, health, "" if self.plugged else "lost"))
            sink(self._reading())

    def _reading(self) -> ScaleReading:
        now, state = time.monotonic_ns(), ScaleState.OK
        if not self.plugged:
            state = ScaleState.FAULT
        elif self._settling:
            self._settling, state = self._settling - 1, ScaleState.MOTION
        elif self.grams > CAPACITY_GRAMS:
            state = ScaleState.OVER
        if state is not ScaleState.OK:
            return ScaleReading(self.name, 0, state, now)
        return ScaleReading(self.name, self.grams, state, now, zero=self.grams == 0)


class FakeBench:
    """The fake and its pan."""

    def __init__(self) -> None:
        self.scale = FakeScale()

    def put(self, grams: int) -> None:
        self.scale.put(grams)

    def unplug(self) -> None:
        self.scale.plugged = False

    def plug_in(self) -> None:
        self.scale.plugged = True


class WireBench:
    """The shipped driver and the simulator's pan."""

    def __init__(self, store: Any, protocol: str) -> None:
        self._store = store
        self.scale = make_scale(protocol, store.devices["scale"])

    def put(self, grams: int) -> None:
        self._store.post("/api/scale/put", grams=grams)

    def unplug(self) -> None:
        self._store.break_line("scale", "disconnect")

    def plug_in(self) -> None:
        self._store.heal()


@pytest.fixture(params=["fake", "mt8217", "mt-sics"])
def bench(
    request: pytest.FixtureRequest, sim_store: Callable[[str], Any]
) -> Iterator[Bench]:
    made: Bench
    if request.param == "fake":
        made = FakeBench()
    else:
        made = WireBench(sim_store(request.param), request.param)
    made.put(0)
    yield made
    made.scale.close()
    made.plug_in()


def _reads(state: ScaleState, grams: int = 0) -> Callable[[object], bool]:
    return lambda event: (
        isinstance(event, ScaleReading) and (event.state, event.grams) == (state, grams)
    )


def test_an_empty_pan_reads_zero_and_the_scale_is_well(
    bench: Bench, events: Any
) -> None:
    bench.scale.enable(events)
    reading = events.wait(_reads(ScaleState.OK, 0))
    assert reading.zero
    assert reading.device == "scale"
    assert events.of(DeviceStatus) == [DeviceStatus("scale", Health.OK)]


def test_a_weight_is_told_again_and_again_once_it_is_stable(
    bench: Bench, events: Any
) -> None:
    bench.scale.enable(events)
    events.wait(_reads(ScaleState.OK, 0))
    bench.put(735)
    first = events.wait(_reads(ScaleState.OK, 735))
    second = events.wait(_reads(ScaleState.OK, 735))
    assert not first.zero
    assert second.at_ns > first.at_ns


def test_field_20_a_weight_put_on_before_is_read(bench: Bench, events: Any) -> None:
    bench.put(512)
    bench.scale.enable(events)
    events.wait(_reads(ScaleState.OK, 512))


def test_field_22_no_state_but_ok_carries_a_weight(bench: Bench, events: Any) -> None:
    bench.scale.enable(events)
    for grams in (735, 20_000, 120, 0):
        bench.put(grams)
        if grams > CAPACITY_GRAMS:
            events.wait(_reads(ScaleState.OVER))
        else:
            events.wait(_reads(ScaleState.OK, grams))
    bench.scale.disable()
    told = {
        event.grams
        for event in events.of(ScaleReading)
        if event.state is not ScaleState.OK
    }
    assert told <= {0}


def test_field_21_an_unplugged_scale_is_lost_and_its_weight_gone(
    bench: Bench, events: Any
) -> None:
    bench.put(735)
    bench.scale.enable(events)
    events.wait(_reads(ScaleState.OK, 735))
    bench.unplug()
    events.wait(
        lambda event: isinstance(event, DeviceStatus) and event.health is Health.LOST
    )
    events.wait(_reads(ScaleState.FAULT))
    bench.plug_in()
    events.wait(lambda event: event == DeviceStatus("scale", Health.OK))
    events.wait(_reads(ScaleState.OK, 735))


def test_nothing_is_told_after_disable_and_all_again_after_enable(
    bench: Bench, events: Any
) -> None:
    bench.scale.enable(events)
    events.wait(_reads(ScaleState.OK, 0))
    bench.scale.disable()
    count = len(events.events)
    bench.put(300)
    assert len(events.events) == count
    bench.scale.enable(events)
    events.wait(_reads(ScaleState.OK, 300))


def test_zero_is_asked_for_and_reading_goes_on(bench: Bench, events: Any) -> None:
    bench.scale.enable(events)
    events.wait(_reads(ScaleState.OK, 0))
    bench.scale.zero()
    events.wait(_reads(ScaleState.OK, 0))


@pytest.mark.parametrize(
    "fault", ["silent", "garbage", "slow", "truncate", "dribble", "duplicate"]
)
def test_a_bad_line_gives_the_right_weight_or_none(
    sim_store: Callable[[str], Any], events: Any, fault: str
) -> None:
    store = sim_store("mt8217")
    bench = WireBench(store, "mt8217")
    bench.put(735)
    bench.scale.enable(events)
    events.wait(_reads(ScaleState.OK, 735))
    store.break_line("scale", fault)
    bench.put(120)
    for _ in range(3):
        events.wait(lambda event: isinstance(event, ScaleReading))
    bench.plug_in()
    events.wait(_reads(ScaleState.OK, 120))
    bench.scale.close()
    told = [event for event in events.of(ScaleReading) if event.state is ScaleState.OK]
    assert {event.grams for event in told} == {735, 120}
    assert [event.grams for event in told] == sorted(
        (event.grams for event in told), reverse=True
    )
