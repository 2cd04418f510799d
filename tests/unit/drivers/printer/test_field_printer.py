"""Field failures C: printers that block, garble, repeat, or lose a receipt."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from drivers.errors import DeviceTimeout
from drivers.ports import DeviceStatus, Health, PrintDone, PrintHeld
from drivers.printer import Document, EscPosPrinter


def _done(job_id: str) -> Callable[[object], bool]:
    return lambda event: event == PrintDone("printer", job_id)


def _held(job_id: str, cause: str) -> Callable[[object], bool]:
    return lambda event: event == PrintHeld("printer", job_id, cause)


@pytest.mark.parametrize("cause", ["cover_open", "paper_out"])
def test_field_14_a_printer_that_cannot_holds_the_job(
    printer: EscPosPrinter, paper: Any, events: Any, cause: str
) -> None:
    paper.condition = cause
    printer.enable(events)
    printer.submit("r-1", b"first")
    events.wait(_held("r-1", cause))
    assert DeviceStatus("printer", Health.FAULT, cause) in events.events
    paper.condition = "fine"
    events.wait(_done("r-1"))
    assert paper.printed == [b"first"]
    assert len(events.of(PrintHeld)) == 1


def test_field_15_a_write_that_times_out_in_mid_receipt_starts_over(
    printer: EscPosPrinter, paper: Any, events: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = printer._channel
    write, failures = channel.write, [DeviceTimeout("takes no more bytes")]

    def clogged(data: bytes) -> None:
        if b"first" in data and failures:
            write(data[:3])
            raise failures.pop()
        write(data)

    monkeypatch.setattr(channel, "write", clogged)
    printer.enable(events)
    printer.submit("r-1", b"first", b"COPY first")
    events.wait(_held("r-1", "offline"))
    events.wait(_done("r-1"))
    assert paper.printed == [b"first"]


def test_field_16_a_status_costs_no_sleep(
    printer: EscPosPrinter, events: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_sleep(seconds: float) -> None:
        raise AssertionError(f"slept {seconds} s")

    monkeypatch.setattr(time, "sleep", no_sleep)
    printer.enable(events)
    printer.submit("r-1", b"first")
    events.wait(_done("r-1"))


def test_field_17_a_long_receipt_arrives_to_the_byte(
    printer: EscPosPrinter, paper: Any, events: Any
) -> None:
    document = Document()
    for number in range(500):
        document.pair(f"{number} 牛奶 Milk", "￥8.79")
    printer.enable(events)
    printer.submit("r-1", bytes(document))
    events.wait(_done("r-1"))
    assert paper.printed == [bytes(document)]


def test_field_18_a_job_that_printed_is_not_printed_twice(
    printer: EscPosPrinter, paper: Any, events: Any
) -> None:
    printer.enable(events)
    for _ in range(2):
        printer.submit("r-1", b"first")
        events.wait(_done("r-1"))
    assert paper.printed == [b"first"]


def test_field_18_a_reply_lost_after_printing_gives_a_marked_copy(
    printer: EscPosPrinter, paper: Any, peer: Any, events: Any
) -> None:
    paper.answers_done = False
    printer.enable(events)
    printer.submit("r-1", b"first", b"COPY first")
    peer.wait_received(lambda data: bool(paper.printed))
    paper.answers_done = True
    peer.hang_up()
    events.wait(_held("r-1", "absent"))
    events.wait(_done("r-1"))
    assert paper.printed == [b"first", b"COPY first"]


def test_field_19_chinese_text_is_gb18030_in_two_byte_mode() -> None:
    made = bytes(Document().line("合计 ¥8.79"))
    assert made == b"\x1b@\x1c&\xba\xcf\xbc\xc6 \xa3\xa48.79\n"
