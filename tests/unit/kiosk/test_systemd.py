"""sd_notify(3): a datagram to a socket, and nothing when nobody listens."""

import socket
from pathlib import Path

import pytest

from kiosk.systemd import notify


def test_without_systemd_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    assert not notify("READY=1")


def test_a_state_is_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(tmp_path / "notify"))
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        assert notify("WATCHDOG=1")
        assert listener.recv(64) == b"WATCHDOG=1"


def test_an_abstract_socket_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind("\0store-edge-test-notify")
        monkeypatch.setenv("NOTIFY_SOCKET", "@store-edge-test-notify")
        assert notify("READY=1")
        assert listener.recv(64) == b"READY=1"


def test_systemd_that_is_gone_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "nobody"))
    assert not notify("READY=1")
