"""The printer over a real socket: done when it says so, held, resumed, never lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from drivers.errors import DeviceRefused, DeviceUrlError
from drivers.ports import DeviceStatus, Health, PrintDone, PrintHeld
from drivers.printer import EscPosPrinter, PrintJournal, make_printer
from drivers.printer.codec import CLEAR_BUFFERS


def _done(job_id: str) -> Callable[[object], bool]:
    return lambda event: event == PrintDone("printer", job_id)


def _held(job_id: str, cause: str) -> Callable[[object], bool]:
    return lambda event: event == PrintHeld("printer", job_id, cause)


def test_a_job_is_done_when_the_printer_says_so(
    printer: EscPosPrinter, paper: Any, events: Any
) -> None:
    printer.enable(events)
    printer.submit("r-1", b"first")
    printer.submit("r-2", b"second")
    events.wait(_done("r-1"))
    events.wait(_done("r-2"))
    assert paper.printed == [b"first", b"second"]
    assert events.of(DeviceStatus) == [DeviceStatus("printer", Health.OK)]


def test_the_same_waiting_job_is_one_job(
    printer: EscPosPrinter, paper: Any, events: Any
) -> None:
    printer.submit("r-1", b"first")
    printer.submit("r-1", b"first")
    printer.enable(events)
    events.wait(_done("r-1"))
    printer.submit("r-2", b"last")
    events.wait(_done("r-2"))
    assert paper.printed == [b"first", b"last"]


def test_a_job_cut_short_is_printed_whole_again_as_the_original(
    printer: EscPosPrinter, paper: Any, peer: Any, events: Any
) -> None:
    paper.as_data_arrive = "paper_out"
    printer.enable(events)
    printer.submit("r-1", b"first", b"COPY first")
    events.wait(_held("r-1", "paper_out"))
    assert paper.printed == []
    peer.wait_received(lambda data: CLEAR_BUFFERS in data.partition(b"first")[2])
    paper.condition = "fine"
    events.wait(_done("r-1"))
    assert paper.printed == [b"first"]


def test_a_fault_after_the_answer_leaves_it_open_so_a_copy_follows(
    printer: EscPosPrinter, paper: Any, events: Any
) -> None:
    paper.after_the_answer = "cover_open"
    printer.enable(events)
    printer.submit("r-1", b"first", b"COPY first")
    events.wait(_held("r-1", "cover_open"))
    paper.condition = "fine"
    events.wait(_done("r-1"))
    assert paper.printed == [b"first", b"COPY first"]


def test_near_end_prints_and_is_told(
    printer: EscPosPrinter, paper: Any, events: Any
) -> None:
    paper.condition = "near_end"
    printer.enable(events)
    printer.submit("r-1", b"first")
    events.wait(_done("r-1"))
    assert events.of(DeviceStatus) == [
        DeviceStatus("printer", Health.DEGRADED, "paper_near_end")
    ]


def test_offline_for_a_reason_of_its_own_is_held_as_offline(
    printer: EscPosPrinter, paper: Any, events: Any
) -> None:
    paper.condition = "offline"
    printer.enable(events)
    printer.submit("r-1", b"first")
    events.wait(_held("r-1", "offline"))
    paper.condition = "fine"
    events.wait(_done("r-1"))


def test_jobs_survive_a_restart(
    new_printer: Callable[..., EscPosPrinter], paper: Any, events: Any
) -> None:
    paper.condition = "cover_open"
    first = new_printer()
    first.enable(events)
    first.submit("r-1", b"first", b"COPY first")
    events.wait(_held("r-1", "cover_open"))
    first.close()
    paper.condition = "fine"
    second = new_printer()
    second.enable(events)
    events.wait(_done("r-1"))
    assert paper.printed == [b"first"]


def test_after_a_power_cut_in_the_unclear_window_a_copy_is_printed(
    new_printer: Callable[..., EscPosPrinter], paper: Any, events: Any, tmp_path: Path
) -> None:
    new_printer().submit("r-1", b"first", b"COPY first")
    queued = tmp_path / "0000000001-r-1.queued"
    queued.rename(queued.with_suffix(".started"))  # as a kill leaves it
    again = new_printer()
    again.enable(events)
    events.wait(_done("r-1"))
    assert paper.printed == [b"COPY first"]


def test_a_copy_that_is_cut_short_stays_a_copy(
    new_printer: Callable[..., EscPosPrinter],
    paper: Any,
    peer: Any,
    events: Any,
    tmp_path: Path,
) -> None:
    new_printer().submit("r-1", b"first", b"COPY first")
    queued = tmp_path / "0000000001-r-1.queued"
    queued.rename(queued.with_suffix(".started"))
    paper.as_data_arrive = "cover_open"
    again = new_printer()
    again.enable(events)
    events.wait(_held("r-1", "cover_open"))
    peer.wait_received(lambda data: CLEAR_BUFFERS in data.partition(b"first")[2])
    paper.condition = "fine"
    events.wait(_done("r-1"))
    assert paper.printed == [b"COPY first"]


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
    printer = new_printer(reply_s=0.05)
    printer.enable(events)
    printer.submit("r-1", b"first")
    events.wait(_held("r-1", "offline"))
    assert DeviceStatus("printer", Health.ABSENT, "no_answer") in events.events


def test_a_printer_without_gs_r_is_believed_by_its_status(
    new_printer: Callable[..., EscPosPrinter], paper: Any, events: Any
) -> None:
    paper.answers_done = False
    printer = new_printer(confirm_s=0.1)
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
