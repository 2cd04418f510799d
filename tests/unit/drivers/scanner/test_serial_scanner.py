"""The serial scanner over a real socket: split reads, hang-ups, bad lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from drivers.channel import open_channel
from drivers.errors import DeviceUrlError
from drivers.ports import DeviceStatus, Health, SymbolScanned
from drivers.scanner import SerialScanner, make_scanner


def _is_scan(event: object) -> bool:
    return isinstance(event, SymbolScanned)


def _is_status(health: Health, detail: str = "") -> Callable[[object], bool]:
    return lambda event: event == DeviceStatus("scanner", health, detail)


@pytest.mark.usefixtures("scanner")
def test_a_scan_arrives_with_symbology_and_time(peer: Any, events: Any) -> None:
    peer.send(b"]d20109520123456788\r\n")
    event = events.wait(_is_scan)
    assert (event.device, event.text) == ("scanner", "0109520123456788")
    assert (event.symbology, event.gs1) == ("datamatrix", True)
    assert event.at_ns > 0


@pytest.mark.usefixtures("scanner")
def test_a_scan_without_suffix_is_dropped_and_told(peer: Any, events: Any) -> None:
    peer.send(b"95201234")
    events.wait(_is_status(Health.DEGRADED, "no_suffix"))
    peer.send(b"9520123456788\r")
    assert events.wait(_is_scan).text == "9520123456788"
    assert events.of(DeviceStatus)[-1].health is Health.OK


@pytest.mark.usefixtures("scanner")
def test_garbage_is_told_and_is_no_item(peer: Any, events: Any) -> None:
    peer.send(b"\xff\xfe\xfd952\r")
    events.wait(_is_status(Health.DEGRADED, "garbage"))
    assert events.of(SymbolScanned) == []


@pytest.mark.usefixtures("scanner")
def test_it_is_back_after_an_unplug_without_half_a_scan(peer: Any, events: Any) -> None:
    peer.send(b"952012")
    peer.hang_up()
    events.wait(_is_status(Health.LOST, "lost"))
    events.wait(_is_status(Health.OK))
    peer.send(b"9520123456788\r")
    assert events.wait(_is_scan).text == "9520123456788"


@pytest.mark.usefixtures("scanner")
def test_a_double_read_is_one_piece(peer: Any, events: Any) -> None:
    peer.send(b"9520123456788\r9520123456788\r9520001001017\r")
    events.wait(lambda event: _is_scan(event) and event.text == "9520001001017")
    texts = [event.text for event in events.of(SymbolScanned)]
    assert texts == ["9520123456788", "9520001001017"]


def test_the_next_piece_of_the_same_goods_is_a_read_of_its_own(
    peer: Any, events: Any
) -> None:
    channel = open_channel(peer.url, read_s=0.02)
    device = SerialScanner(channel, "scanner", one_read_ns=0)
    device.enable(events)
    events.wait(_is_status(Health.OK))
    peer.send(b"9520123456788\r9520123456788\r9520001001017\r")
    events.wait(lambda event: _is_scan(event) and event.text == "9520001001017")
    device.close()
    assert len(events.of(SymbolScanned)) == 3


def test_make_scanner_refuses_a_camera_url() -> None:
    assert make_scanner("/dev/ttyACM0").name == "scanner"
    with pytest.raises(DeviceUrlError):
        make_scanner("v4l2:///dev/video0")
