"""Lanes, their back-off, and what the watchdog learns of them."""

import logging
from threading import Event

import pytest

from kiosk.store.errors import StoreBusy
from sync.backoff import Backoff
from sync.clock import TrustedClock
from sync.errors import CloudError, SyncError
from sync.lane import STEP_LIMIT_S, Lane, LanePlan, Pulse
from sync.store import SyncReport, SyncState


class Scripted:
    """A worker that does as the script says, then stops the lane."""

    def __init__(self, script, stop):
        self.script = script
        self.stop = stop
        self.closed = 0

    def step(self):
        if not self.script:
            self.stop.set()
            return False
        wanted = self.script.pop(0)
        if isinstance(wanted, Exception):
            raise wanted
        return wanted

    def close(self):
        self.closed += 1


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setattr("sync.lane.Backoff", lambda: Backoff(uniform=lambda *_: 0.0))

    def run(*script):
        stop = Event()
        worker = Scripted(list(script), stop)
        opened = []

        def open_worker():
            opened.append(1)
            return worker

        plan = LanePlan("upload", 0.0, open_worker)
        path = tmp_path / "sync.db"
        Lane(plan, TrustedClock(), lambda: SyncState.open(path)).run(stop, Pulse())
        report = SyncReport(path)
        [state] = report.lanes()
        report.close()
        return state, len(opened), worker

    return run


def test_a_failure_is_noted_and_its_end_too(run, caplog):
    with caplog.at_level(logging.WARNING, "sync"):
        state, opened, _ = run(
            CloudError("no network"), CloudError("no network"), False
        )
    assert (state.failures, state.error) == (0, "")
    assert opened == 3  # made anew after each failure
    assert [record.getMessage() for record in caplog.records] == [
        "upload: no network",
        "upload: works again",
    ]


def test_the_last_failure_stands_in_sync_db(tmp_path):
    stop = Event()

    class Poisoned(Scripted):
        def step(self):
            stop.set()
            raise SyncError("poisoned")

    path = tmp_path / "sync.db"
    plan = LanePlan("upload", 0.0, lambda: Poisoned([], stop))
    for _ in range(2):
        stop.clear()
        Lane(plan, TrustedClock(), lambda: SyncState.open(path)).run(stop, Pulse())
    report = SyncReport(path)
    [state] = report.lanes()
    report.close()
    assert (state.failures, state.error, state.ok_at) == (2, "poisoned", None)


def test_a_busy_file_is_tried_again(run):
    state, opened, worker = run(StoreBusy("another process holds it"), True, False)
    assert state.failures == 0
    assert opened == 2
    assert worker.closed == 2


def test_a_mistake_of_ours_is_not_swallowed(run):
    with pytest.raises(ZeroDivisionError):
        run(ZeroDivisionError())


def test_once_tells_what_went_wrong(tmp_path):
    worker = Scripted([True, SyncError("no")], Event())
    plan = LanePlan("upload", 1.0, lambda: worker)
    lane = Lane(plan, TrustedClock(), lambda: SyncState.open(tmp_path / "s.db"))
    assert str(lane.run_once()) == "no"
    assert worker.closed == 1


def test_full_jitter_grows_to_its_limit():
    seen = []
    backoff = Backoff(1, 300, lambda low, high: seen.append((low, high)) or high)
    for _ in range(12):
        backoff.next_s()
    assert seen[:4] == [(0, 1), (0, 2), (0, 4), (0, 8)]
    assert seen[-1] == (0, 300)
    backoff.reset()
    assert backoff.next_s() == 1


def test_the_clouds_wish_is_the_least():
    assert Backoff(uniform=lambda low, high: low).next_s(30) == 30
    assert Backoff(uniform=lambda low, high: high).next_s(30) == 60
    assert Backoff(uniform=lambda low, high: low).next_s(10**9) == 300


def test_a_hanging_lane_is_named():
    pulse = Pulse()
    upload, people, catalogue = (
        LanePlan("upload", 1, None),
        LanePlan("people", 1, None),
        LanePlan("catalogue", 1, None, step_limit_s=900),
    )
    pulse.beat(upload, 0)
    pulse.beat(people, -STEP_LIMIT_S - 1)
    pulse.beat(catalogue, -STEP_LIMIT_S - 1)
    assert pulse.hanging() == ("people",)
    pulse.beat(people, 0)
    assert pulse.hanging() == ()
