"""When did the row of a scan really become visible? For benchmarks and demos.

`frameSwapped` alone does not prove it (hot-path 7): the delegate of the line must
stand inside the list's viewport in that frame.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QPointF
from PySide6.QtQuick import QQuickItem

from kiosk.engine import Snapshot
from kiosk.ui.window import KioskWindow


class RowWatch(QObject):
    """Notes the first frame that shows the line changed last."""

    def __init__(self, window: KioskWindow) -> None:
        super().__init__()
        self._window = window
        self._waiting: tuple[int, str] | None = None  # revision, line
        self._revision = 0
        self.shown_revision = 0
        self.shown_at_ns = 0
        window.frameSwapped.connect(self._swapped)

    def publish(self, snapshot: Snapshot) -> None:
        """Take a snapshot that was given to the window."""
        session = snapshot.session
        if session.revision != self._revision and session.last_line:
            self._waiting = (session.revision, session.last_line)
        self._revision = session.revision

    def _swapped(self) -> None:
        if self._waiting is None:
            return
        revision, line = self._waiting
        if self._is_inside(line):
            self.shown_revision, self.shown_at_ns = revision, time.monotonic_ns()
            self._waiting = None

    def _is_inside(self, line: str) -> bool:
        cart = self._window.quick.findChild(QQuickItem, "cart")
        content = cart.property("contentItem") if cart is not None else None
        if cart is None or content is None:
            return False
        for row in content.childItems():
            if row.property("key") == line:
                top = row.mapToItem(cart, QPointF(0, 0)).y()
                return bool(top >= 0 and top + row.height() <= cart.height())
        return False
