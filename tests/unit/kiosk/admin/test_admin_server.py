"""The admin server: loopback, a thread of its own, and a clean end."""

import socket
import threading

import httpx
import pytest
from fastapi import FastAPI

from kiosk.admin.server import AdminServer


def hello() -> FastAPI:
    app = FastAPI()

    @app.get("/")
    def root() -> str:
        return threading.current_thread().name

    return app


def test_it_serves_on_a_free_port_of_this_machine() -> None:
    server = AdminServer(hello, 0)
    url = server.url
    server.start()
    try:
        assert url.startswith("http://127.0.0.1:")
        assert httpx.get(url, timeout=30).json() == "AnyIO worker thread"
    finally:
        server.stop()
    with pytest.raises(httpx.TransportError):
        httpx.get(url, timeout=30)


def test_a_taken_port_is_told_where_it_is_made() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        with pytest.raises(OSError, match="in use"):
            AdminServer(hello, taken.getsockname()[1])


def test_stopping_before_it_serves_is_fine() -> None:
    server = AdminServer(hello, 0)
    server.stop()
    assert "admin" not in {thread.name for thread in threading.enumerate()}


def test_stopping_while_it_loads_is_fine() -> None:
    loading, go_on = threading.Event(), threading.Event()

    def slow() -> FastAPI:
        loading.set()
        assert go_on.wait(30)
        return hello()

    server = AdminServer(slow, 0)
    server.start()
    assert loading.wait(30)
    stopping = threading.Thread(target=server.stop)
    stopping.start()
    go_on.set()
    stopping.join(30)
    assert not stopping.is_alive()
