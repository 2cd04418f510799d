"""RowWatch: a row counts as shown once it stands inside the list, and not before."""

from __future__ import annotations

from dataclasses import replace

from kiosk.ui.row_watch import RowWatch


def with_last(snapshot, line, revision):
    session = replace(snapshot.session, last_line=line, revision=revision)
    return replace(snapshot, session=session)


def show(kiosk, rows, snapshot):
    kiosk.window.publish(snapshot)
    rows.publish(snapshot)
    kiosk.settle()


def test_a_row_in_the_list_is_shown_in_a_frame_after_it_came(kiosk, steps, qtbot):
    rows = RowWatch(kiosk.window)
    snapshot = steps["04-scan"][0]
    last = snapshot.session.basket.cart.lines[-1].id
    show(kiosk, rows, with_last(snapshot, last, 7))
    qtbot.waitUntil(lambda: rows.shown_revision == 7, timeout=30_000)
    first = rows.shown_at_ns
    assert first > 0
    show(kiosk, rows, with_last(snapshot, last, 8))
    qtbot.waitUntil(lambda: rows.shown_revision == 8, timeout=30_000)
    assert rows.shown_at_ns > first
    kiosk.settle()


def test_a_row_that_is_not_on_the_screen_is_not_shown(kiosk, steps):
    rows = RowWatch(kiosk.window)
    snapshot = steps["04-scan"][0]
    show(kiosk, rows, with_last(snapshot, "no such line", 7))
    kiosk.settle()
    assert (rows.shown_revision, rows.shown_at_ns) == (0, 0)


def test_a_screen_without_a_list_shows_no_row(kiosk, steps):
    rows = RowWatch(kiosk.window)
    snapshot = steps["01-attract"][0]
    show(kiosk, rows, with_last(snapshot, "l1", 7))
    kiosk.settle()
    assert rows.shown_revision == 0


def test_what_changes_no_line_waits_for_none(kiosk, steps):
    rows = RowWatch(kiosk.window)
    snapshot = steps["04-scan"][0]
    show(kiosk, rows, with_last(snapshot, "", 7))
    kiosk.settle()
    assert rows.shown_revision == 0
