"""A receipt printer: jobs go to the journal, from there to paper, one at a time.

A job is done when the printer says so: GS r, which it answers only after all that
went before, then a real-time status without fault. Cover open or paper out holds a
job and prints it whole again; a job that may be on paper already (our power or the
line failed before the answer) is printed as its copy. The caller never waits.
"""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass
from pathlib import Path

from drivers.channel import ByteChannel, SerialSettings, open_channel
from drivers.errors import (
    DeviceAbsent,
    DeviceError,
    DeviceLost,
    DeviceRefused,
    DeviceTimeout,
)
from drivers.ports import Health, PrintDone, PrintHeld
from drivers.printer.codec import (
    CLEAR_BUFFERS,
    REQUEST_DONE,
    STATUS_QUERIES,
    PrinterStatus,
    Reply,
    ReplyKind,
    ReplySplitter,
    parse_status,
    status_query,
)
from drivers.printer.journal import JobState, PrintJob, PrintJournal
from drivers.worker import DeviceWorker


@dataclass(frozen=True, slots=True)
class PrinterTiming:
    """How long the printer's thread waits for what, in seconds."""

    idle_s: float = 1.0  # between two looks at an idle printer
    busy_s: float = 0.25  # between two looks while it prints
    reply_s: float = 1.0  # for a real-time status
    confirm_s: float = 30.0  # for a long receipt to be printed and answered for


class EscPosPrinter(DeviceWorker):
    """An ESC/POS receipt printer with a durable queue."""

    def __init__(
        self,
        channel: ByteChannel,
        name: str,
        journal: PrintJournal,
        timing: PrinterTiming | None = None,
    ) -> None:
        super().__init__(name)
        self._channel = channel
        self._journal = journal
        self._timing = timing or PrinterTiming()
        self._splitter = ReplySplitter()
        self._replies: deque[Reply] = deque()
        self._repeated: deque[str] = deque()  # done long ago, asked for again
        self._held: tuple[str, str] | None = None  # told last: job, cause
        self._leftovers = True  # the printer may still hold part of a job

    def submit(self, job_id: str, document: bytes, copy: bytes | None = None) -> None:
        """Queue a job durably; PrintDone or PrintHeld follow.

        The same id has no effect but a PrintDone when it is done already. `copy`
        is printed instead where the document may be on paper already. Raises
        ValueError for an id that is no file name, DeviceRefused when the disk
        does not take the job.
        """
        if not self._journal.add(job_id, document, copy):
            if self._journal.is_done(job_id):
                self._repeated.append(job_id)
        self._poke.set()

    def _connect(self) -> None:
        self._channel.open()

    def _disconnect(self) -> None:
        self._channel.close()
        self._splitter = ReplySplitter()
        self._replies.clear()

    def _failed(self, error: DeviceError) -> None:
        super()._failed(error)
        self._tell_repeated()
        if isinstance(error, DeviceRefused):
            return  # our disk, not the printer
        job = self._journal.next()
        if job is not None:
            gone = isinstance(error, DeviceAbsent | DeviceLost)
            self._hold(job, "absent" if gone else "offline")

    def _serve(self) -> None:
        self._tell_repeated()
        status = self._status_now()
        job = self._journal.next()
        if job is None:
            self._pause(self._timing.idle_s)
        elif status.cause:
            self._hold(job, status.cause)
            self._pause(self._timing.busy_s)
        else:
            self._print(job)

    def _print(self, job: PrintJob) -> None:
        self._clear_leftovers()
        before = job.state
        job = self._journal.move(job, JobState.STARTED)
        self._leftovers = True
        try:
            self._channel.write(job.payload_after(before) + REQUEST_DONE)
        except DeviceError:
            # Its end, with the cut, never left us: what is on paper is a stump.
            self._journal.move(job, before)
            raise
        self._settle(job, before)

    def _settle(self, job: PrintJob, before: JobState) -> None:
        """Wait until the printer answers GS r, or tells why it cannot."""
        deadline = time.monotonic() + self._timing.confirm_s
        while True:
            answered = self._await(ReplyKind.BUFFERED, self._timing.busy_s)
            status = self._status_now()
            if status.cause:
                self._interrupt(job, before if answered is None else job.state)
                self._hold(job, status.cause)
                return
            if answered is not None:
                self._finish(job)
                return
            if time.monotonic() >= deadline:
                # Ready, with paper, all this time, but no GS r: some printers have
                # none. To print it again and again would be worse.
                self._report(Health.DEGRADED, "no_confirm")
                self._finish(job)
                return

    def _interrupt(self, job: PrintJob, state: JobState) -> None:
        """Take a job back that the printer stopped at, so that it starts again."""
        self._journal.move(job, state)
        # Now, while it stands still: once fine, it would print the rest of it.
        self._channel.write(CLEAR_BUFFERS)

    def _finish(self, job: PrintJob) -> None:
        self._journal.move(job, JobState.DONE)
        self._leftovers = False
        self._held = None
        self._emit(PrintDone(self.name, job.job_id))

    def _hold(self, job: PrintJob, cause: str) -> None:
        if self._held != (job.job_id, cause):
            self._held = (job.job_id, cause)
            self._emit(PrintHeld(self.name, job.job_id, cause))

    def _tell_repeated(self) -> None:
        while self._repeated:
            self._emit(PrintDone(self.name, self._repeated.popleft()))

    def _status_now(self) -> PrinterStatus:
        """Ask for the status, and report what it says."""
        status = self._ask_all()
        if status.cause == "offline":
            # Asked for one by one, the bytes can be from before and after a cover
            # closes: offline without a reason is worth a second look.
            status = self._ask_all()
        if status.cause:
            self._report(Health.FAULT, status.cause)
        elif status.paper_near_end:
            self._report(Health.DEGRADED, "paper_near_end")
        else:
            self._report(Health.OK)
        return status

    def _ask_all(self) -> PrinterStatus:
        first, second, third, fourth = [self._ask(n) for n in STATUS_QUERIES]
        return parse_status((first, second, third, fourth))

    def _ask(self, number: int) -> int:
        self._channel.write(status_query(number))
        reply = self._await(ReplyKind.REAL_TIME, self._timing.reply_s)
        if reply is None:
            raise DeviceTimeout("the printer does not answer")
        return reply.value

    def _await(self, kind: ReplyKind, limit_s: float) -> Reply | None:
        """Return the next reply of a kind, within the limit; others are kept."""
        deadline = time.monotonic() + limit_s
        while not self._stop.is_set():
            for reply in self._replies:
                if reply.kind is kind:
                    self._replies.remove(reply)
                    return reply
            if time.monotonic() >= deadline:
                return None
            self._replies.extend(self._splitter.feed(self._channel.read()))
        return None

    def _clear_leftovers(self) -> None:
        """Make the printer forget an unfinished job, and forget its answers."""
        if self._leftovers:
            self._channel.write(CLEAR_BUFFERS)
            deadline = time.monotonic() + self._timing.reply_s
            while time.monotonic() < deadline and self._channel.read():
                pass
        self._splitter = ReplySplitter()
        self._replies.clear()


def make_printer(url: str, folder: Path, name: str = "printer") -> EscPosPrinter:
    """Return the printer at a device URL, its journal in `folder`.

    Raises DeviceUrlError.
    """
    return EscPosPrinter(
        open_channel(url, SerialSettings()), name, PrintJournal(folder)
    )
