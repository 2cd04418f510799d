"""What every scanner does: an in-process fake, and the serial driver over the wire."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import pytest

from drivers.ports import (
    DeviceStatus,
    Health,
    Scanner,
    Sink,
    SymbolScanned,
)
from drivers.scanner import make_scanner

NAMES = {"]E0": ("ean13", False), "]d2": ("datamatrix", True), "]Q1": ("qr", False)}
GS1_TEXT = "010952012345678817261231" + "10LOT1\x1d217"


class Bench(Protocol):
    """A scanner and hands that can hold a symbol before it, and pull its plug."""

    scanner: Scanner

    def scan(self, text: str, aim: str) -> None: ...
    def unplug(self) -> None: ...
    def plug_in(self) -> None: ...
    def gone(self) -> None: ...


class FakeScanner:
    """A scanner in this process, for tests that need no bytes."""

    def __init__(self) -> None:
        self.name = "scanner"
        self._sink: Sink | None = None

    def open(self) -> None:
        return

    def enable(self, sink: Sink) -> None:
        self._sink = sink
        self.tell(Health.OK)

    def disable(self) -> None:
        self._sink = None

    def close(self) -> None:
        self.disable()

    def scan(self, text: str, aim: str) -> None:
        name, gs1 = NAMES[aim]
        event = SymbolScanned(self.name, text, name, time.monotonic_ns(), gs1)
        if self._sink is not None:
            self._sink(event)

    def tell(self, health: Health, detail: str = "") -> None:
        if self._sink is not None:
            self._sink(DeviceStatus(self.name, health, detail))


class FakeBench:
    """The fake and what it sees."""

    def __init__(self) -> None:
        self.scanner = FakeScanner()
        self.scan = self.scanner.scan

    def unplug(self) -> None:
        self.scanner.tell(Health.LOST, "lost")

    def plug_in(self) -> None:
        self.scanner.tell(Health.OK)

    def gone(self) -> None:
        return


class WireBench:
    """The shipped driver and the simulator's scanner."""

    def __init__(self, store: Any) -> None:
        self._store = store
        self.scanner = make_scanner(store.devices["scanner"])

    def scan(self, text: str, aim: str) -> None:
        self._store.until_hosts("scanner", 1)
        self._store.post("/api/scanner/scan", text=text, aim=aim)

    def unplug(self) -> None:
        self._store.break_line("scanner", "disconnect")

    def plug_in(self) -> None:
        self._store.heal()

    def gone(self) -> None:
        self._store.until_hosts("scanner", 0)


@pytest.fixture(params=["fake", "wire"])
def bench(
    request: pytest.FixtureRequest, sim_store: Callable[[str], Any]
) -> Iterator[Bench]:
    made: Bench
    if request.param == "fake":
        made = FakeBench()
    else:
        made = WireBench(sim_store("mt8217"))
    yield made
    made.scanner.close()
    made.plug_in()
    made.gone()


def _is_scan(event: object) -> bool:
    return isinstance(event, SymbolScanned)


def _enabled(bench: Bench, events: Any) -> None:
    bench.scanner.enable(events)
    events.wait(lambda event: event == DeviceStatus("scanner", Health.OK))


@pytest.mark.parametrize(
    ("text", "aim", "symbology", "gs1"),
    [
        ("9520123456788", "]E0", "ean13", False),
        (GS1_TEXT, "]d2", "datamatrix", True),
        ("会员 member", "]Q1", "qr", False),
    ],
)
def test_a_symbol_arrives_as_text_with_what_it_is(
    bench: Bench, events: Any, text: str, aim: str, symbology: str, gs1: bool
) -> None:
    _enabled(bench, events)
    bench.scan(text, aim)
    event = events.wait(_is_scan)
    assert (event.device, event.text) == ("scanner", text)
    assert (event.symbology, event.gs1) == (symbology, gs1)


def test_field_25_fast_scans_all_arrive_in_order(bench: Bench, events: Any) -> None:
    _enabled(bench, events)
    texts = [f"95201234567{n:02d}" for n in range(10)]
    for text in texts:
        bench.scan(text, "]E0")
    assert [events.wait(_is_scan).text for _ in texts] == texts


def test_an_unplugged_scanner_is_lost_and_comes_back(bench: Bench, events: Any) -> None:
    _enabled(bench, events)
    bench.unplug()
    events.wait(
        lambda event: isinstance(event, DeviceStatus) and event.health is Health.LOST
    )
    bench.plug_in()
    events.wait(lambda event: event == DeviceStatus("scanner", Health.OK))
    bench.scan("9520123456788", "]E0")
    assert events.wait(_is_scan).text == "9520123456788"


def test_nothing_is_told_after_disable(bench: Bench, events: Any) -> None:
    _enabled(bench, events)
    bench.scanner.disable()
    count = len(events.events)
    bench.scan("9520123456788", "]E0")
    assert len(events.events) == count
