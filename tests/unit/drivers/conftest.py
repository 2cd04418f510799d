"""What the driver tests share: a sink that can be waited on, and a peer on TCP."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from event_log import EventLog

GOLDEN = Path(__file__).parents[2] / "golden"


class Peer:
    """A device on a TCP port: answers bytes by a function, and can hang up."""

    def __init__(self, answer: Callable[[bytes], bytes]) -> None:
        self.answer = answer
        self.received = bytearray()
        self.accepting = True
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._connections: list[socket.socket] = []
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._accept)
        self._thread.start()

    @property
    def port(self) -> int:
        port: int = self._listener.getsockname()[1]
        return port

    @property
    def url(self) -> str:
        return f"socket://127.0.0.1:{self.port}"

    def send(self, data: bytes) -> None:
        """Send to the newest connection, waiting for one."""
        with self._changed:
            assert self._changed.wait_for(lambda: bool(self._connections), 20.0)
            self._connections[-1].sendall(data)

    def hang_up(self) -> None:
        """End all connections; new ones are taken."""
        with self._changed:
            for connection in self._connections:
                with contextlib.suppress(OSError):  # the driver hung up first
                    connection.shutdown(socket.SHUT_RDWR)
            self._connections.clear()

    def wait_received(self, wanted: Callable[[bytes], bool]) -> None:
        """Wait until what was received, or what it led to, is as wanted."""
        with self._changed:
            assert self._changed.wait_for(lambda: wanted(bytes(self.received)), 20.0), (
                bytes(self.received)
            )

    def close(self) -> None:
        """Be gone: nothing listens any more; twice does nothing."""
        if self._listener.fileno() < 0:
            return
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)

    def _accept(self) -> None:
        threads = []
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                break
            with self._changed:
                self._connections.append(connection)
                self._changed.notify_all()
            thread = threading.Thread(target=self._serve, args=(connection,))
            thread.start()
            threads.append(thread)
        self.hang_up()
        for thread in threads:
            thread.join(10)

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            while data := _received(connection):
                with self._changed:
                    self.received += data
                    self._changed.notify_all()
                answer = self.answer(data)
                with self._changed:
                    self._changed.notify_all()
                if answer:
                    _sent(connection, answer)
            with self._changed:
                if connection in self._connections:
                    self._connections.remove(connection)


def _received(connection: socket.socket) -> bytes:
    try:
        return connection.recv(65536)
    except OSError:
        return b""


def _sent(connection: socket.socket, data: bytes) -> None:
    try:
        connection.sendall(data)
    except OSError:
        return


@pytest.fixture
def events() -> EventLog:
    return EventLog()


@pytest.fixture
def new_peer() -> Iterator[Callable[[Callable[[bytes], bytes]], Peer]]:
    peers: list[Peer] = []

    def make(answer: Callable[[bytes], bytes]) -> Peer:
        peers.append(Peer(answer))
        return peers[-1]

    yield make
    for peer in peers:
        peer.close()


@pytest.fixture
def golden() -> Path:
    return GOLDEN
