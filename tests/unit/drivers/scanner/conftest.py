"""A scanner on a TCP port that sends what a test says, and the driver before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from drivers.channel import open_channel
from drivers.ports import DeviceStatus, Health
from drivers.scanner import SerialScanner


@pytest.fixture
def peer(new_peer: Callable[..., Any]) -> Any:
    return new_peer(lambda data: b"")


@pytest.fixture
def scanner(
    peer: Any, events: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SerialScanner]:
    monkeypatch.setattr("drivers.worker.FIRST_RETRY_S", 0.001)
    channel = open_channel(peer.url, read_s=0.02)
    device = SerialScanner(channel, "scanner", partial_ns=60_000_000)
    device.enable(events)
    events.wait(lambda event: event == DeviceStatus("scanner", Health.OK))
    yield device
    device.close()
