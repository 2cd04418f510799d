"""The print journal: durable, ordered, forgiving of a rotten file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import DeviceRefused
from drivers.printer import journal
from drivers.printer.journal import JobState, PrintJob, PrintJournal


def _next(jobs: PrintJournal) -> PrintJob:
    job = jobs.next()
    assert job is not None
    return job


def test_jobs_come_back_in_order_after_a_restart(tmp_path: Path) -> None:
    jobs = PrintJournal(tmp_path / "print")
    assert jobs.next() is None
    assert jobs.add("r-2", b"second name, first job", None)
    assert jobs.add("r-1", b"two", b"copy of two")
    again = PrintJournal(tmp_path / "print")
    assert _next(again).job_id == "r-2"
    again.move(_next(again), JobState.DONE)
    job = _next(PrintJournal(tmp_path / "print"))
    assert (job.job_id, job.document, job.copy) == ("r-1", b"two", b"copy of two")


def test_a_known_job_is_not_taken_twice(tmp_path: Path) -> None:
    jobs = PrintJournal(tmp_path)
    assert jobs.add("a", b"1", None)
    assert not jobs.add("a", b"other", None)
    assert not jobs.is_done("a")
    jobs.move(_next(jobs), JobState.DONE)
    assert not jobs.add("a", b"1", None)
    assert jobs.is_done("a")
    again = PrintJournal(tmp_path)
    assert again.is_done("a")
    assert not again.add("a", b"1", None)


def test_a_started_job_prints_its_copy_and_a_queued_one_its_original(
    tmp_path: Path,
) -> None:
    jobs = PrintJournal(tmp_path)
    jobs.add("a", b"original", b"copy")
    jobs.add("b", b"only", None)
    job = _next(jobs)
    assert job.payload_after(job.state) == b"original"
    jobs.move(job, JobState.STARTED)
    after = _next(PrintJournal(tmp_path))
    assert after.state is JobState.STARTED
    assert after.payload_after(after.state) == b"copy"
    jobs.move(after, JobState.QUEUED)
    assert _next(PrintJournal(tmp_path)).state is JobState.QUEUED
    jobs.move(_next(jobs), JobState.DONE)
    only = jobs.move(_next(jobs), JobState.STARTED)
    assert only.payload_after(only.state) == b"only"


def test_what_was_printed_is_not_kept(tmp_path: Path) -> None:
    jobs = PrintJournal(tmp_path)
    jobs.add("a", b"receipt of somebody", b"copy")
    jobs.move(_next(jobs), JobState.DONE)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b""]


def test_old_ids_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "KEPT_DONE", 2)
    jobs = PrintJournal(tmp_path)
    for name in "abc":
        jobs.add(name, b"", None)
        jobs.move(_next(jobs), JobState.DONE)
    assert [jobs.is_done(name) for name in "abc"] == [False, True, True]
    assert len(list(tmp_path.iterdir())) == 2


def test_a_power_cut_while_writing_leaves_no_job(tmp_path: Path) -> None:
    (tmp_path / "job.new").write_bytes(b'{"document": 5, "copy": fal')
    jobs = PrintJournal(tmp_path)
    assert jobs.next() is None
    jobs.add("a", b"1", None)
    assert _next(PrintJournal(tmp_path)).document == b"1"


def test_a_rotten_file_is_set_aside(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    jobs = PrintJournal(tmp_path)
    jobs.add("rotten", b"1", None)
    jobs.add("good", b"2", None)
    (tmp_path / "0000000001-rotten.queued").write_bytes(b"\0\0\0")
    again = PrintJournal(tmp_path)
    assert _next(again).job_id == "good"
    assert "rotten" in caplog.text
    assert (tmp_path / "0000000001-rotten.damaged").exists()
    assert _next(PrintJournal(tmp_path)).number == 2


@pytest.mark.parametrize("name", ["", "../up", "a/b", ".hidden", "x" * 101, "名"])
def test_a_job_id_is_a_plain_file_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="bad print job id"):
        PrintJournal(tmp_path).add(name, b"", None)


def test_a_disk_that_refuses_is_said(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    with pytest.raises(DeviceRefused, match="print journal cannot be written"):
        PrintJournal(blocked).add("a", b"", None)
    jobs = PrintJournal(tmp_path / "gone")
    jobs.add("a", b"1", None)
    job = _next(jobs)
    (tmp_path / "gone" / "0000000001-a.queued").unlink()
    with pytest.raises(DeviceRefused):
        jobs.move(job, JobState.STARTED)
    (tmp_path / "gone").rmdir()
    with pytest.raises(DeviceRefused):
        jobs.add("b", b"2", None)


@given(st.binary(max_size=200), st.none() | st.binary(max_size=200))
def test_documents_come_back_to_the_byte(document: bytes, copy: bytes | None) -> None:
    job = PrintJob(1, "a", document, copy)
    assert journal._unpack(journal._pack(job)) == (document, copy)
