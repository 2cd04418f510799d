"""TCP byte lines to device models, with baud pacing and faults.

One server a device; it owns the model's time. Everything runs on the one asyncio
loop of the simulator. A host connects as to a serial line (`socket://host:port`).
"""

from __future__ import annotations

import asyncio
import socket

import numpy as np

from hardware_sim.faults import Fault, FaultKind, spoil
from hardware_sim.model import DeviceModel

TICK_S = 0.02
_BITS_PER_BYTE = 10  # start, 7 or 8 data, parity or not, stop
_READ_BYTES = 4096


class Line:
    """One host's connection: what is sent to it goes out in order, paced."""

    def __init__(self, writer: asyncio.StreamWriter, baud: int | None) -> None:
        self.writer = writer
        self._baud = baud
        self._queue: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    def send(self, delay: float, data: bytes) -> None:
        """Queue bytes that leave after `delay` seconds and the line's own pace."""
        self._queue.put_nowait((delay, data))

    async def pump(self) -> None:
        """Send what is queued, until the host is gone."""
        while True:
            delay, data = await self._queue.get()
            if self._baud:
                delay += len(data) * _BITS_PER_BYTE / self._baud
            if delay:
                await asyncio.sleep(delay)
            self.writer.write(data)
            await self.writer.drain()


class ByteServer:
    """Serves one device model on one listening socket."""

    def __init__(
        self,
        name: str,
        model: DeviceModel,
        listening: socket.socket,
        baud: int | None = None,
        parity: bool = False,
    ) -> None:
        self.name = name
        self.model = model
        self.fault: Fault | None = None
        self._baud = baud
        self._socket = listening
        self._parity = parity
        self._rng = np.random.default_rng(len(name))
        self._lines: set[Line] = set()
        self._server: asyncio.Server | None = None

    @property
    def address(self) -> str:
        """Where it listens: "host:port"."""
        host, port = self._socket.getsockname()[:2]
        return f"{host}:{port}"

    @property
    def connected(self) -> int:
        """How many hosts are connected."""
        return len(self._lines)

    def set_fault(self, fault: Fault | None) -> None:
        """Break the line, or heal it with None."""
        self.fault = fault
        if fault is not None and fault.kind is FaultKind.DISCONNECT:
            self._hang_up()

    def send(self, data: bytes, line: Line | None = None) -> None:
        """Send to one host, or to all, as the fault lets it through."""
        for delay, chunk in spoil(self.fault, data, self._rng, self._parity):
            for one in (line,) if line else tuple(self._lines):
                one.send(delay, chunk)

    def close(self) -> None:
        """Release the port; `run` does it at its end."""
        self._socket.close()

    async def run(self) -> None:
        """Serve until cancelled."""
        self._server = await asyncio.start_server(self._serve, sock=self._socket)
        try:
            loop = asyncio.get_running_loop()
            last = loop.time()
            while True:
                await asyncio.sleep(TICK_S)
                now = loop.time()
                pushed = self.model.tick(now - last)
                last = now
                if pushed:
                    self.send(pushed)
        finally:
            self._hang_up()
            self._server.close()

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if self.fault is not None and self.fault.kind is FaultKind.DISCONNECT:
            writer.close()
            return
        line = Line(writer, self._baud)
        pump = asyncio.create_task(line.pump())
        self._lines.add(line)
        try:
            while data := await reader.read(_READ_BYTES):
                self.send(self.model.feed(data), line)
        except ConnectionError:
            pass  # the host vanished: the same as a hang-up
        except asyncio.CancelledError:
            pass  # the simulator ends; 3.11 would log the cancelled callback
        finally:
            self._lines.discard(line)
            pump.cancel()
            writer.close()

    def _hang_up(self) -> None:
        for line in tuple(self._lines):
            line.writer.close()


Bound = socket.socket
"""A listening socket."""


def listen(host: str, port: int = 0) -> socket.socket:
    """Bind a listening socket; port 0 takes a free one. An OSError has the address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen(16)
    except OSError as error:
        bound.close()
        raise OSError(error.errno, error.strerror, f"{host}:{port}") from None
    bound.setblocking(False)
    return bound
