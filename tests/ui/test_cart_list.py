"""The list of lines: rows that came in quick succession, and scrolling by finger."""

from __future__ import annotations

import screen_samples as samples
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtTest import QTest

from kiosk.engine import Snapshot

FADED_MS = 400  # the fade takes 160 ms


def rows_of(kiosk):
    cart = kiosk.find("cart")
    content = cart.property("contentItem")
    return [item for item in content.childItems() if item.property("key")]


def test_rows_of_quick_scans_end_fully_visible(kiosk, catalogue) -> None:
    lines = samples.shopping(catalogue).cart.lines
    for count in range(1, len(lines) + 1):
        basket = samples.basket(lines[:count])
        kiosk.window.publish(Snapshot(samples.scan(basket)))
        QTest.qWait(20)  # a new scan long before the last row has faded in
    QTest.qWait(FADED_MS)
    shown = rows_of(kiosk)
    assert len(shown) >= 5
    assert {row.opacity() for row in shown} == {1.0}


def test_a_finger_scrolls_the_lines(kiosk, catalogue) -> None:
    basket = samples.long_basket(catalogue)
    kiosk.window.publish(Snapshot(samples.scan(basket)))
    kiosk.settle()
    cart, window = kiosk.find("cart"), kiosk.window.quick
    finger = QTest.createTouchDevice()
    at = cart.mapToScene(QPointF(cart.width() / 2, cart.height() / 2)).toPoint()
    QTest.touchEvent(window, finger).press(0, at, window).commit()
    for step in range(1, 9):
        QTest.qWait(16)
        moved = at + QPoint(0, -40 * step)
        QTest.touchEvent(window, finger).move(0, moved, window).commit()
    QTest.touchEvent(window, finger).release(0, moved, window).commit()
    assert cart.property("contentY") > 100
