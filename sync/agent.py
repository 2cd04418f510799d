"""The sync agent: its lanes, put together from the settings, and its main loop.

The only file of the agent that names concrete classes. Threads: one for each lane,
and the main one, which pings the watchdog as long as no lane hangs.
"""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable
from functools import partial
from threading import Event, Thread
from types import FrameType

from kiosk.settings import Settings
from kiosk.store.errors import StoreError
from kiosk.systemd import notify, watchdog_interval_s
from sync.client import CloudClient
from sync.clock import TrustedClock
from sync.errors import IdentityError, SyncError
from sync.heartbeat import Heartbeat
from sync.identity import RequestSigner, load_key, load_secret
from sync.lane import Lane, LanePlan, Pulse
from sync.people import PeoplePuller
from sync.pull import CataloguePuller
from sync.push import Pusher
from sync.store import SyncState

_LOG = logging.getLogger(__name__)
HEARTBEAT_S = 60.0
PEOPLE_FACTOR = 2  # people are asked for half as often as the catalogue
FULL_PULL_LIMIT_S = 900.0  # 200,000 rows at first; half a minute on a fast box
_TICK_S = 5.0
_STOP_S = 15.0  # a step that waits for the network ends within its time-out


class Agent:
    """The agent of one lane of a store. Raises IdentityError when not enrolled."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        secrets = settings.paths.secrets
        self._key = load_key(secrets / "transport.key")
        self._store_key = load_secret(secrets / "store.key")
        self._cloud_key = load_secret(secrets / "cloud.pub")
        if not settings.cloud.url:
            raise IdentityError("cloud.url is not set")
        settings.paths.sync.mkdir(parents=True, exist_ok=True)
        state = self._state()
        self._clock = TrustedClock(state.clock_offset_ms())
        state.close()

    def run(self) -> int:
        """Work until SIGTERM or SIGINT; return the exit code."""
        stop, pulse = Event(), Pulse()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, partial(_on_signal, stop))
        failures: list[BaseException] = []
        threads = [
            Thread(
                target=_guarded,
                args=(partial(lane.run, stop, pulse), stop, failures),
                name=name,
                daemon=True,  # one that hangs must not keep the process alive
            )
            for name, lane in self._lanes().items()
        ]
        for thread in threads:
            thread.start()
        notify("READY=1")
        interval_s = min(watchdog_interval_s() or _TICK_S, _TICK_S)
        while not stop.wait(interval_s):
            hanging = pulse.hanging()
            if hanging:
                _LOG.error("no sign of life from: %s", ", ".join(hanging))
            else:
                notify("WATCHDOG=1")
        notify("STOPPING=1")
        for thread in threads:
            thread.join(_STOP_S)
        return 1 if failures else 0

    def run_once(self) -> list[tuple[str, SyncError | StoreError]]:
        """Do each lane's work once; return (lane, error) of those that failed."""
        lanes = self._lanes()
        done = [(name, lane.run_once()) for name, lane in lanes.items()]
        return [(name, error) for name, error in done if error is not None]

    def _lanes(self) -> dict[str, Lane]:
        cloud = self._settings.cloud
        plans = (
            LanePlan("heartbeat", HEARTBEAT_S, self._heartbeat),
            LanePlan("upload", cloud.push_interval_s, self._pusher),
            LanePlan(
                "catalogue", cloud.pull_interval_s, self._catalogue, FULL_PULL_LIMIT_S
            ),
            LanePlan("people", cloud.pull_interval_s * PEOPLE_FACTOR, self._people),
        )
        return {plan.name: Lane(plan, self._clock, self._state) for plan in plans}

    def _state(self) -> SyncState:
        return SyncState.open(self._settings.sync_path)

    def _client(self) -> CloudClient:
        device = self._settings.lane.device
        signer = RequestSigner(device, self._key, self._clock.now)
        return CloudClient(self._settings.cloud.url, signer)

    def _heartbeat(self) -> Heartbeat:
        return Heartbeat(
            self._settings.ledger_path,
            self._settings.lane.device,
            self._cloud_key,
            self._clock,
            self._state(),
            self._client(),
            CloudClient(self._settings.cloud.url),
        )

    def _pusher(self) -> Pusher:
        return Pusher(
            self._settings.ledger_path,
            self._settings.lane.device,
            self._state(),
            self._client(),
            self._clock.now,
        )

    def _catalogue(self) -> CataloguePuller:
        return CataloguePuller(
            self._settings.catalogue_path,
            self._settings.lane.store,
            self._client(),
            self._clock.now,
        )

    def _people(self) -> PeoplePuller:
        return PeoplePuller(
            self._settings.people_path,
            self._settings.lane.store,
            self._store_key,
            self._client(),
        )


def _on_signal(stop: Event, _: int, __: FrameType | None) -> None:
    stop.set()


def _guarded(
    work: Callable[[], None], stop: Event, failures: list[BaseException]
) -> None:
    # A lane that dies of a mistake of ours ends the agent: systemd starts it anew,
    # which is better than an agent that lives on without one of its lanes.
    try:
        work()
    except BaseException as error:
        _LOG.exception("a lane ended")
        failures.append(error)
        stop.set()
