"""The polled scale over a real socket: each state told, no weight kept."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from drivers.channel import open_channel
from drivers.errors import DeviceUrlError
from drivers.ports import DeviceStatus, Health, ScaleReading, ScaleState
from drivers.scale import PROTOCOLS, PolledScale, make_scale


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


def _reads(state: ScaleState, grams: int = 0) -> Callable[[object], bool]:
    return lambda event: (
        isinstance(event, ScaleReading) and (event.state, event.grams) == (state, grams)
    )


@pytest.mark.usefixtures("scale")
def test_field_20_an_equal_weight_is_told_again_and_again(events: Any) -> None:
    for _ in range(5):
        events.wait(_reads(ScaleState.OK, 735))
    assert events.of(DeviceStatus) == [DeviceStatus("scale", Health.OK)]


@pytest.mark.usefixtures("scale")
@pytest.mark.parametrize(
    ("frame", "state"),
    [
        (b"\x02?A\r", ScaleState.MOTION),
        (b"\x02?B\r", ScaleState.OVER),
        (b"\x02?D\r", ScaleState.UNDER),
    ],
)
def test_field_22_a_status_is_told_and_the_last_weight_is_not(
    pan: Mt8217Scale, events: Any, frame: bytes, state: ScaleState
) -> None:
    events.wait(_reads(ScaleState.OK, 735))
    pan.frame = frame
    events.wait(_reads(state))
    after = events.of(ScaleReading)[-1]
    assert (after.state, after.grams) == (state, 0)


@pytest.mark.usefixtures("scale")
def test_a_weight_needs_two_answers_that_agree(pan: Mt8217Scale, events: Any) -> None:
    events.wait(_reads(ScaleState.OK, 735))
    pan.late = b"\x0244.735\r"  # flipped bits make another, valid weight
    pan.frame = b"\x0200.735\r"
    for _ in range(3):
        events.wait(_reads(ScaleState.OK, 735))
    told = {event.grams for event in events.of(ScaleReading)}
    assert told == {0, 735}


@pytest.mark.usefixtures("scale")
def test_field_21_silence_is_a_fault_then_a_lost_device(
    pan: Mt8217Scale, events: Any
) -> None:
    events.wait(_reads(ScaleState.OK, 735))
    pan.frame = b""
    events.wait(_reads(ScaleState.FAULT))
    events.wait(lambda event: event == DeviceStatus("scale", Health.LOST, "no_answer"))
    pan.frame = b"\x0200.100\r"
    events.wait(_reads(ScaleState.OK, 100))
    weights = [event.grams for event in events.of(ScaleReading)]
    assert 735 not in weights[weights.index(100) :]


@pytest.mark.usefixtures("scale")
def test_an_unplug_is_told_and_it_comes_back(
    peer: Any, pan: Mt8217Scale, events: Any
) -> None:
    events.wait(_reads(ScaleState.OK, 735))
    pan.frame = b"\x0200.512\r"
    peer.hang_up()
    events.wait(lambda event: event == DeviceStatus("scale", Health.LOST, "lost"))
    events.wait(_reads(ScaleState.FAULT))
    events.wait(_reads(ScaleState.OK, 512))


@pytest.mark.usefixtures("scale")
def test_endless_noise_is_a_lost_scale_and_no_weight(
    pan: Mt8217Scale, events: Any
) -> None:
    pan.frame = b"\xff\x00noise"
    events.wait(
        lambda event: isinstance(event, DeviceStatus) and event.detail == "no_answer"
    )
    assert {event.grams for event in events.of(ScaleReading)} <= {0, 735}


def test_zero_is_asked_and_shows(
    scale: PolledScale, pan: Mt8217Scale, events: Any
) -> None:
    events.wait(_reads(ScaleState.OK, 735))
    scale.zero()
    assert pan.zeroed.wait(20)
    events.wait(
        lambda event: isinstance(event, ScaleReading) and event.zero and not event.grams
    )


@pytest.mark.usefixtures("scale")
def test_a_scale_in_error_is_a_fault(pan: Mt8217Scale, events: Any) -> None:
    pan.frame = b"\x0200.7355\r"
    events.wait(
        lambda event: event == DeviceStatus("scale", Health.FAULT, "scale_error")
    )
    pan.frame = b"\x0200.735\r"
    events.wait(lambda event: event == DeviceStatus("scale", Health.OK))


def test_make_scale_knows_its_protocols() -> None:
    assert make_scale("mt-sics", "socket://127.0.0.1:7001").name == "scale"
    with pytest.raises(DeviceUrlError, match="mt-sics, mt8217"):
        make_scale("abacus", "/dev/ttyS0")
    with pytest.raises(DeviceUrlError, match="takes serial"):
        make_scale("mt8217", "http://127.0.0.1/")
