"""The list of lines: rows that came in quick succession, and scrolling by finger."""

from __future__ import annotations

from dataclasses import replace

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


def test_a_line_without_a_name_shows_its_number(kiosk, catalogue) -> None:
    nameless = replace(catalogue.like("cola"), id="gtin:09520000000017", names=())
    basket = samples.basket([samples.line(1, nameless)])
    kiosk.window.publish(Snapshot(samples.scan(basket, "l1")))
    kiosk.settle()
    assert kiosk.texts().count("09520000000017") == 2  # the last item and its row


def test_a_line_that_grows_out_of_view_is_brought_into_it(kiosk, catalogue) -> None:
    lines = list(samples.long_basket(catalogue).cart.lines)
    show = [line for line in lines if not line.parent]
    kiosk.window.publish(Snapshot(samples.scan(samples.basket(show), "l60")))
    kiosk.settle()
    cart = kiosk.find("cart")
    assert cart.property("contentY") == cart.property("originY")
    show[2] = samples.line(3, show[2].product, 99)
    grown = samples.scan(samples.basket(show), "l3")
    kiosk.window.publish(Snapshot(grown))
    kiosk.settle()
    row = next(row for row in rows_of(kiosk) if row.property("key") == "l3")
    top = row.mapToItem(cart, QPointF(0, 0)).y()
    assert top >= 0
    assert top + row.height() <= cart.height()
    assert "× 99" in kiosk.texts()


def test_the_same_line_growing_again_is_brought_back(kiosk, catalogue) -> None:
    show = [x for x in samples.long_basket(catalogue).cart.lines if not x.parent]
    kiosk.window.publish(Snapshot(samples.scan(samples.basket(show), "l60")))
    kiosk.settle()
    cart = kiosk.find("cart")
    seen = []
    for pieces in (98, 99):
        show[2] = samples.line(3, show[2].product, pieces)
        kiosk.window.publish(Snapshot(samples.scan(samples.basket(show), "l3")))
        kiosk.settle()
        seen.append(any(row.property("key") == "l3" for row in rows_of(kiosk)))
        cart.setProperty("contentY", cart.property("originY"))  # a finger's work
        kiosk.settle()
        seen.append(any(row.property("key") == "l3" for row in rows_of(kiosk)))
    assert seen == [True, False, True, False]
