"""The camera on the network: motion JPEG over HTTP, newest frame first.

`multipart/x-mixed-replace`; each part has Content-Type, Content-Length,
X-Frame-Number and X-Timestamp (monotonic ns), and nothing more.
"""

from __future__ import annotations

import asyncio
import hmac
import socket
from urllib.parse import parse_qs, urlsplit

import numpy as np

from hardware_sim.camera.frames import FrameHub, StageFrame
from hardware_sim.faults import Fault, FaultKind, flip_bits
from hardware_sim.http1 import MAX_HEAD, encode, read_request

BOUNDARY = "frame"
_HEAD = (
    "HTTP/1.1 200 OK\r\n"
    f"Content-Type: multipart/x-mixed-replace; boundary={BOUNDARY}\r\n"
    "Cache-Control: no-store\r\nConnection: close\r\n\r\n"
)
_DEFAULT_SLOW_S = 0.5
_DEFAULT_KEPT_BYTES = 2000


def part(frame: StageFrame, jpeg: bytes | None = None) -> bytes:
    """Return one part of the stream."""
    data = frame.jpeg if jpeg is None else jpeg
    return (
        f"--{BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(data)}\r\n"
        f"X-Frame-Number: {frame.number}\r\nX-Timestamp: {frame.at_ns}\r\n\r\n"
    ).encode() + (data + b"\r\n")


class CameraServer:
    """Serves the hub's frames on one listening socket."""

    def __init__(
        self, hub: FrameHub, listening: socket.socket, token: str | None = None
    ) -> None:
        self.name = "camera"
        self.hub = hub
        self.fault: Fault | None = None
        self._socket = listening
        self._token = token
        self._rng = np.random.default_rng(2)
        self._writers: set[asyncio.StreamWriter] = set()
        self._frozen: StageFrame | None = None

    @property
    def address(self) -> str:
        """Where it listens: "host:port"."""
        host, port = self._socket.getsockname()[:2]
        return f"{host}:{port}"

    @property
    def connected(self) -> int:
        """How many viewers are connected."""
        return len(self._writers)

    def set_fault(self, fault: Fault | None) -> None:
        """Break the camera, or heal it with None."""
        self.fault, self._frozen = fault, self.hub.newest
        if fault is not None and fault.kind is FaultKind.DISCONNECT:
            self._hang_up()

    def close(self) -> None:
        """Release the port; `run` does it at its end."""
        self._socket.close()

    async def run(self) -> None:
        """Serve until cancelled."""
        server = await asyncio.start_server(
            self._serve, sock=self._socket, limit=MAX_HEAD
        )
        try:
            await asyncio.Event().wait()
        finally:
            self._hang_up()
            server.close()

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._writers.add(writer)
        try:
            request = await read_request(reader)
            if request is not None:
                await self._respond(request.target, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the viewer is gone
        except asyncio.CancelledError:
            pass  # the simulator ends; 3.11 would log the cancelled callback
        except (ValueError, asyncio.LimitOverrunError):
            writer.write(encode(400, {}, b"bad request", "text/plain"))
        finally:
            self._writers.discard(writer)
            writer.close()

    async def _respond(self, target: str, writer: asyncio.StreamWriter) -> None:
        url = urlsplit(target)
        given = parse_qs(url.query).get("token", [""])[0]
        if self._token and not hmac.compare_digest(given, self._token):
            writer.write(encode(403, {}, b"token needed", "text/plain"))
            return
        if url.path != "/mjpeg":
            writer.write(encode(404, {}, b"only /mjpeg is here", "text/plain"))
            return
        if self.fault is not None and self.fault.kind is FaultKind.DISCONNECT:
            return
        writer.write(_HEAD.encode())
        while not writer.is_closing():
            frame = await self.hub.next()
            data = await self._spoiled(frame)
            if data:
                writer.write(data)
                await writer.drain()

    async def _spoiled(self, frame: StageFrame) -> bytes:
        """Return a part as the fault leaves it; nothing for no part."""
        fault = self.fault
        if fault is None:
            return part(frame)
        match fault.kind:
            case FaultKind.SILENT | FaultKind.DISCONNECT:
                return b""
            case FaultKind.FREEZE | FaultKind.DUPLICATE:
                return part(frame, (self._frozen or frame).jpeg)
            case FaultKind.GARBAGE:
                return part(frame, self._rng.bytes(len(frame.jpeg)))
            case FaultKind.TRUNCATE:
                kept = int(fault.value or _DEFAULT_KEPT_BYTES)
                return part(frame, frame.jpeg[:kept])
            case FaultKind.NOISE:
                return part(frame, flip_bits(frame.jpeg, 0.0005, self._rng))
            case FaultKind.RESTLESS:
                return part(frame)
            case FaultKind.SLOW | FaultKind.DRIBBLE:
                await asyncio.sleep(fault.value or _DEFAULT_SLOW_S)
                return part(frame)

    def _hang_up(self) -> None:
        for writer in tuple(self._writers):
            writer.close()
