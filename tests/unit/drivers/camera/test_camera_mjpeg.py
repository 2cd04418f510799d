"""The reader against a camera on a real socket, polite and rude."""

from __future__ import annotations

import socket
import threading
import time
from typing import Any

import pytest

from drivers.camera import mjpeg
from drivers.camera.mjpeg import MjpegSource
from drivers.camera.sources import open_source
from drivers.errors import (
    DeviceAbsent,
    DeviceLost,
    DeviceProtocolError,
    DeviceRefused,
    DeviceTimeout,
)
from drivers.url import parse_url


def source_of(url: str) -> MjpegSource:
    return MjpegSource(parse_url(url))


def test_it_asks_for_the_path_and_reads_the_parts(camera: Any, wire: Any) -> None:
    seen = threading.Event()

    def answer(connection: socket.socket) -> None:
        connection.sendall(wire.head + wire.part(b"one", 41))
        assert seen.wait(20)
        connection.sendall(wire.part(b"two", 42))

    thread = camera.serve(answer)
    source = open_source(camera.url)
    source.open()
    before = time.monotonic_ns()
    first = source.read()
    assert (first.jpeg, first.number) == (b"one", 41)
    assert first.at_ns >= before
    seen.set()
    assert source.read().jpeg == b"two"
    source.close()
    thread.join(20)
    assert camera.requests[0].startswith(
        b"GET /mjpeg?lane=1 HTTP/1.1\r\nHost: 127.0.0.1:"
    )


def test_split_writes_are_put_together(camera: Any, wire: Any) -> None:
    data = wire.head + wire.part(b"\xff\xd8" + b"x" * 5000, 1)

    def answer(connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for start in range(0, len(data), 17):
            connection.sendall(data[start : start + 17])

    thread = camera.serve(answer)
    source = source_of(camera.url)
    source.open()
    assert len(source.read().jpeg) == 5002
    thread.join(20)
    source.close()


def test_a_slow_reader_gets_the_newest_of_what_came(camera: Any, wire: Any) -> None:
    def answer(connection: socket.socket) -> None:
        connection.sendall(
            wire.head + b"".join(wire.part(b"%d" % n, n) for n in range(9))
        )

    thread = camera.serve(answer)
    source = source_of(camera.url)
    source.open()
    thread.join(20)
    assert source.read().number == 8
    source.close()


def test_a_chunked_stream_is_read(camera: Any, wire: Any) -> None:
    def answer(connection: socket.socket) -> None:
        head = wire.head.replace(b"\r\n\r\n", b"\r\nTransfer-Encoding: chunked\r\n\r\n")
        data = wire.part(b"one", 1)
        connection.sendall(head + b"%x\r\n" % len(data) + data + b"\r\n")

    thread = camera.serve(answer)
    source = source_of(camera.url)
    source.open()
    assert source.read().jpeg == b"one"
    thread.join(20)
    source.close()


def test_a_repeated_picture_stands_still_whatever_it_counts(
    camera: Any, wire: Any
) -> None:
    go = threading.Semaphore(0)

    def answer(connection: socket.socket) -> None:
        connection.sendall(wire.head)
        for number, jpeg in ((1, b"one"), (2, b"one"), (3, b"two")):
            assert go.acquire(timeout=20)
            connection.sendall(wire.part(jpeg, number))

    thread = camera.serve(answer)
    source = source_of(camera.url)
    source.open()
    numbers = []
    for _ in range(3):
        go.release()
        numbers.append(source.read().number)
    assert numbers == [1, 1, 3]
    thread.join(20)
    source.close()


def test_parts_without_numbers_are_counted(camera: Any, wire: Any) -> None:
    go = threading.Semaphore(0)

    def answer(connection: socket.socket) -> None:
        connection.sendall(wire.head)
        for jpeg in (b"one", b"two"):
            assert go.acquire(timeout=20)
            connection.sendall(wire.part(jpeg))

    thread = camera.serve(answer)
    source = source_of(camera.url)
    source.open()
    numbers = []
    for _ in range(2):
        go.release()
        numbers.append(source.read().number)
    assert numbers == [1, 2]
    thread.join(20)
    source.close()


@pytest.mark.parametrize("kept", [0, 20, 90, 150])
def test_a_hang_up_anywhere_is_lost(camera: Any, wire: Any, kept: int) -> None:
    data = wire.head + wire.part(b"x" * 100, 1)

    def answer(connection: socket.socket) -> None:
        connection.sendall(data[:kept])
        connection.close()

    thread = camera.serve(answer)
    source = source_of(camera.url)
    with pytest.raises(DeviceLost):
        source.open()
        source.read()
    thread.join(20)
    source.close()


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"HTTP/1.1 403 Forbidden\r\n\r\ntoken needed", DeviceRefused),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nhi", DeviceProtocolError),
        (b"SSH-2.0-OpenSSH\r\n\r\n", DeviceProtocolError),
        (b"x" * 40_000, DeviceProtocolError),
    ],
)
def test_an_answer_that_is_no_stream_is_its_own_error(
    camera: Any, answer: bytes, error: type[Exception]
) -> None:
    thread = camera.serve(lambda connection: connection.sendall(answer))
    source = source_of(camera.url)
    with pytest.raises(error):
        source.open()
    source.close()
    thread.join(20)


def test_garbage_in_the_stream_is_a_protocol_error(camera: Any, wire: Any) -> None:
    garbage = wire.head + b"--frame\r\nContent-Length: many\r\n\r\n"
    thread = camera.serve(lambda connection: connection.sendall(garbage))
    source = source_of(camera.url)
    with pytest.raises(DeviceProtocolError, match="length"):
        source.open()
        source.read()
    thread.join(20)
    source.close()


def test_silence_is_a_timeout(
    camera: Any, wire: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mjpeg, "_READ_S", 0.1)
    thread = camera.serve(lambda connection: connection.sendall(wire.head))
    source = source_of(camera.url)
    source.open()
    thread.join(20)
    with pytest.raises(DeviceTimeout):
        source.read()
    source.close()


def test_nobody_there_is_absent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(DeviceAbsent):
        source_of(f"http://127.0.0.1:{port}/mjpeg").open()


def test_close_from_another_thread_ends_a_read(camera: Any, wire: Any) -> None:
    thread = camera.serve(lambda connection: connection.sendall(wire.head))
    source = source_of(camera.url)
    source.open()
    thread.join(20)
    closer = threading.Timer(0.05, source.close)
    closer.start()
    with pytest.raises(DeviceLost):
        source.read()
    closer.join()
    source.close()
    with pytest.raises(DeviceLost):
        source.read()
