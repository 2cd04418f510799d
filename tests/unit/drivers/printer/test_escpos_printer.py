"""The printer over a real socket: done when it says so, held, resumed, never lost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from drivers.channel import open_channel
from drivers.errors import DeviceRefused, DeviceTimeout, DeviceUrlError
from drivers.ports import DeviceStatus, Health, PrintDone, PrintHeld
from drivers.printer import EscPosPrinter, PrinterTiming, PrintJournal, make_printer
from drivers.printer.codec import CLEAR_BUFFERS, REQUEST_DONE

FINE = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}
COVER_OPEN = {1: 0x1A, 2: 0x16, 3: 0x12, 4: 0x12}
PAPER_OUT = {1: 0x1A, 2: 0x32, 3: 0x12, 4: 0x7E}
NEAR_END = {**FINE, 4: 0x1E}
TIMING = PrinterTiming(idle_s=0.01, busy_s=0.05, reply_s=0.5, confirm_s=20.0)


class PaperPrinter:
    """Prints what is before GS r when it is fine; status bytes as they are set."""

    def __init__(self) -> None:
        self.status = FINE
        self.trip: dict[int, int] | None = None  # happens as the next data arrive
        self.answers_done = True
        self.printed: list[bytes] = []
        self._buffer = b""
        self._lock = threading.Lock()

    def __call__(self, data: bytes) -> bytes:
        with self._lock:
            return self._take(data)

    def _take(self, data: bytes) -> bytes:
        self._buffer += data
        answer = b""
        if CLEAR_BUFFERS in self._buffer:
            self._buffer = self._buffer.rpartition(CLEAR_BUFFERS)[2]
        for number in FINE:
            query = b"\x10\x04" + bytes([number])
            if query in self._buffer:
                self._buffer = self._buffer.replace(query, b"")
                answer += bytes([self.status[number]])
        if self._buffer and self.trip:
            self.status, self.trip = self.trip, None
        if REQUEST_DONE in self._buffer and self.status in (FINE, NEAR_END):
            document, _, self._buffer = self._buffer.partition(REQUEST_DONE)
            self.printed.append(document)
            answer += b"\x00" if self.answers_done else b""
        return answer


@pytest.fixture(autouse=True)
def quick_retry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drivers.worker.FIRST_RETRY_S", 0.005)


@pytest.fixture
def paper() -> PaperPrinter:
    return PaperPrinter()


@pytest.fixture
def peer(new_peer: Callable[..., Any], paper: PaperPrinter) -> Any:
    return new_peer(paper)


@pytest.fixture
def new_printer(peer: Any, tmp_path: Path) -> Iterator[Callable[..., EscPosPrinter]]:
    made: list[EscPosPrinter] = []

    def make(timing: PrinterTiming = TIMING) -> EscPosPrinter:
        channel = open_channel(peer.url, read_s=0.01, write_s=0.5)
        made.append(EscPosPrinter(channel, "printer", PrintJournal(tmp_path), timing))
        return made[-1]

    yield make
    for printer in made:
        printer.close()


@pytest.fixture
def printer(new_printer: Callable[..., EscPosPrinter]) -> EscPosPrinter:
    return new_printer()


def _done(job_id: str) -> Callable[[object], bool]:
    return lambda event: event == PrintDone("printer", job_id)


def _held(job_id: str, cause: str) -> Callable[[object], bool]:
    return lambda event: event == PrintHeld("printer", job_id, cause)


def test_a_job_is_done_when_the_printer_says_so(
    printer: EscPosPrinter, paper: PaperPrinter, events: Any
) -> None:
    printer.enable(events)
    printer.submit("r-1", b"first")
    printer.submit("r-2", b"second")
    events.wait(_done("r-1"))
    events.wait(_done("r-2"))
    assert paper.printed == [b"first", b"second"]
    assert events.of(DeviceStatus) == [DeviceStatus("printer", Health.OK)]


def test_field_18_a_job_that_printed_is_not_printed_twice(
    printer: EscPosPrinter, paper: PaperPrinter, events: Any
) -> None:
    printer.enable(events)
    printer.submit("r-1", b"first")
    events.wait(_done("r-1"))
    printer.submit("r-1", b"first")
    events.wait(_done("r-1"))
    assert paper.printed == [b"first"]


def test_the_same_waiting_job_is_one_job(
    printer: EscPosPrinter, paper: PaperPrinter, events: Any
) -> None:
    printer.submit("r-1", b"first")
    printer.submit("r-1", b"first")
    printer.enable(events)
    events.wait(_done("r-1"))
    printer.submit("r-2", b"last")
    events.wait(_done("r-2"))
    assert paper.printed == [b"first", b"last"]


@pytest.mark.parametrize(
    ("condition", "cause"), [(COVER_OPEN, "cover_open"), (PAPER_OUT, "paper_out")]
)
def test_field_14_a_printer_that_cannot_holds_the_job(
    printer: EscPosPrinter,
    paper: PaperPrinter,
    events: Any,
    condition: dict[int, int],
    cause: str,
) -> None:
    paper.status = condition
    printer.enable(events)
    printer.submit("r-1", b"first")
    events.wait(_held("r-1", cause))
    assert DeviceStatus("printer", Health.FAULT, cause) in events.events
    paper.status = FINE
    events.wait(_done("r-1"))
    assert paper.printed == [b"first"]
    assert len(events.of(PrintHeld)) == 1


def test_a_job_cut_short_is_printed_whole_again_as_the_original(
    printer: EscPosPrinter, paper: PaperPrinter, peer: Any, events: Any
) -> None:
    paper.trip = PAPER_OUT
    printer.enable(events)
    printer.submit("r-1", b"first", b"COPY first")
    events.wait(_held("r-1", "paper_out"))
    assert paper.printed == []
    peer.wait_received(lambda data: CLEAR_BUFFERS in data)
    paper.status = FINE
    events.wait(_done("r-1"))
    assert paper.printed == [b"first"]


def test_a_fault_after_the_answer_leaves_it_open_so_a_copy_follows(
    printer: EscPosPrinter, paper: PaperPrinter, events: Any
) -> None:
    class LastMoment(dict[int, int]):
        """Fine until the answer to GS r is out; then the cover is open."""

        def __getitem__(self, number: int) -> int:
            return (COVER_OPEN if paper.printed else FINE)[number]

        def __eq__(self, other: object) -> bool:
            return not paper.printed and other == FINE

    paper.status = LastMoment(FINE)
    printer.enable(events)
    printer.submit("r-1", b"first", b"COPY first")
    events.wait(_held("r-1", "cover_open"))
    paper.status = FINE
    events.wait(_done("r-1"))
    assert paper.printed == [b"first", b"COPY first"]


def test_near_end_prints_and_is_told(
    printer: EscPosPrinter, paper: PaperPrinter, events: Any
) -> None:
    paper.status = NEAR_END
    printer.enable(events)
    printer.submit("r-1", b"first")
    events.wait(_done("r-1"))
    assert events.of(DeviceStatus) == [
        DeviceStatus("printer", Health.DEGRADED, "paper_near_end")
    ]


def test_offline_for_a_reason_of_its_own_is_held_as_offline(
    printer: EscPosPrinter, paper: PaperPrinter, events: Any
) -> None:
    paper.status = {**FINE, 1: 0x1A}
    printer.enable(events)
    printer.submit("r-1", b"first")
    events.wait(_held("r-1", "offline"))
    paper.status = FINE
    events.wait(_done("r-1"))


def test_jobs_survive_a_restart(
    new_printer: Callable[..., EscPosPrinter], paper: PaperPrinter, events: Any
) -> None:
    paper.status = COVER_OPEN
    first = new_printer()
    first.enable(events)
    first.submit("r-1", b"first", b"COPY first")
    events.wait(_held("r-1", "cover_open"))
    first.close()
    paper.status = FINE
    second = new_printer()
    second.enable(events)
    events.wait(_done("r-1"))
    assert paper.printed == [b"first"]


def test_after_a_power_cut_in_the_unclear_window_a_copy_is_printed(
    printer: EscPosPrinter, paper: PaperPrinter, events: Any, tmp_path: Path
) -> None:
    printer.submit("r-1", b"first", b"COPY first")
    queued = tmp_path / "0000000001-r-1.queued"
    queued.rename(queued.with_suffix(".started"))  # as a kill leaves it
    again = EscPosPrinter(printer._channel, "printer", PrintJournal(tmp_path), TIMING)
    again.enable(events)
    events.wait(_done("r-1"))
    again.close()
    assert paper.printed == [b"COPY first"]


def test_a_copy_that_is_cut_short_stays_a_copy(
    printer: EscPosPrinter,
    paper: PaperPrinter,
    peer: Any,
    events: Any,
    tmp_path: Path,
) -> None:
    printer.submit("r-1", b"first", b"COPY first")
    queued = tmp_path / "0000000001-r-1.queued"
    queued.rename(queued.with_suffix(".started"))
    paper.trip = COVER_OPEN
    again = EscPosPrinter(printer._channel, "printer", PrintJournal(tmp_path), TIMING)
    again.enable(events)
    events.wait(_held("r-1", "cover_open"))
    peer.wait_received(lambda data: CLEAR_BUFFERS in data)
    paper.status = FINE
    events.wait(_done("r-1"))
    again.close()
    assert paper.printed == [b"COPY first"]


def test_a_line_lost_before_the_answer_prints_a_copy(
    printer: EscPosPrinter, paper: PaperPrinter, peer: Any, events: Any
) -> None:
    paper.answers_done = False
    printer.enable(events)
    printer.submit("r-1", b"first", b"COPY first")
    peer.wait_received(lambda data: REQUEST_DONE in data)
    paper.answers_done = True
    peer.hang_up()
    events.wait(_held("r-1", "absent"))
    events.wait(_done("r-1"))
    assert paper.printed == [b"first", b"COPY first"]


def test_a_line_lost_while_writing_prints_the_original(
    printer: EscPosPrinter,
    paper: PaperPrinter,
    events: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    channel = printer._channel
    write, failures = channel.write, [DeviceTimeout("takes no more bytes")]

    def clogged(data: bytes) -> None:
        if b"first" in data and failures:
            raise failures.pop()
        write(data)

    monkeypatch.setattr(channel, "write", clogged)
    printer.enable(events)
    printer.submit("r-1", b"first", b"COPY first")
    events.wait(_held("r-1", "offline"))
    events.wait(_done("r-1"))
    assert paper.printed == [b"first"]


def test_a_job_waits_for_an_absent_printer(
    printer: EscPosPrinter, peer: Any, events: Any
) -> None:
    peer.close()
    printer.enable(events)
    printer.submit("r-1", b"first")
    events.wait(_held("r-1", "absent"))
    assert DeviceStatus("printer", Health.ABSENT, "absent") in events.events


def test_a_silent_printer_is_told(
    new_printer: Callable[..., EscPosPrinter], peer: Any, events: Any
) -> None:
    peer.answer = lambda data: b""
    printer = new_printer(PrinterTiming(idle_s=0.01, reply_s=0.05))
    printer.enable(events)
    printer.submit("r-1", b"first")
    events.wait(_held("r-1", "offline"))
    assert DeviceStatus("printer", Health.ABSENT, "no_answer") in events.events


def test_a_printer_without_gs_r_is_believed_by_its_status(
    new_printer: Callable[..., EscPosPrinter], paper: PaperPrinter, events: Any
) -> None:
    paper.answers_done = False
    printer = new_printer(PrinterTiming(0.01, 0.02, 0.5, confirm_s=0.1))
    printer.enable(events)
    printer.submit("r-1", b"first")
    events.wait(lambda event: event.detail == "no_confirm")
    events.wait(_done("r-1"))
    assert paper.printed == [b"first"]


def test_a_job_done_is_told_again_while_the_printer_is_away(
    printer: EscPosPrinter, peer: Any, events: Any
) -> None:
    printer.enable(events)
    printer.submit("r-1", b"first")
    events.wait(_done("r-1"))
    peer.close()
    printer.submit("r-1", b"first")
    events.wait(_done("r-1"))


def test_a_disk_that_refuses_is_a_fault_and_not_a_crash(
    printer: EscPosPrinter, tmp_path: Path, events: Any
) -> None:
    printer.submit("r-1", b"first")
    (tmp_path / "0000000001-r-1.queued").unlink()
    printer.enable(events)
    events.wait(lambda event: event == DeviceStatus("printer", Health.FAULT, "refused"))
    printer.close()
    tmp_path.joinpath("0000000001-r-1.queued").mkdir()
    blocked = PrintJournal(tmp_path / "0000000001-r-1.queued" / "x")
    (tmp_path / "0000000001-r-1.queued" / "x").write_bytes(b"")
    with pytest.raises(DeviceRefused):
        EscPosPrinter(printer._channel, "printer", blocked).submit("r-2", b"x")


def test_make_printer(tmp_path: Path) -> None:
    assert make_printer("tcp://127.0.0.1:9100", tmp_path, "slip").name == "slip"
    with pytest.raises(DeviceUrlError):
        make_printer("dir:///tmp", tmp_path)
