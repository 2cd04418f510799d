"""A lane of the agent: one thread that repeats one kind of work.

Lanes know nothing of each other: a poisoned upload stops neither the heartbeat nor
the catalogue. A failure is logged once, and its end once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Lock
from time import monotonic
from typing import Protocol

from kiosk.store.errors import StoreError
from sync.backoff import Backoff
from sync.clock import TrustedClock
from sync.errors import CloudError, SyncError
from sync.store import SyncState

_LOG = logging.getLogger(__name__)
TELL_S = 60.0  # each word to sync.db is an fsync on the disk that the ledger uses
STEP_LIMIT_S = 45.0  # more than the time-outs of one step


class Worker(Protocol):
    """What a lane repeats."""

    def step(self) -> bool:
        """Do one bounded piece of work; True when more waits."""

    def close(self) -> None:
        """Give everything back."""


@dataclass(frozen=True, slots=True)
class LanePlan:
    """A lane: its name, the seconds between two steps, and what makes its worker.

    The worker is made, used and closed in the lane's own thread: SQLite connections
    stay where they were opened.
    """

    name: str
    interval_s: float
    open: Callable[[], Worker]
    step_limit_s: float = STEP_LIMIT_S  # a step that takes longer is hanging


class Pulse:
    """By when each lane must be heard of again; read by the watchdog's thread."""

    def __init__(self) -> None:
        self._due: dict[str, float] = {}
        self._lock = Lock()

    def beat(self, plan: LanePlan, wait_s: float) -> None:
        """Note that a lane is at work, and how long it will wait first."""
        with self._lock:
            self._due[plan.name] = monotonic() + wait_s + plan.step_limit_s

    def hanging(self) -> tuple[str, ...]:
        """Return the lanes that should have been heard of."""
        now = monotonic()
        with self._lock:
            return tuple(name for name, due in self._due.items() if due < now)


class Lane:
    """Runs a plan until stopped."""

    def __init__(
        self, plan: LanePlan, clock: TrustedClock, open_state: Callable[[], SyncState]
    ) -> None:
        self._plan = plan
        self._clock = clock
        self._open_state = open_state
        self._backoff = Backoff()
        self._is_failing = False
        self._told_at: float | None = None  # when sync.db last heard that all is well
        self._worker: Worker | None = None

    def run(self, stop: Event, pulse: Pulse) -> None:
        """Repeat the work until `stop`; the first step is at once."""
        state = self._open_state()
        try:
            pulse.beat(self._plan, 0)
            while not stop.is_set():
                wait_s = self._step(state)
                pulse.beat(self._plan, wait_s)
                stop.wait(wait_s)
        finally:
            self._close()
            state.close()

    def run_once(self) -> SyncError | StoreError | None:
        """Do the work until nothing waits; return what went wrong, if anything."""
        try:
            while self._work():
                pass
        except (SyncError, StoreError) as error:
            return error
        finally:
            self._close()
        return None

    def _work(self) -> bool:
        if self._worker is None:
            self._worker = self._plan.open()
        return self._worker.step()

    def _close(self) -> None:
        if self._worker is not None:
            self._worker.close()
            self._worker = None

    def _step(self, state: SyncState) -> float:
        name = self._plan.name
        try:
            more = self._work()
        except (SyncError, StoreError) as error:
            # A worker whose file or key went wrong is made anew next time.
            self._close()
            if not self._is_failing:
                _LOG.warning("%s: %s", name, error)
            self._is_failing = True
            self._told_at = None
            state.lane_failed(name, str(error))
            wish = error.retry_after_s if isinstance(error, CloudError) else None
            return self._backoff.next_s(wish)
        if self._is_failing:
            _LOG.warning("%s: works again", name)
            self._is_failing = False
        self._backoff.reset()
        if more:
            return 0.0
        if self._told_at is None or monotonic() - self._told_at > TELL_S:
            state.lane_did_well(name, self._clock.now())
            self._told_at = monotonic()
        return self._plan.interval_s
