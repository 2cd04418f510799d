"""The boot check of the ledger's file gates the first payment, not the screen."""

import os
from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import pytest
from counter import MILK, Counter

from kiosk.domain.session import Phase
from kiosk.lane.ledger_check import LedgerCheck, LedgerChecked
from kiosk.store.errors import StoreCorrupt


@pytest.fixture
def unchecked(tmp_path: Path) -> Iterator[Counter]:
    one = Counter(tmp_path, checking=True)
    yield one
    one.close()


def _checked(path: Path) -> LedgerChecked:
    answers: Queue[LedgerChecked] = Queue()
    LedgerCheck(path, answers.put).start()
    return answers.get(timeout=20)


def test_a_sound_file_is_answered_without_an_error(counter: Counter) -> None:
    assert _checked(counter.folder / "ledger.db").error is None


def test_a_damaged_file_is_answered_with_the_error(counter: Counter) -> None:
    path = counter.folder / "ledger.db"
    counter.close()
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)  # behind the header: pages of tables
        file.write(os.urandom(size - 4096))
    assert isinstance(_checked(path).error, StoreCorrupt)


def test_goods_are_scanned_but_nothing_is_paid_before_the_answer(
    unchecked: Counter,
) -> None:
    unchecked.scan(MILK)
    unchecked.lane.pay()
    assert unchecked.session.phase is Phase.SCAN
    assert unchecked.notice == "checking_ledger"
    unchecked.lane.receive(LedgerChecked())
    assert unchecked.notice == ""
    unchecked.lane.pay()
    assert unchecked.session.phase is Phase.TENDER


def test_the_answer_takes_no_other_notice_away(unchecked: Counter) -> None:
    unchecked.scan("9520000000012")
    before = unchecked.notice
    unchecked.lane.receive(LedgerChecked())
    assert before
    assert unchecked.notice == before


def test_a_damaged_ledger_stops_the_lane(unchecked: Counter) -> None:
    unchecked.scan(MILK)
    unchecked.lane.receive(LedgerChecked(StoreCorrupt("damaged")))
    assert unchecked.session.phase is Phase.STOPPED
    assert unchecked.notice == "storage_failed"
    unchecked.lane.pay()
    assert unchecked.notice == "storage_failed"
