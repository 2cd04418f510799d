"""PIN lock-outs: five wrong ones lock, doubling, over a restart."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.store.ledger import Ledger
from kiosk.store.pins import LONGEST_LOCK

AT = datetime(2026, 3, 14, 0, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def wrong(ledger: Ledger, times: int, at: datetime = AT) -> None:
    for _ in range(times):
        ledger.pins.record("", ok=False, at=at)


def test_four_wrong_ones_do_not_lock(ledger: Ledger) -> None:
    wrong(ledger, 4)
    assert ledger.pins.locked_until(AT) is None


@pytest.mark.parametrize(
    ("times", "minutes"), [(5, 1), (6, 2), (7, 4), (8, 8), (9, 15), (10, 15), (40, 15)]
)
def test_the_lock_doubles_up_to_a_quarter_of_an_hour(
    ledger: Ledger, times: int, minutes: int
) -> None:
    wrong(ledger, times)
    assert ledger.pins.locked_until(AT) == AT + minutes * MINUTE
    assert ledger.pins.locked_until(AT + minutes * MINUTE) is None


def test_a_right_one_starts_over(ledger: Ledger) -> None:
    wrong(ledger, 4)
    ledger.pins.record("st-1", ok=True, at=AT)
    wrong(ledger, 4)
    assert ledger.pins.locked_until(AT) is None
    wrong(ledger, 1)
    assert ledger.pins.locked_until(AT) == AT + MINUTE


def test_the_lock_outlives_a_restart(path: Path) -> None:
    ledger = Ledger.open(path, "S001-L1", "A01")
    wrong(ledger, 5)
    ledger.close()
    again = Ledger.open(path, "S001-L1", "A01")
    assert again.pins.locked_until(AT) == AT + MINUTE
    again.close()


def test_a_clock_set_back_does_not_stretch_the_lock(ledger: Ledger) -> None:
    wrong(ledger, 5)
    back = AT - timedelta(days=365)
    assert ledger.pins.locked_until(back) == back + MINUTE
    assert ledger.pins.locked_until(back + MINUTE) is None


@settings(max_examples=25)
@given(st.lists(st.booleans(), max_size=20))
def test_the_lock_depends_on_the_wrong_ones_since_the_last_right_one(
    tmp_path_factory: pytest.TempPathFactory, tries: list[bool]
) -> None:
    ledger = Ledger.open(tmp_path_factory.mktemp("pins") / "l.db", "S001-L1", "A01")
    with ledger.transaction():
        for ok in tries:
            ledger.pins.record("", ok=ok, at=AT)
    row = 0
    for ok in tries:
        row = 0 if ok else row + 1
    lock = min(MINUTE * 2 ** (row - 5), LONGEST_LOCK) if row >= 5 else None
    assert ledger.pins.locked_until(AT) == (AT + lock if lock else None)
    ledger.close()
