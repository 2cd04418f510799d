"""The business day: opened once, after its hour, and never moved back (B4)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import till
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.lane.day import DayOpener
from kiosk.store.ledger import Ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger.open(tmp_path / "ledger.db", "S001-L1", "A01")
    yield opened
    opened.close()


def days(ledger: Ledger) -> list[str]:
    rows = ledger._db.rows("SELECT business_date FROM entry ORDER BY seq")
    return [day for (day,) in rows]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=till.CHINA)


def test_a_day_is_opened_once(ledger: Ledger) -> None:
    opener = DayOpener(ledger, 4)
    assert opener(at("2026-03-14T09:00")) == date(2026, 3, 14)
    assert opener(at("2026-03-14T23:59")) == date(2026, 3, 14)
    assert days(ledger) == ["2026-03-14"]


@pytest.mark.parametrize(
    ("time", "day"),
    [
        ("2026-03-15T00:10", "2026-03-14"),
        ("2026-03-15T03:59:59", "2026-03-14"),
        ("2026-03-15T04:00", "2026-03-15"),
    ],
)
def test_vector_B4_the_day_goes_on_after_midnight(
    ledger: Ledger, time: str, day: str
) -> None:
    opener = DayOpener(ledger, 4)
    opener(at("2026-03-14T23:00"))
    assert opener(at(time)).isoformat() == day


def test_a_clock_set_back_does_not_undo_a_day(ledger: Ledger) -> None:
    opener = DayOpener(ledger, 4)
    opener(at("2026-03-14T09:00"))
    assert opener(at("2020-01-01T09:00")) == date(2026, 3, 14)
    assert days(ledger) == ["2026-03-14"]


@settings(max_examples=15, deadline=None)
@given(hours=st.lists(st.integers(-40, 80), min_size=1, max_size=8))
def test_days_only_move_forward(
    tmp_path_factory: pytest.TempPathFactory, hours: list[int]
) -> None:
    path = tmp_path_factory.mktemp("days") / "ledger.db"
    ledger = Ledger.open(path, "S001-L1", "A01")
    opener, now, seen = DayOpener(ledger, 4), till.NOON, []
    for step in hours:
        now += timedelta(hours=step)
        seen.append(opener(now))
    assert seen == sorted(seen)
    opened = days(ledger)
    assert opened == sorted(set(opened))
    ledger.close()
