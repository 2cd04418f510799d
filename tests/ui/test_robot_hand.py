"""The robot: taps as a finger does, tells what is shown, and survives any line."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage

from kiosk.ui.robot import Robot, RobotError
from kiosk.ui.row_watch import RowWatch


class Line:
    """A connection to the robot, in the process of the robot."""

    def __init__(self, path: Path, settle: Callable[[Callable[[], bool]], None]):
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(str(path))
        self._socket.setblocking(False)
        self._settle = settle
        self._reply = b""

    def say(self, line: bytes) -> dict[str, Any]:
        self._socket.sendall(line + b"\n")
        self._reply = b""
        self._settle(self._has_reply)
        return json.loads(self._reply)

    def do(self, **command: object) -> dict[str, Any]:
        return self.say(json.dumps(command).encode())

    def _has_reply(self) -> bool:
        try:
            self._reply += self._socket.recv(1 << 20)
        except BlockingIOError:
            return False
        return self._reply.endswith(b"\n")

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def watched(kiosk, steps):
    rows = RowWatch(kiosk.window)
    snapshot = steps["04-scan"][0]
    kiosk.window.publish(snapshot)
    rows.publish(snapshot)
    return kiosk, rows, snapshot


@pytest.fixture
def line(watched, qtbot, tmp_path) -> Iterator[Line]:
    kiosk, rows, snapshot = watched
    path = tmp_path / "robot.sock"
    robot = Robot(kiosk.window, rows, lambda: snapshot, path)
    robot.start()
    kiosk.settle()
    one = Line(path, lambda ready: qtbot.waitUntil(ready, timeout=30_000))
    yield one
    one.close()
    robot.stop()
    kiosk.settle()  # a frame that is due must not meet a closed window


def test_a_tap_is_a_touch(line, kiosk):
    assert line.do(do="tap", name="pay") == {"ok": True}
    kiosk.controls.pay.assert_called_once_with()


def test_goods_among_the_suggestions_are_tapped_there(line, kiosk, steps):
    """Not where they stand a second time, below the end of the list."""
    line.do(do="tap", name="weigh")
    snapshot = steps["09-weigh"][0]
    below = kiosk.controls.search("")[8]  # of the first row that is out of view
    kiosk.window.publish(replace(snapshot, suggestions=(below,)))
    kiosk.settle()
    assert line.do(do="tap", name=f"key={below.id}") == {"ok": True}


def test_what_is_not_there_cannot_be_tapped(line, kiosk):
    reply = line.do(do="tap", name="no such button")
    assert reply == {
        "ok": False,
        "error": "nothing visible and enabled is called 'no such button'",
    }
    assert not line.do(do="tap", name="finish")["ok"]  # of another screen
    kiosk.controls.finish.assert_not_called()


def test_a_property_finds_an_item_too(line, kiosk, watched):
    _, _, snapshot = watched
    row = snapshot.session.basket.cart.lines[-1].id
    assert line.do(do="tap", name=f"key={row}")["ok"]
    kiosk.settle()
    assert kiosk.has("removeLine")


def test_the_state_is_the_snapshot_s(line, watched):
    _, _, snapshot = watched
    state = line.do(do="state")
    session = snapshot.session
    assert state["phase"] == session.phase.value
    assert state["total"] == session.basket.priced.total.minor
    assert [row["id"] for row in state["lines"]] == [
        row.line.id for row in session.basket.priced.lines
    ]
    assert state["language"] == "en"
    assert state["warnings"] == []


def test_the_language_is_switched(line):
    assert line.do(do="language", tag="zh_CN")["ok"]
    assert line.do(do="state")["language"] == "zh_CN"
    assert not line.do(do="language", tag="tlh")["ok"]


def test_a_picture_is_what_is_shown(line, kiosk, tmp_path):
    path = tmp_path / "screen.png"
    assert line.do(do="grab", path=str(path))["ok"]
    picture = QImage(str(path))
    assert (picture.width(), picture.height()) == (1080, 1920)
    assert not line.do(do="grab", path="/nowhere/at/all.png")["ok"]


@pytest.mark.parametrize(
    "text",
    [b"no json", b"[]", b"7", b"{}", b'{"do": "dance"}', b'{"do": "tap"}', b"\xff"],
)
def test_a_line_that_is_no_command_is_answered(line, text):
    assert line.say(text)["ok"] is False
    assert line.do(do="state")["ok"]


def test_a_socket_that_cannot_be_made_is_told(watched):
    kiosk, rows, snapshot = watched
    robot = Robot(kiosk.window, rows, lambda: snapshot, Path("/nowhere/at/all.sock"))
    with pytest.raises(RobotError, match="nowhere"):
        robot.start()
