"""A robot's hand: taps, looks and takes pictures of a running kiosk.

For demos and acceptance tests on another process; a production lane never has it.
JSON lines over a local socket: {"do": "tap", "name": "payButton"} sends a real touch
to the item of that objectName; also "swipe", "grab", "language", "state". Each is
answered by one line: {"ok": true, ...} or {"ok": false, "error": "..."}.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QPoint, QPointF
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.engine import Snapshot
from kiosk.ui.row_watch import RowWatch
from kiosk.ui.window import KioskWindow

_SWIPE_STEPS = 8
_SWIPE_STEP_MS = 16


class RobotError(Exception):
    """The robot cannot do what it was told."""


# What a line that is no command may lead to; an unknown language is a ValueError.
_FAULTS = (RobotError, ValueError, LookupError, TypeError, OSError)


class Robot(QObject):
    """Serves the robot's commands on the main thread."""

    def __init__(
        self,
        window: KioskWindow,
        rows: RowWatch,
        snapshot: Callable[[], Snapshot],
        path: Path,
    ) -> None:
        super().__init__()
        self._window = window
        self._rows = rows
        self._snapshot = snapshot
        self._path = path
        self._finger = QTest.createTouchDevice()
        self._tapped_ns: int | None = None
        self._tap_to_frame_ms: float | None = None
        window.frameSwapped.connect(self._swapped)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._accept)

    def start(self) -> None:
        """Listen; RobotError when the socket cannot be made."""
        QLocalServer.removeServer(str(self._path))
        if not self._server.listen(str(self._path)):
            raise RobotError(f"{self._path}: {self._server.errorString()}")

    def stop(self) -> None:
        """Listen no more."""
        self._server.close()

    def _accept(self) -> None:
        socket = self._server.nextPendingConnection()
        socket.readyRead.connect(lambda: self._serve(socket))
        socket.disconnected.connect(socket.deleteLater)

    def _serve(self, socket: QLocalSocket) -> None:
        while socket.canReadLine():
            line = bytes(socket.readLine().data())
            try:
                reply = {"ok": True, **self._do(json.loads(line))}
            except _FAULTS as error:
                reply = {"ok": False, "error": str(error)}
            socket.write(json.dumps(reply, ensure_ascii=False).encode() + b"\n")
            socket.flush()

    def _do(self, command: dict[str, Any]) -> dict[str, Any]:
        match command["do"]:
            case "tap":
                self._tap(command["name"])
                return {}
            case "swipe":
                self._swipe(command["name"], command["dy"])
                return {}
            case "grab":
                QTest.qWait(command.get("settle_ms", 0))  # let a slide end
                self._window.grab(Path(command["path"]))
                return {}
            case "language":
                self._window.set_language(command["tag"])
                return {}
            case "state":
                return self._state()
            case other:
                raise RobotError(f"no command {other!r}")

    def _tap(self, name: str) -> None:
        item = self._find(name)
        centre = _centre(item)
        if not _is_in_view(item, centre):
            raise RobotError(f"{name!r} is scrolled out of view")
        if _glides(item):  # a touch would only stop the list
            raise RobotError(f"{name!r} is still moving")
        at = centre.toPoint()
        self._tap_to_frame_ms = None
        self._tapped_ns = time.monotonic_ns()
        self._touch().press(0, at, self._window.quick).commit()
        self._touch().release(0, at, self._window.quick).commit()

    def _swapped(self) -> None:
        if self._tapped_ns is not None:
            self._tap_to_frame_ms = (time.monotonic_ns() - self._tapped_ns) / 1e6
            self._tapped_ns = None

    def _swipe(self, name: str, dy: int) -> None:
        """Drag a list by dy pixels, in steps as a finger does."""
        item = self._find(name)
        start = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
        self._touch().press(0, start, self._window.quick).commit()
        for part in range(1, _SWIPE_STEPS + 1):
            QTest.qWait(_SWIPE_STEP_MS)  # a list follows a finger in time, not a jump
            at = start + QPoint(0, dy * part // _SWIPE_STEPS)
            self._touch().move(0, at, self._window.quick).commit()
        self._touch().release(0, at, self._window.quick).commit()

    def _touch(self) -> QTest.QTouchEventSequence:
        return QTest.touchEvent(self._window.quick, self._finger)

    def _find(self, name: str) -> QQuickItem:
        """Return the visible, enabled item that a name means.

        Of several it is the newest, of those that can be reached without scrolling if
        there are any: goods can stand among the suggestions and far down the list.
        "pay": an objectName; "text=5", "key=plu:4011": a property and its value.
        """
        wanted, _, value = name.rpartition("=")
        found = [
            item
            for item in _walk(self._window.quick.contentItem())
            if item.property(wanted or "objectName") == value
        ]
        if not found:
            raise RobotError(f"nothing visible and enabled is called {name!r}")
        return ([item for item in found if _is_in_view(item, _centre(item))] or found)[
            -1
        ]

    def _state(self) -> dict[str, Any]:
        now = self._snapshot()
        session = now.session
        basket, sale = session.basket, session.sale
        return {
            "phase": session.phase.value,
            "revision": session.revision,
            "language": self._window.language,
            "lines": [
                {
                    "id": row.line.id,
                    "product": row.line.product.id,
                    "pieces": row.line.pieces,
                    "gross": row.gross.minor,
                    "net": row.net.minor,
                    "parent": row.line.parent,
                }
                for row in (basket.priced.lines if basket else ())
            ],
            "total": basket.priced.total.minor if basket else 0,
            "savings": basket.priced.savings.minor if basket else 0,
            "notice": session.notice.code if session.notice else "",
            "interventions": [
                {"id": one.id, "cause": one.cause.value}
                for one in session.interventions
            ],
            "staff": session.staff.id if session.staff else "",
            "suggestions": [product.id for product in now.suggestions],
            "scale": {
                "grams": now.scale.grams,
                "state": now.scale.state.value,
            }
            if now.scale
            else None,
            "receipt_no": sale.receipt_no if sale else "",
            "hash": sale.hash if sale else "",
            "seq": sale.seq if sale else 0,
            "print_state": sale.print_state if sale else "",
            "devices": {
                name: status.health.value for name, status in now.devices.items()
            },
            "unsynced": now.unsynced,
            "last_line": session.last_line,
            "shown": {
                "revision": self._rows.shown_revision,
                "at_ns": self._rows.shown_at_ns,
            },
            "tap_to_frame_ms": self._tap_to_frame_ms,
            "warnings": list(self._window.warnings),
        }


def _centre(item: QQuickItem) -> QPointF:
    return item.mapToScene(QPointF(item.width() / 2, item.height() / 2))


def _is_in_view(item: QQuickItem, scene: QPointF) -> bool:
    """Whether a point of an item is inside every ancestor that clips it."""
    above: QQuickItem | None = item
    while above is not None:
        inside = above.contains(above.mapFromScene(scene))
        if (above.clip() or above.parentItem() is None) and not inside:
            return False
        above = above.parentItem()
    return True


def _glides(item: QQuickItem) -> bool:
    """Whether a list that holds the item is still moving."""
    above: QQuickItem | None = item
    while above is not None:
        if above.property("moving"):
            return True
        above = above.parentItem()
    return False


def _walk(item: QQuickItem) -> Iterator[QQuickItem]:
    """Yield what can be touched under an item, in the order it is painted."""
    for child in item.childItems():
        if child.isVisible() and child.isEnabled():
            yield child
            yield from _walk(child)
