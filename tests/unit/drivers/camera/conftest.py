"""Pictures, sources that do as they are told, and a camera on a real socket."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from queue import Empty, Queue

import cv2
import numpy as np
import numpy.typing as npt
import pytest
import zxingcpp as zx

from drivers.errors import DeviceError, DeviceLost
from drivers.ports import Frame

Pixels = npt.NDArray[np.uint8]


class Studio:
    """Makes pictures."""

    @staticmethod
    def counter(seed: int = 0, light: int = 140) -> Pixels:
        """An empty 1280x720 counter with sensor noise."""
        grain = np.random.default_rng(seed).normal(0, 2, (720, 1280))
        return np.clip(light + grain, 0, 255).astype(np.uint8)

    @classmethod
    def held(
        cls, text: str, kind: str = "EAN13", seed: int = 0, left: int = 500
    ) -> Pixels:
        """A symbol held over the counter."""
        barcode = zx.create_barcode(text, getattr(zx.BarcodeFormat, kind))
        paper = np.pad(np.array(zx.write_barcode_to_image(barcode, scale=3)), 30)
        paper[:30] = paper[-30:] = paper[:, :30] = paper[:, -30:] = 255
        frame = cls.counter(seed)
        rows, columns = paper.shape
        frame[250 : 250 + rows, left : left + columns] = paper
        return frame

    @staticmethod
    def jpeg(pixels: Pixels) -> bytes:
        return cv2.imencode(".jpg", pixels)[1].tobytes()


class ScriptedSource:
    """A FrameSource fed from a queue: frames, errors to raise, or a hang."""

    def __init__(self, script: Queue[Frame | DeviceError | str]) -> None:
        self._script = script
        self._closed = threading.Event()
        self.opened = 0
        self.closed = 0

    def open(self) -> None:
        self.opened += 1

    def read(self) -> Frame:
        item = self._next()
        if isinstance(item, DeviceError):
            raise item
        if isinstance(item, str):  # "hang": until it is closed
            assert self._closed.wait(30)
            raise DeviceLost("closed")
        return item

    def close(self) -> None:
        self.closed += 1
        self._closed.set()

    def _next(self) -> Frame | DeviceError | str:
        while not self._closed.is_set():
            try:
                return self._script.get(timeout=0.02)
            except Empty:
                continue
        raise DeviceLost("closed")


class Camera:
    """An HTTP server for one connection at a time; a test says what it sends."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(20)
        self.requests: list[bytes] = []
        self.connections: list[socket.socket] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}/mjpeg?lane=1"

    def serve(self, answer: Callable[[socket.socket], None]) -> threading.Thread:
        """Accept one connection, read its request, and let the test answer."""

        def run() -> None:
            connection, _ = self._listener.accept()
            self.connections.append(connection)
            data = b""
            while b"\r\n\r\n" not in data:
                data += connection.recv(4096)
            self.requests.append(data)
            try:
                answer(connection)
            except OSError:
                return  # the driver hung up first

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    def close(self) -> None:
        for connection in self.connections:
            connection.close()
        self._listener.close()


def part(jpeg: bytes, number: int | None = None, boundary: str = "frame") -> bytes:
    count = f"X-Frame-Number: {number}\r\n" if number is not None else ""
    return (
        f"--{boundary}\r\nContent-Type: image/jpeg\r\n"
        f"Content-Length: {len(jpeg)}\r\n{count}\r\n"
    ).encode() + (jpeg + b"\r\n")


KIND = b"Content-Type: multipart/x-mixed-replace; boundary=frame"
HEAD = b"HTTP/1.1 200 OK\r\n" + KIND + b"\r\n\r\n"


class Wire:
    """The bytes of a stream."""

    head = HEAD
    part = staticmethod(part)


@pytest.fixture(scope="session")
def studio() -> Studio:
    return Studio()


@pytest.fixture(scope="session")
def wire() -> Wire:
    return Wire()


@pytest.fixture
def camera() -> Iterator[Camera]:
    server = Camera()
    yield server
    server.close()


@pytest.fixture
def script() -> Queue[Frame | DeviceError | str]:
    return Queue()


@pytest.fixture
def scripted() -> type[ScriptedSource]:
    return ScriptedSource


@pytest.fixture(autouse=True)
def no_thread_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every thread that a test starts ends with it."""
    before = set(threading.enumerate())
    yield
    until = time.monotonic() + 10
    for thread in set(threading.enumerate()) - before:
        thread.join(max(0.0, until - time.monotonic()))
        assert not thread.is_alive(), thread.name
