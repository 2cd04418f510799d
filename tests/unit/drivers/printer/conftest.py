"""A scripted printer on a TCP port, and the driver before it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from drivers.channel import open_channel
from drivers.printer import EscPosPrinter, PrinterTiming, PrintJournal
from drivers.printer.codec import CLEAR_BUFFERS, REQUEST_DONE

CONDITIONS = {
    "fine": (0x12, 0x12, 0x12, 0x12),
    "near_end": (0x12, 0x12, 0x12, 0x1E),
    "cover_open": (0x1A, 0x16, 0x12, 0x12),
    "paper_out": (0x1A, 0x32, 0x12, 0x7E),
    "offline": (0x1A, 0x12, 0x12, 0x12),
}


class PaperPrinter:
    """Prints what is before GS r while it can; its condition is set by the test."""

    def __init__(self) -> None:
        self.condition = "fine"
        self.as_data_arrive = ""  # the condition then, once
        self.after_the_answer = ""  # the condition when a job was answered for, once
        self.answers_done = True
        self.printed: list[bytes] = []
        self._buffer = b""
        self._lock = threading.Lock()

    def __call__(self, data: bytes) -> bytes:
        with self._lock:
            self._buffer += data
            if CLEAR_BUFFERS in self._buffer:
                self._buffer = self._buffer.rpartition(CLEAR_BUFFERS)[2]
            return self._status() + self._print()

    def _status(self) -> bytes:
        answer = b""
        for number, byte in enumerate(CONDITIONS[self.condition], start=1):
            query = b"\x10\x04" + bytes([number])
            if query in self._buffer:
                self._buffer = self._buffer.replace(query, b"")
                answer += bytes([byte])
        return answer

    def _print(self) -> bytes:
        if self._buffer and self.as_data_arrive:
            self.condition, self.as_data_arrive = self.as_data_arrive, ""
        can = self.condition in {"fine", "near_end"}
        if not can or REQUEST_DONE not in self._buffer:
            return b""
        document, _, self._buffer = self._buffer.partition(REQUEST_DONE)
        self.printed.append(document)
        if self.after_the_answer:
            self.condition, self.after_the_answer = self.after_the_answer, ""
        return b"\x00" if self.answers_done else b""


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
    """Make a driver on the peer; all share one journal folder, as over restarts."""
    made: list[EscPosPrinter] = []

    def make(confirm_s: float = 20.0, reply_s: float = 0.5) -> EscPosPrinter:
        channel = open_channel(peer.url, read_s=0.01, write_s=0.5)
        timing = PrinterTiming(0.01, 0.05, reply_s, confirm_s)
        made.append(EscPosPrinter(channel, "printer", PrintJournal(tmp_path), timing))
        return made[-1]

    yield make
    for printer in made:
        printer.close()


@pytest.fixture
def printer(new_printer: Callable[..., EscPosPrinter]) -> EscPosPrinter:
    return new_printer()
