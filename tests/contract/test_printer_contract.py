"""What every printer does: an in-process fake, and the driver over the wire."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import pytest

from drivers.ports import (
    DeviceStatus,
    Health,
    PrintDone,
    Printer,
    PrintHeld,
    Sink,
)
from drivers.printer import Document, make_printer

NUMBERS = count(1)
LONG = 120  # lines
QR_TEXT = "https://example.com/r?n=1&h=0123456789abcdef"


class Bench(Protocol):
    """A printer and hands that can open its cover and take its paper."""

    printer: Printer

    def cover(self, is_open: bool) -> None: ...
    def paper(self, state: str) -> None: ...
    def receipts(self) -> int: ...


class FakePrinter:
    """A printer in this process, for tests that need no bytes."""

    def __init__(self) -> None:
        self.name = "printer"
        self.cause = ""
        self.printed: list[bytes] = []
        self._waiting: dict[str, bytes] = {}
        self._done: set[str] = set()
        self._sink: Sink | None = None

    def open(self) -> None:
        return

    def enable(self, sink: Sink) -> None:
        self._sink = sink
        self.set_cause(self.cause)

    def disable(self) -> None:
        self._sink = None

    def close(self) -> None:
        self.disable()

    def submit(self, job_id: str, document: bytes, copy: bytes | None = None) -> None:
        if job_id in self._done:
            self._tell(PrintDone(self.name, job_id))
        else:
            self._waiting.setdefault(job_id, document)
            self._work()

    def set_cause(self, cause: str) -> None:
        self.cause = cause
        health = Health.FAULT if cause else Health.OK
        self._tell(DeviceStatus(self.name, health, cause))
        self._work()

    def near_end(self) -> None:
        self._tell(DeviceStatus(self.name, Health.DEGRADED, "paper_near_end"))

    def _work(self) -> None:
        if self._sink is None:
            return
        for job_id in list(self._waiting):
            if self.cause:
                self._tell(PrintHeld(self.name, job_id, self.cause))
                return
            self.printed.append(self._waiting.pop(job_id))
            self._done.add(job_id)
            self._tell(PrintDone(self.name, job_id))

    def _tell(self, event: PrintDone | PrintHeld | DeviceStatus) -> None:
        if self._sink is not None:
            self._sink(event)


class FakeBench:
    """The fake, its cover and its paper."""

    def __init__(self) -> None:
        self.printer = FakePrinter()

    def cover(self, is_open: bool) -> None:
        self.printer.set_cause("cover_open" if is_open else "")

    def paper(self, state: str) -> None:
        if state == "near_end":
            self.printer.near_end()
        else:
            self.printer.set_cause("paper_out" if state == "out" else "")

    def receipts(self) -> int:
        return len(self.printer.printed)


class WireBench:
    """The shipped driver and the simulator's printer."""

    def __init__(self, store: Any, folder: Path) -> None:
        self.store = store
        self.printer = make_printer(store.devices["printer"], folder)
        self._before = self.receipts()

    def cover(self, is_open: bool) -> None:
        self.store.post("/api/printer/cover", open=is_open)

    def paper(self, state: str) -> None:
        self.store.post("/api/printer/paper", state=state)

    def receipts(self) -> int:
        told = len(self.store.get("/api/printer/receipts"))
        return told - getattr(self, "_before", 0)

    def wait_printing(self) -> None:
        """Return when some of a receipt is on paper, and not all of it."""
        while not self.store.get("/api/state")["printer"]["busy"]:
            pass  # each look is a request; the suite's time limit ends a vain wait

    def last(self) -> dict[str, Any]:
        """What was read back from the newest receipt's picture."""
        number = len(self.store.get("/api/printer/receipts"))
        details: dict[str, Any] = self.store.get(f"/receipts/{number}.json")
        return details


@pytest.fixture
def wire(sim_store: Callable[[str], Any], tmp_path: Path) -> Iterator[WireBench]:
    made = WireBench(sim_store("mt8217"), tmp_path / "print")
    made.cover(False)
    made.paper("ok")
    yield made
    made.printer.close()
    made.cover(False)
    made.paper("ok")


@pytest.fixture(params=["fake", "wire"])
def bench(request: pytest.FixtureRequest) -> Bench:
    if request.param == "fake":
        return FakeBench()
    made: Bench = request.getfixturevalue("wire")
    return made


def _document(name: str = "Milk") -> bytes:
    document = Document().line("星点超市 Demo").pair(f"牛奶 {name}", "￥8.79")
    return bytes(document.rule().qr(QR_TEXT).cut())


def _job() -> str:
    return f"job-{next(NUMBERS)}"


def _done(job_id: str) -> Callable[[object], bool]:
    return lambda event: event == PrintDone("printer", job_id)


