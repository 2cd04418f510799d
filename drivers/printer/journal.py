"""The print journal: jobs as files, so that no receipt is lost or printed twice.

A job's file is written and fsynced once and only renamed after that; its extension
is its state. It talks to no printer.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import re
import threading
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from drivers.errors import DeviceRefused

KEPT_DONE = 1000  # so many printed jobs are remembered by their id

_log = logging.getLogger(__name__)
_JOB_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_FILE = re.compile(r"(\d{10})-([A-Za-z0-9._-]+)\.(queued|started|done)")


class JobState(StrEnum):
    """Where a job stands; the extension of its file."""

    QUEUED = "queued"  # not on paper, or known to be cut short
    STARTED = "started"  # some or all of it may be on paper
    DONE = "done"


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A document to be printed, and what to print when it may be on paper already."""

    number: int
    job_id: str
    document: bytes
    copy: bytes | None
    state: JobState = JobState.QUEUED

    def payload_after(self, before: JobState) -> bytes:
        """Return what to send: the copy when the original may be on paper."""
        if before is JobState.STARTED and self.copy is not None:
            return self.copy
        return self.document


class PrintJournal:
    """The jobs of one printer in one folder, oldest first; safe for threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._open: dict[str, PrintJob] | None = None
        self._done: dict[str, int] = {}
        self._last = 0

    def add(self, job_id: str, document: bytes, copy: bytes | None) -> bool:
        """Write a job durably; False when it is known already (nothing changes).

        Raises ValueError for a bad id, DeviceRefused when the disk refuses.
        """
        if not _JOB_ID.fullmatch(job_id):
            raise ValueError(f"bad print job id {job_id!r}")
        with self._lock:
            jobs = self._loaded()
            if job_id in jobs or job_id in self._done:
                return False
            job = PrintJob(self._last + 1, job_id, document, copy)
            self._write(job)
            self._last = job.number
            jobs[job_id] = job
            return True

    def next(self) -> PrintJob | None:
        """Return the oldest job that is not done."""
        with self._lock:
            return next(iter(self._loaded().values()), None)

    def is_done(self, job_id: str) -> bool:
        """Whether this job was printed, as far back as is remembered."""
        with self._lock:
            self._loaded()
            return job_id in self._done

    def move(self, job: PrintJob, state: JobState) -> PrintJob:
        """Record durably that a job came to a state; returns it in that state."""
        with self._lock:
            moved = replace(job, state=state)
            if state is not job.state:
                self._rename(job, moved)
            if state is JobState.DONE:
                del self._loaded()[job.job_id]
                self._done[job.job_id] = job.number
                self._forget_old(moved)
            else:
                self._loaded()[job.job_id] = moved
            return moved

    def _loaded(self) -> dict[str, PrintJob]:
        if self._open is None:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._open = self._read_folder()
            except OSError as error:
                raise DeviceRefused(_said(error)) from None
        return self._open

    def _read_folder(self) -> dict[str, PrintJob]:
        jobs: dict[str, PrintJob] = {}
        for path in sorted(self._folder.iterdir()):
            found = _FILE.fullmatch(path.name)
            if found is None:
                continue  # a half-written .new file: its job was never accepted
            number, job_id, state = int(found[1]), found[2], JobState(found[3])
            self._last = max(self._last, number)
            if state is JobState.DONE:
                self._done[job_id] = number
            else:
                try:
                    document, copy = _unpack(path.read_bytes())
                except (ValueError, KeyError):
                    # A rotten file must not hold up the receipts behind it.
                    _log.warning("print job %s is damaged and set aside", job_id)
                    path.rename(path.with_suffix(".damaged"))
                    continue
                jobs[job_id] = PrintJob(number, job_id, document, copy, state)
        return jobs

    def _write(self, job: PrintJob) -> None:
        new = self._folder / "job.new"
        try:
            with new.open("wb") as file:
                file.write(_pack(job))
                file.flush()
                os.fsync(file.fileno())
            new.rename(self._path(job))
            self._sync_folder()
        except OSError as error:
            raise DeviceRefused(_said(error)) from None

    def _rename(self, job: PrintJob, moved: PrintJob) -> None:
        try:
            self._path(job).rename(self._path(moved))
            self._sync_folder()
        except OSError as error:
            raise DeviceRefused(_said(error)) from None

    def _forget_old(self, job: PrintJob) -> None:
        """Keep the ids of printed jobs, not what was printed."""
        with contextlib.suppress(OSError):  # tidying: the job is printed all the same
            os.truncate(self._path(job), 0)
            while len(self._done) > KEPT_DONE:
                job_id = next(iter(self._done))
                number = self._done.pop(job_id)
                old = PrintJob(number, job_id, b"", None, JobState.DONE)
                self._path(old).unlink(missing_ok=True)

    def _path(self, job: PrintJob) -> Path:
        return self._folder / f"{job.number:010d}-{job.job_id}.{job.state}"

    def _sync_folder(self) -> None:
        folder = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _pack(job: PrintJob) -> bytes:
    """Return a header line with the length of the document, then both documents."""
    header = {"document": len(job.document), "copy": job.copy is not None}
    return json.dumps(header).encode() + b"\n" + job.document + (job.copy or b"")


def _unpack(data: bytes) -> tuple[bytes, bytes | None]:
    line, _, rest = data.partition(b"\n")
    header = json.loads(line)
    length = int(header["document"])
    return rest[:length], rest[length:] if header["copy"] else None


def _said(error: OSError) -> str:
    return f"the print journal cannot be written: {error.strerror}"
