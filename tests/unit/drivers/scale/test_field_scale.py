"""Field failures D: weights that stand when they should not, or do not come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from drivers.channel import open_channel
from drivers.ports import DeviceStatus, Health, ScaleReading, ScaleState
from drivers.scale import PROTOCOLS, PolledScale


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
    pan: Any, events: Any, frame: bytes, state: ScaleState
) -> None:
    events.wait(_reads(ScaleState.OK, 735))
    pan.frame = frame
    events.wait(_reads(state))
    after = events.of(ScaleReading)[-1]
    assert (after.state, after.grams) == (state, 0)


@pytest.mark.usefixtures("scale")
def test_field_21_silence_is_a_fault_then_a_lost_device(pan: Any, events: Any) -> None:
    events.wait(_reads(ScaleState.OK, 735))
    pan.frame = b""
    events.wait(_reads(ScaleState.FAULT))
    events.wait(lambda event: event == DeviceStatus("scale", Health.LOST, "no_answer"))
    pan.frame = b"\x0200.100\r"
    events.wait(_reads(ScaleState.OK, 100))
    weights = [event.grams for event in events.of(ScaleReading)]
    assert 735 not in weights[weights.index(100) :]


@pytest.mark.usefixtures("scale")
def test_field_21_a_late_answer_is_not_taken_for_the_next(
    pan: Any, peer: Any, events: Any
) -> None:
    events.wait(_reads(ScaleState.OK, 735))
    pan.frame = b""
    events.wait(_reads(ScaleState.FAULT))
    peer.send(b"\x0200.735\r")  # the answer to a poll that was given up
    pan.frame = b"\x0200.100\r"
    events.wait(_reads(ScaleState.OK, 100))
    fault = next(
        index
        for index, event in enumerate(events.of(ScaleReading))
        if event.state is ScaleState.FAULT
    )
    told = {event.grams for event in events.of(ScaleReading)[fault:]}
    assert told == {0, 100}


def test_field_22_two_scales_are_both_told(
    new_peer: Callable[..., Any], events: Any
) -> None:
    made = []
    for name, frame in (("till", b"\x0200.735\r"), ("bagging", b"\x0201.200\r")):
        peer = new_peer(lambda data, frame=frame: frame)
        channel = open_channel(peer.url, read_s=0.01)
        made.append(PolledScale(PROTOCOLS["mt8217"], channel, name))
        made[-1].enable(events)
    events.wait(_reads(ScaleState.OK, 735))
    events.wait(_reads(ScaleState.OK, 1200))
    for scale in made:
        scale.close()
    weights = {(event.device, event.grams) for event in events.of(ScaleReading)}
    assert weights - {("till", 0), ("bagging", 0)} == {
        ("till", 735),
        ("bagging", 1200),
    }