def _held(job_id: str, cause: str) -> Callable[[object], bool]:
    return lambda event: event == PrintHeld("printer", job_id, cause)


def test_jobs_are_printed_in_order_and_each_is_told_done(
    bench: Bench, events: Any
) -> None:
    bench.printer.enable(events)
    jobs = [_job() for _ in range(3)]
    for job in jobs:
        bench.printer.submit(job, _document(job))
    for job in jobs:
        events.wait(_done(job))
    assert bench.receipts() == 3


def test_a_job_submitted_before_enable_is_printed(bench: Bench, events: Any) -> None:
    job = _job()
    bench.printer.submit(job, _document())
    bench.printer.enable(events)
    events.wait(_done(job))
    assert bench.receipts() == 1


def test_field_18_the_same_job_is_printed_once(bench: Bench, events: Any) -> None:
    bench.printer.enable(events)
    job = _job()
    for _ in range(2):
        bench.printer.submit(job, _document())
        events.wait(_done(job))
    assert bench.receipts() == 1


@pytest.mark.parametrize("cause", ["cover_open", "paper_out"])
def test_field_14_a_job_is_held_with_its_cause_and_goes_on_by_itself(
    bench: Bench, events: Any, cause: str
) -> None:
    bench.printer.enable(events)
    events.wait(lambda event: event == DeviceStatus("printer", Health.OK))
    if cause == "cover_open":
        bench.cover(True)
    else:
        bench.paper("out")
    events.wait(lambda event: event == DeviceStatus("printer", Health.FAULT, cause))
    job = _job()
    bench.printer.submit(job, _document())
    events.wait(_held(job, cause))
    assert bench.receipts() == 0
    if cause == "cover_open":
        bench.cover(False)
    else:
        bench.paper("ok")
    events.wait(_done(job))
    assert bench.receipts() == 1


def test_paper_near_its_end_is_told_and_prints(bench: Bench, events: Any) -> None:
    bench.printer.enable(events)
    bench.paper("near_end")
    near_end = DeviceStatus("printer", Health.DEGRADED, "paper_near_end")
    events.wait(lambda event: event == near_end)
    job = _job()
    bench.printer.submit(job, _document())
    events.wait(_done(job))


def test_nothing_is_told_after_disable(bench: Bench, events: Any) -> None:
    bench.printer.enable(events)
    events.wait(lambda event: event == DeviceStatus("printer", Health.OK))
    bench.printer.disable()
    count_before = len(events.events)
    bench.printer.submit(_job(), _document())
    assert len(events.events) == count_before


def test_what_is_on_paper_is_what_was_sent(wire: WireBench, events: Any) -> None:
    wire.printer.enable(events)
    job = _job()
    wire.printer.submit(job, _document())
    events.wait(_done(job))
    paper = wire.last()
    assert paper["qr"] == [QR_TEXT]
    assert paper["cut"]
    lines = [line.rstrip() for line in paper["lines"]]
    assert lines[0] == "星点超市 Demo"
    assert lines[1].startswith("牛奶 Milk ")
    assert lines[1].endswith(" ￥8.79")


def _long_document(mark: str = "") -> bytes:
    """A receipt that takes the simulated printer two seconds."""
    document = Document().line(f"receipt {mark}".rstrip())
    for number in range(LONG):
        document.line(f"line {number:03d}")
    return bytes(document.qr(QR_TEXT).cut())


def test_paper_that_ends_in_mid_receipt_gives_one_whole_receipt(
    wire: WireBench, events: Any
) -> None:
    wire.printer.enable(events)
    events.wait(lambda event: event == DeviceStatus("printer", Health.OK))
    job = _job()
    wire.printer.submit(job, _long_document(), _long_document("COPY"))
    wire.paper("out")
    events.wait(_held(job, "paper_out"))
    wire.paper("ok")
    events.wait(_done(job))
    assert wire.receipts() == 1
    lines = [line.strip() for line in wire.last()["lines"]]
    assert lines[-LONG - 1 :] == ["receipt", *[f"line {n:03d}" for n in range(LONG)]]
    assert wire.last()["qr"] == [QR_TEXT]


def test_a_line_cut_while_it_prints_gives_a_copy(wire: WireBench, events: Any) -> None:
    wire.printer.enable(events)
    events.wait(lambda event: event == DeviceStatus("printer", Health.OK))
    job = _job()
    wire.printer.submit(job, _long_document(), _long_document("COPY"))
    wire.wait_printing()
    wire.store.break_line("printer", "disconnect")
    events.wait(_held(job, "absent"))
    wire.store.heal()
    events.wait(_done(job))
    lines = [line.strip() for line in wire.last()["lines"]]
    assert lines[-LONG - 1] == "receipt COPY"
    assert wire.last()["qr"] == [QR_TEXT]
