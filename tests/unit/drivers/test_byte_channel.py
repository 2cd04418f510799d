"""Byte channels over a real socket and a real pty: only DeviceErrors come out."""

from __future__ import annotations

import os
import socket
import tty
from collections.abc import Callable
from typing import Any

import pytest

from drivers.channel import SerialChannel, SerialSettings, TcpChannel, open_channel
from drivers.errors import DeviceAbsent, DeviceLost, DeviceTimeout, DeviceUrlError


def _echo(data: bytes) -> bytes:
    return data


def test_bytes_go_both_ways_and_silence_is_empty(new_peer: Callable[..., Any]) -> None:
    channel = open_channel(new_peer(_echo).url, read_s=0.05)
    channel.open()
    channel.open()  # an open channel stays as it is
    assert channel.read() == b""
    channel.write(b"W")
    assert _read_some(channel.read) == b"W"
    channel.close()
    channel.close()


def test_a_hang_up_is_a_lost_device(new_peer: Callable[..., Any]) -> None:
    peer = new_peer(_echo)
    channel = open_channel(peer.url)
    channel.open()
    channel.write(b"x")
    peer.wait_received(lambda data: data == b"x")
    peer.hang_up()
    with pytest.raises(DeviceLost):
        while True:
            channel.read()
    channel.close()


def test_nobody_at_the_port_is_an_absent_device() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(DeviceAbsent, match="nothing answers"):
        TcpChannel("127.0.0.1", port, 0.1, 0.1).open()


def test_a_closed_channel_is_lost_and_not_a_crash() -> None:
    for channel in (
        TcpChannel("127.0.0.1", 1, 0.1, 0.1),
        SerialChannel("/dev/null", SerialSettings(), 0.1, 0.1),
    ):
        with pytest.raises(DeviceLost, match="not open"):
            channel.read()
        with pytest.raises(DeviceLost, match="not open"):
            channel.write(b"x")


def test_field_14_a_device_that_takes_no_bytes_times_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        channel = TcpChannel("127.0.0.1", server.getsockname()[1], 0.1, 0.2)
        channel.open()
        with pytest.raises(DeviceTimeout):
            channel.write(bytes(64 << 20))
        channel.close()


def test_a_write_to_a_gone_peer_is_lost(new_peer: Callable[..., Any]) -> None:
    peer = new_peer(_echo)
    channel = open_channel(peer.url)
    channel.open()
    channel.write(b"x")
    peer.wait_received(lambda data: data == b"x")
    peer.hang_up()
    with pytest.raises(DeviceLost):
        while True:
            channel.write(b"more")
    channel.close()


def test_a_serial_port_is_the_same_to_a_driver() -> None:
    master, slave = os.openpty()
    tty.setraw(slave)
    channel = open_channel(os.ttyname(slave), SerialSettings(), read_s=0.1)
    channel.open()
    channel.open()
    os.write(master, b"\x0200.735\r")
    assert _read_some(channel.read, 8) == b"\x0200.735\r"
    channel.write(b"W")
    assert os.read(master, 10) == b"W"
    assert channel.read() == b""
    os.close(slave)
    os.close(master)  # the unplug
    with pytest.raises(DeviceLost):
        while True:
            channel.read()
    with pytest.raises(DeviceLost):
        channel.write(b"W")
    channel.close()


def test_a_missing_or_impossible_port_is_absent() -> None:
    with pytest.raises(DeviceAbsent):
        open_channel("/dev/no-such-port").open()
    with pytest.raises(DeviceAbsent):
        open_channel("/dev/null").open()
    with pytest.raises(DeviceAbsent):
        SerialChannel("/dev/null", SerialSettings(parity="?"), 0.1, 0.1).open()


def test_a_serial_write_that_blocks_times_out() -> None:
    master, slave = os.openpty()
    tty.setraw(slave)
    channel = SerialChannel(os.ttyname(slave), SerialSettings(), 0.1, 0.2)
    channel.open()
    with pytest.raises(DeviceTimeout):
        channel.write(bytes(1 << 20))
    channel.close()
    os.close(slave)
    os.close(master)


def test_a_camera_url_is_no_byte_channel() -> None:
    with pytest.raises(DeviceUrlError, match="takes serial, socket, tcp"):
        open_channel("file:///x.mp4")


def _read_some(read: Callable[[], bytes], length: int = 1) -> bytes:
    data = b""
    while len(data) < length:
        data += read()
    return data
