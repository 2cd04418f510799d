"""MJPEG over HTTP: drains the socket and keeps the newest part (hot-path 2)."""

from __future__ import annotations

import socket
import time
from urllib.parse import urlsplit

from drivers.camera.mjpeg_codec import (
    MAX_HEAD,
    Dechunker,
    Head,
    MjpegError,
    Part,
    PartParser,
    parse_head,
)
from drivers.errors import (
    DeviceAbsent,
    DeviceLost,
    DeviceProtocolError,
    DeviceRefused,
    DeviceTimeout,
)
from drivers.ports import Frame
from drivers.url import DeviceUrl

_CONNECT_S = 3.0
_READ_S = 3.0  # a camera sends several frames a second
_CHUNK = 256 * 1024  # more than a frame, so one call drains what has come


class MjpegSource:
    """A FrameSource over HTTP/1.1; plain http, since a camera stands in the store."""

    def __init__(self, url: DeviceUrl) -> None:
        parts = urlsplit(url.text)
        self._address = (url.host, url.port)
        self._host = parts.netloc.rpartition("@")[2]
        self._path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._socket: socket.socket | None = None
        self._dechunker: Dechunker | None = None
        self._parser = PartParser(b"")
        self._waiting: Part | None = None
        self._number = 0
        self._last = b""

    def open(self) -> None:
        """Connect and read the response head; raises a DeviceError."""
        self.close()
        try:
            self._socket = socket.create_connection(self._address, _CONNECT_S)
        except TimeoutError as error:
            raise DeviceTimeout("camera does not answer") from error
        except OSError as error:
            raise DeviceAbsent(f"no camera there: {error.strerror or error}") from error
        self._socket.settimeout(_READ_S)
        request = (
            f"GET {self._path} HTTP/1.1\r\nHost: {self._host}\r\n"
            "Accept: multipart/x-mixed-replace\r\nConnection: close\r\n\r\n"
        )
        self._send(request.encode("latin-1", "replace"))
        head, rest = self._head()
        if head.status != 200:
            self.close()
            raise DeviceRefused(f"camera answers {head.status}")
        self._dechunker = Dechunker() if head.chunked else None
        self._parser = PartParser(head.boundary)
        self._waiting = self._newest(rest)

    def read(self) -> Frame:
        """Return the newest part; raises DeviceLost, DeviceTimeout or a kind."""
        part, self._waiting = self._waiting, None
        while part is None:
            part = self._newest(self._receive())
        at_ns = time.monotonic_ns()
        if part.jpeg != self._last:
            # A stream that repeats its picture stands still, whatever it counts.
            self._last = part.jpeg
            counted = self._number + 1
            self._number = part.number if part.number is not None else counted
        return Frame(part.jpeg, at_ns, self._number)

    def close(self) -> None:
        """Close the connection; a read in another thread ends with DeviceLost."""
        channel, self._socket = self._socket, None
        if channel is None:
            return
        try:
            channel.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # the peer was first
        channel.close()

    def _newest(self, data: bytes) -> Part | None:
        try:
            if self._dechunker is not None:
                data = self._dechunker.feed(data)
            parts = self._parser.feed(data)
        except MjpegError as error:
            raise DeviceProtocolError(f"camera stream: {error}") from error
        return parts[-1] if parts else None

    def _head(self) -> tuple[Head, bytes]:
        data = b""
        while (end := data.find(b"\r\n\r\n")) < 0:
            if len(data) > MAX_HEAD:
                raise DeviceProtocolError("camera stream: no end of the head")
            data += self._receive()
        try:
            return parse_head(data[:end]), data[end + 4 :]
        except MjpegError as error:
            self.close()
            raise DeviceProtocolError(f"camera stream: {error}") from error

    def _send(self, data: bytes) -> None:
        try:
            self._connected().sendall(data)
        except OSError as error:
            raise DeviceLost("camera hung up") from error

    def _receive(self) -> bytes:
        try:
            data = self._connected().recv(_CHUNK)
        except TimeoutError as error:
            raise DeviceTimeout("camera sends nothing") from error
        except OSError as error:
            raise DeviceLost("camera hung up") from error
        if not data:
            raise DeviceLost("camera hung up")
        return data

    def _connected(self) -> socket.socket:
        if self._socket is None:
            raise DeviceLost("camera is closed")
        return self._socket
