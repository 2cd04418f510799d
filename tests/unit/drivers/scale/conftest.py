"""A scripted MT 8217 scale on a TCP port, and the driver before it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from drivers.channel import open_channel
from drivers.scale import PROTOCOLS, PolledScale


class Mt8217Scale:
    """Answers W with the frame on the pan, Z by taking it as zero."""

    def __init__(self) -> None:
        self.frame = b"\x0200.735\r"
        self.zeroed = threading.Event()
        self.late = b""  # said before the next answer

    def __call__(self, data: bytes) -> bytes:
        answer = b""
        for byte in data:
            if byte == ord("W"):
                answer += self.late + self.frame
                self.late = b""
            elif byte == ord("Z"):
                self.frame = b"\x0200.000\r"
                answer += b"\x02?P\r"
                self.zeroed.set()
        return answer


@pytest.fixture
def pan() -> Mt8217Scale:
    return Mt8217Scale()


@pytest.fixture
def peer(new_peer: Callable[..., Any], pan: Mt8217Scale) -> Any:
    return new_peer(pan)


@pytest.fixture
def scale(
    peer: Any, events: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[PolledScale]:
    monkeypatch.setattr("drivers.worker.FIRST_RETRY_S", 0.001)
    monkeypatch.setattr("drivers.scale.device.POLL_S", 0.002)
    channel = open_channel(peer.url, read_s=0.01)
    device = PolledScale(PROTOCOLS["mt8217"], channel, "scale", reply_s=0.2)
    device.enable(events)
    yield device
    device.close()
