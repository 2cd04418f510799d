"""Serves the admin page from one thread of the kiosk's process."""

from __future__ import annotations

import socket
import threading

import uvicorn
from fastapi import FastAPI


class AdminServer:
    """uvicorn in a thread, on loopback. Raises OSError when the port is taken."""

    def __init__(self, app: FastAPI, port: int) -> None:
        self._socket = socket.create_server(("127.0.0.1", port))
        config = uvicorn.Config(app, log_level="warning", access_log=False)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run,
            kwargs={"sockets": [self._socket]},
            name="admin",
            daemon=True,
        )

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def start(self) -> None:
        """Start serving."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the requests under way and end the thread."""
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()
