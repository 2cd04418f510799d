"""What the contract suites share: a store of simulated devices, and an event log.

The simulator runs as a process and is reached through its own addresses alone.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from event_log import EventLog

ROOT = Path(__file__).parents[2]


class SimStore:
    """A running `kiosk-sim store`: its addresses, and its control API."""

    def __init__(self, addresses: dict[str, Any]) -> None:
        self.devices: dict[str, str] = addresses["devices"]
        self.payment: dict[str, str] = addresses["payment"]
        self._client = httpx.Client(
            base_url=addresses["panel"], timeout=30, trust_env=False
        )

    def post(self, path: str, **body: object) -> dict[str, Any]:
        """POST to the control API; the answer must be a success."""
        return self._json(self._client.post(path, json=body))

    def get(self, path: str) -> Any:
        return self._json(self._client.get(path))

    def break_line(self, device: str, fault: str) -> None:
        self.post("/api/faults", device=device, fault=fault)

    def heal(self) -> None:
        self._client.delete("/api/faults").raise_for_status()

    def until_hosts(self, device: str, count: int) -> None:
        """Wait until so many hosts are on a device's line, by its own account.

        A connection stands for us before the simulator has taken it, and a hang-up
        before it has seen that.
        """
        end = time.monotonic() + 30
        while self.get("/api/state")[device]["connected"] != count:
            assert time.monotonic() < end, f"not {count} hosts on the {device}"
            time.sleep(0.01)

    def close(self) -> None:
        self._client.close()

    @staticmethod
    def _json(response: httpx.Response) -> Any:
        assert response.is_success, response.text
        return response.json() if response.content else {}


@pytest.fixture(scope="session")
def sim_store(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[str], SimStore]]:
    """Start a simulated store by the scale it has, once a session."""
    running: dict[str, SimStore] = {}
    with contextlib.ExitStack() as stack:

        def start(scale_protocol: str) -> SimStore:
            if scale_protocol not in running:
                folder = tmp_path_factory.mktemp(f"store-{scale_protocol}")
                addresses = stack.enter_context(_process(scale_protocol, folder))
                store = SimStore(addresses)
                stack.callback(store.close)
                running[scale_protocol] = store
            return running[scale_protocol]

        yield start


@pytest.fixture
def events() -> EventLog:
    return EventLog()


@contextlib.contextmanager
def _process(scale_protocol: str, folder: Path) -> Generator[dict[str, Any]]:
    command = [sys.executable, "-m", "hardware_sim.cli", "store", "--demo", "demo"]
    command += ["--scale-protocol", scale_protocol, "--out", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line, "kiosk-sim ended before it said where it listens"
            yield json.loads(line)
        finally:
            process.terminate()
            assert process.wait(30) == 0
