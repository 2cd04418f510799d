"""The polled scale over a real socket: each state told, no weight kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from drivers.errors import DeviceUrlError
from drivers.ports import DeviceStatus, Health, ScaleReading, ScaleState
from drivers.scale import PolledScale, make_scale


def _reads(state: ScaleState, grams: int = 0) -> Callable[[object], bool]:
    return lambda event: (
        isinstance(event, ScaleReading) and (event.state, event.grams) == (state, grams)
    )


@pytest.mark.usefixtures("scale")
def test_a_weight_needs_two_answers_that_agree(pan: Any, events: Any) -> None:
    events.wait(_reads(ScaleState.OK, 735))
    pan.late = b"\x0244.735\r"  # flipped bits make another, valid weight
    pan.frame = b"\x0200.735\r"
    for _ in range(3):
        events.wait(_reads(ScaleState.OK, 735))
    told = {event.grams for event in events.of(ScaleReading)}
    assert told == {0, 735}


@pytest.mark.usefixtures("scale")
def test_an_unplug_is_told_and_it_comes_back(peer: Any, pan: Any, events: Any) -> None:
    events.wait(_reads(ScaleState.OK, 735))
    pan.frame = b"\x0200.512\r"
    peer.hang_up()
    events.wait(lambda event: event == DeviceStatus("scale", Health.LOST, "lost"))
    events.wait(_reads(ScaleState.FAULT))
    events.wait(_reads(ScaleState.OK, 512))


@pytest.mark.usefixtures("scale")
def test_endless_noise_is_a_lost_scale_and_no_weight(pan: Any, events: Any) -> None:
    pan.frame = b"\xff\x00noise"
    events.wait(
        lambda event: isinstance(event, DeviceStatus) and event.detail == "no_answer"
    )
    assert {event.grams for event in events.of(ScaleReading)} <= {0, 735}


def test_zero_is_asked_and_shows(scale: PolledScale, pan: Any, events: Any) -> None:
    events.wait(_reads(ScaleState.OK, 735))
    scale.zero()
    assert pan.zeroed.wait(20)
    events.wait(
        lambda event: isinstance(event, ScaleReading) and event.zero and not event.grams
    )


@pytest.mark.usefixtures("scale")
def test_a_scale_in_error_is_a_fault(pan: Any, events: Any) -> None:
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
