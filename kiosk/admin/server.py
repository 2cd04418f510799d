"""Serves the admin page from one thread of the kiosk's process."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import uvicorn
    from fastapi import FastAPI


class AdminServer:
    """uvicorn in a thread, on loopback. Raises OSError when the port is taken.

    `make` returns the app; it is called on the thread, which loads FastAPI there.
    """

    def __init__(self, make: Callable[[], FastAPI], port: int) -> None:
        self._make = make
        self._socket = socket.create_server(("127.0.0.1", port))
        self._lock = threading.Lock()
        self._stopped = False
        self._server: uvicorn.Server | None = None
        self._thread = threading.Thread(target=self._serve, name="admin", daemon=True)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def start(self) -> None:
        """Start serving."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the requests under way and end the thread."""
        with self._lock:
            self._stopped = True
            if self._server is not None:
                self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        import uvicorn

        config = uvicorn.Config(self._make(), log_level="warning", access_log=False)
        with self._lock:
            if self._stopped:
                return
            self._server = uvicorn.Server(config)
        self._server.run(sockets=[self._socket])
