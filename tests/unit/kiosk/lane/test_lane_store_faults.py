"""A file that fails while somebody shops: a clear notice, and nothing is lost."""

import logging
import sqlite3
from collections.abc import Callable

import pytest
import till
from counter import PAY_CODE, Counter

from drivers.ports import SymbolScanned
from kiosk.domain import events as e
from kiosk.domain.session import Phase
from kiosk.domain.tender import IntentState
from kiosk.lane.recognition import Suggested
from kiosk.lane.staff import StaffChecked
from kiosk.store.catalogue import Catalogue
from kiosk.store.connection import Writer
from kiosk.store.errors import CatalogueAbsent, StoreCorrupt, StoreError, StoreIO

WISHES: dict[str, Callable[[Counter], object]] = {
    "scan": lambda c: c.scan("9520000000028"),
    "unknown": lambda c: c.scan("SOME-TEXT"),
    "typed": lambda c: c.lane.enter_code("9520000000028"),
    "choose": lambda c: c.lane.choose("milk"),
    "weigh": lambda c: (c.load(500), c.lane.weigh("plu:4011")),
    "search": lambda c: c.lane.search("milk"),
    "pay": lambda c: c.lane.pay(),
    "suggest": lambda c: c.lane.receive(Suggested(("plu:4011",))),
}


@pytest.fixture(params=[StoreCorrupt("damaged"), StoreIO("gone")])
def fault(request: pytest.FixtureRequest) -> StoreError:
    return request.param  # type: ignore[no-any-return]


@pytest.mark.parametrize("wish", WISHES.values(), ids=WISHES)
def test_a_damaged_catalogue_in_mid_basket_is_told(
    counter: Counter, wish: Callable[[Counter], object], fault: StoreError
) -> None:
    counter.scan()
    before = counter.session.basket
    counter.shelves.fault = fault
    wish(counter)
    assert counter.notice == "catalogue_missing"
    assert counter.session.basket == before
    assert counter.session.phase is Phase.SCAN
    counter.shelves.fault = None
    counter.lane.pay()
    assert counter.session.phase is Phase.TENDER


@pytest.mark.parametrize("wish", WISHES.values(), ids=WISHES)
def test_without_a_catalogue_nothing_begins(
    counter: Counter, wish: Callable[[Counter], object]
) -> None:
    counter.shelves.fault = CatalogueAbsent("none yet")
    wish(counter)
    assert counter.session.phase is Phase.ATTRACT
    assert counter.kinds() == ["day_open"]


def test_start_without_a_catalogue_is_told(counter: Counter) -> None:
    counter.shelves.fault = CatalogueAbsent("none yet")
    counter.lane.start()
    assert counter.notice == "catalogue_missing"
    counter.shelves.fault = None
    counter.lane.start()
    assert counter.session.phase is Phase.SCAN


def test_a_payment_goes_through_without_a_catalogue(counter: Counter) -> None:
    counter.scan()
    counter.lane.pay()
    counter.shelves.fault = StoreCorrupt("damaged")
    counter.scan(PAY_CODE)
    counter.scan("9520000000028")
    assert counter.notice == "scan_during_payment"
    now, intent = counter.clock.now(), counter.session.intent
    counter.lane.receive(e.PaymentAnswered(now, intent.id, IntentState.PAID, "", "r"))
    assert counter.session.phase is Phase.RECEIPT


def test_a_row_that_cannot_be_read_is_told(counter: Counter) -> None:
    counter.scan()
    path = counter.folder / "catalogue.db"
    with sqlite3.connect(path) as db:
        db.execute("UPDATE product SET body = '{' WHERE id = 'tea'")
    db.close()
    counter.scan("9520000000028")
    assert counter.notice == "catalogue_missing"
    assert counter.cart == ["milk"]
    assert counter.lane.search("tea") == ()


def test_a_file_of_noise_is_told(counter: Counter) -> None:
    counter.close()
    path = counter.folder / "catalogue.db"
    path.write_bytes(b"no database at all" * 1000)
    counter.shelves._opened = None
    counter.open()
    counter.lane.start()
    assert counter.notice == "catalogue_missing"
    with pytest.raises(StoreCorrupt):
        Catalogue.open(path)


class BrokenDisk(Writer):
    """A ledger's file on a disk that fails."""

    def run(self, *args: object) -> object:
        raise StoreIO("the disk failed")

    rows = transaction = run  # type: ignore[assignment]


def break_disk(counter: Counter) -> None:
    counter.ledger._db.__class__ = BrokenDisk


LEDGER_USES: dict[str, Callable[[Counter], object]] = {
    "tick": lambda c: c.lane.tick(),
    "pin": lambda c: c.lane.enter_pin("246813"),
    "pin answered": lambda c: c.lane.receive(StaffChecked(None, "pin")),
    "help": lambda c: c.lane.call_help(),
    "rejected": lambda c: c.lane.back_to_scan(),
}


@pytest.mark.parametrize("use", LEDGER_USES.values(), ids=LEDGER_USES)
def test_a_ledger_that_fails_closes_the_lane_and_says_so_once(
    counter: Counter,
    use: Callable[[Counter], object],
    caplog: pytest.LogCaptureFixture,
) -> None:
    counter.scan()
    counter.unsynced = lambda: counter.ledger.count_after(0, 0) and (0, 0)
    break_disk(counter)
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            use(counter)
    assert counter.session.phase is Phase.STOPPED
    assert counter.notice == "storage_failed"
    assert counter.cart == ["milk"]
    assert len(caplog.records) == 1
    counter.crash()
    assert counter.cart == ["milk"]


def test_a_day_that_cannot_be_opened_closes_the_lane(counter: Counter) -> None:
    counter.clock.advance(48 * 3600)
    break_disk(counter)
    counter.lane.start()
    assert counter.session.phase is Phase.STOPPED


def test_a_closed_lane_takes_no_scan(counter: Counter) -> None:
    counter.engine.stop(StoreIO("the disk failed"))
    counter.lane.receive(SymbolScanned("scanner", "9520000000028", "", 0))
    counter.lane.start()
    assert counter.session.phase is Phase.STOPPED
    assert counter.notice == "storage_failed"
    assert counter.session.notice.severity == "danger"
    assert till.NOON.date() == counter.ledger.business_date()


def test_a_lasting_fault_of_the_catalogue_is_logged_once(
    counter: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    counter.shelves.fault = CatalogueAbsent("none yet")
    for _ in range(3):
        counter.lane.search("milk")
    assert len(caplog.records) == 1
    counter.shelves.fault = None
    counter.lane.search("milk")
    counter.shelves.fault = CatalogueAbsent("none yet")
    counter.lane.search("milk")
    assert len(caplog.records) == 2
