"""The ledger: what it keeps, what it refuses, what it finds again."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.domain.chain import CanonicalError
from kiosk.domain.sale import Posting, Sale
from kiosk.store.errors import SaleRefused, StoreCorrupt, StoreForeign
from kiosk.store.ledger import EntryRef, Ledger
from kiosk.store.verify import verify

AT = datetime(2026, 3, 14, 0, 30, tzinfo=UTC)
DAY = date(2026, 3, 14)
MakeSale = Callable[..., Sale]
Sell = Callable[..., tuple[Sale, EntryRef]]


def read(path: Path, sql: str) -> list[Any]:
    connection = sqlite.connect(path)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def test_a_new_ledger_is_empty(ledger: Ledger) -> None:
    assert ledger.head() is None
    assert ledger.business_date() is None
    assert ledger.sale("A01-0-000001") is None
    assert ledger.count_after(0, 0) == (0, None)


def test_entries_number_without_a_gap_and_link(ledger: Ledger, path: Path) -> None:
    with ledger.transaction():
        first = ledger.append("basket_opened", {"basket": "b-1"}, AT, DAY)
        second = ledger.append("basket_abandoned", {"basket": "b-1"}, AT, DAY)
    assert (first.epoch, first.seq, second.seq) == (0, 1, 2)
    assert ledger.head() == second
    links = read(path, "SELECT hex(prev), hex(hash) FROM entry ORDER BY seq")
    assert links[0][0] == "00" * 32
    assert links[1][0] == links[0][1] == first.hash.upper()


def test_an_entry_keeps_the_lane_s_time_as_utc(ledger: Ledger, path: Path) -> None:
    local = AT.astimezone(timezone(timedelta(hours=8)))
    with ledger.transaction():
        ledger.append("reprint", {}, local, DAY)
    row = read(path, "SELECT at_utc, business_date, device, v FROM entry")
    assert row == [("2026-03-14T00:30:00.000000Z", "2026-03-14", "S001-L1", 1)]


def test_a_naive_time_is_refused(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="no time zone"), ledger.transaction():
        ledger.append("reprint", {}, AT.replace(tzinfo=None), DAY)
    assert ledger.head() is None


def test_an_append_outside_a_transaction_is_refused(
    ledger: Ledger, make_sale: MakeSale
) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        ledger.append("reprint", {}, AT, DAY)
    with pytest.raises(RuntimeError, match="transaction"):
        ledger.commit_sale(make_sale(), AT, DAY)


def test_an_exception_rolls_everything_back(
    ledger: Ledger, make_sale: MakeSale, sell: Sell
) -> None:
    sell(ledger, make_sale("b-1"))
    head = ledger.head()
    with pytest.raises(CanonicalError), ledger.transaction():
        ledger.commit_sale(make_sale("b-2"), AT, DAY)
        ledger.append("reprint", {"factor": 0.5}, AT, DAY)
    assert ledger.head() == head
    assert ledger.sale("A01-0-000002") is None
    sale, ref = sell(ledger, make_sale("b-3"))
    assert (sale.receipt_no, ref.seq) == ("A01-0-000002", 2)


def test_mono_ns_fits_into_canonical_json_after_months_of_uptime(path: Path) -> None:
    ledger = Ledger.open(path, "S001-L1", "A01", mono_ns=lambda: 2**53 + 7)
    with ledger.transaction():
        ledger.append("reprint", {}, AT, DAY)
    ledger.close()
    assert read(path, "SELECT mono_ns FROM entry") == [(7,)]


def test_a_sale_gets_its_number_and_is_found_again(
    ledger: Ledger, make_sale: MakeSale, sell: Sell
) -> None:
    sale, ref = sell(ledger, make_sale())
    assert sale.receipt_no == "A01-0-000001"
    assert ledger.sale(sale.receipt_no) == sale
    assert ledger.head() == ref


def test_receipt_numbers_are_gapless_over_a_restart(
    path: Path, make_sale: MakeSale, sell: Sell
) -> None:
    for n in range(1, 4):
        ledger = Ledger.open(path, "S001-L1", "A01")
        sale, _ = sell(ledger, make_sale(f"b-{n}"))
        ledger.close()
        assert sale.receipt_no == f"A01-0-{n:06d}"


def test_the_read_side_repeats_the_sale(
    ledger: Ledger, path: Path, make_sale: MakeSale, sell: Sell
) -> None:
    sale, ref = sell(ledger, make_sale())
    assert read(path, "SELECT seq, number, total, business_date FROM sale") == [
        (ref.seq, 1, sale.total, "2026-03-14")
    ]
    lines = read(path, "SELECT id, gross, discount, net, tax FROM sale_line ORDER BY n")
    assert lines == [
        (line.id, line.gross, line.gross - line.net, line.net, line.tax)
        for line in sale.lines
    ]
    assert read(path, "SELECT kind, amount FROM tender") == [("wechat", sale.total)]
    assert read(path, "SELECT sum(tax) FROM tax_line") == [
        (sum(tax.tax for tax in sale.taxes),)
    ]
    assert read(path, "SELECT sum(amount), count(*) FROM posting") == [(0, 5)]


def test_a_sale_is_kept_and_returned_in_nfc(
    ledger: Ledger, path: Path, make_sale: MakeSale, sell: Sell
) -> None:
    sale = make_sale()
    tender = replace(sale.tenders[0], provider_ref="Cafe\u0301")
    sold, _ = sell(ledger, replace(sale, tenders=(tender,)))
    assert sold.tenders[0].provider_ref == "Caf\u00e9"
    assert ledger.sale(sold.receipt_no) == sold
    assert read(path, "SELECT provider_ref FROM tender") == [("Caf\u00e9",)]
    assert verify(path).problem is None


@pytest.mark.parametrize("text", ["\0", "\x1b@", "';--", "=1+1", "\u202e", "🥛" * 99])
def test_hostile_text_is_kept_as_text(
    ledger: Ledger, path: Path, make_sale: MakeSale, sell: Sell, text: str
) -> None:
    sale = make_sale()
    line = replace(sale.lines[0], lot=text, names=(("en", text),))
    sold, _ = sell(ledger, replace(sale, lines=(line, *sale.lines[1:])))
    found = ledger.sale(sold.receipt_no)
    assert found is not None
    assert found.lines[0].lot == text
    assert verify(path).problem is None


def test_a_kept_sale_that_cannot_be_read_is_told(
    ledger: Ledger, path: Path, make_sale: MakeSale, sell: Sell
) -> None:
    sell(ledger, make_sale())
    ledger._db.run("DROP TRIGGER entry_never_updated")
    ledger._db.run("UPDATE entry SET body = '{}'")
    with pytest.raises(StoreCorrupt, match="A01-0-000001 cannot be read"):
        ledger.sale("A01-0-000001")


def test_a_clock_that_was_set_back_does_not_vouch_for_itself(ledger: Ledger) -> None:
    assert ledger.latest_time() is None
    with ledger.transaction():
        ledger.append("reprint", {}, AT, DAY)
        ledger.append("basket_opened", {}, AT - timedelta(days=1), DAY)
    assert ledger.latest_time() == AT


def test_a_sale_by_a_clock_that_was_set_back_is_known(
    ledger: Ledger, make_sale: MakeSale
) -> None:
    with ledger.transaction():
        certain, _ = ledger.commit_sale(make_sale("b-1"), AT, DAY)
        unsure, _ = ledger.commit_sale(make_sale("b-2"), AT - timedelta(days=1), DAY)
        again, _ = ledger.commit_sale(make_sale("b-3"), AT, DAY)
    assert ledger.was_clock_sure(certain.receipt_no)
    assert not ledger.was_clock_sure(unsure.receipt_no)
    assert ledger.was_clock_sure(again.receipt_no)


def test_postings_that_do_not_balance_are_refused(
    ledger: Ledger, make_sale: MakeSale, sell: Sell
) -> None:
    sale = make_sale()
    off = replace(sale, postings=(*sale.postings, Posting("rounding", 1)))
    with pytest.raises(SaleRefused, match="off by 1"):
        sell(ledger, off)
    assert ledger.head() is None


def test_a_basket_is_sold_once(ledger: Ledger, make_sale: MakeSale, sell: Sell) -> None:
    sell(ledger, make_sale("b-1"))
    with pytest.raises(SaleRefused, match="b-1 is sold already"):
        sell(ledger, make_sale("b-1"))
    assert ledger.count_after(0, 0)[0] == 1


@pytest.mark.parametrize(
    "sql", ["UPDATE entry SET kind = 'void'", "DELETE FROM entry WHERE seq = 1"]
)
def test_entries_are_never_changed(ledger: Ledger, path: Path, sql: str) -> None:
    with ledger.transaction():
        ledger.append("reprint", {}, AT, DAY)
    connection = sqlite.connect(path)
    with pytest.raises(sqlite.IntegrityError, match="never"):
        connection.execute(sql)
    connection.close()


def test_count_after_tells_what_the_cloud_lacks(ledger: Ledger) -> None:
    for n in range(4):
        with ledger.transaction():
            ledger.append("reprint", {}, AT + timedelta(minutes=n), DAY)
    assert ledger.count_after(0, 1) == (3, AT + timedelta(minutes=1))
    assert ledger.count_after(0, 4) == (0, None)


def test_the_business_day_is_opened_and_never_moves_back(ledger: Ledger) -> None:
    ledger.open_day(DAY, AT)
    assert ledger.business_date() == DAY
    ledger.open_day(DAY + timedelta(days=1), AT + timedelta(days=1))
    with pytest.raises(ValueError, match="lies before"):
        ledger.open_day(DAY, AT + timedelta(days=2))
    assert ledger.business_date() == DAY + timedelta(days=1)
    assert ledger.count_after(0, 0)[0] == 2


def test_checkpoints_every_fifty_entries_and_at_day_close(
    ledger: Ledger, path: Path, key: Ed25519PrivateKey
) -> None:
    with ledger.transaction():
        for _ in range(101):
            ledger.append("reprint", {}, AT, DAY)
        ledger.append("day_close", {}, AT, DAY)
    assert read(path, "SELECT seq FROM checkpoint ORDER BY seq") == [
        (50,),
        (100,),
        (102,),
    ]
    public = key.public_key().public_bytes_raw().hex()
    assert read(path, "SELECT DISTINCT lower(hex(public_key)) FROM checkpoint") == [
        (public,)
    ]


def test_without_a_key_nothing_is_signed(path: Path) -> None:
    ledger = Ledger.open(path, "S001-L1", "A01", mono_ns=time.monotonic_ns)
    with ledger.transaction():
        for _ in range(50):
            ledger.append("reprint", {}, AT, DAY)
    ledger.close()
    assert read(path, "SELECT count(*) FROM checkpoint") == [(0,)]


def test_a_later_epoch_names_what_was_before(
    ledger: Ledger, make_sale: MakeSale, sell: Sell
) -> None:
    sell(ledger, make_sale("b-1"))
    last = ledger.head()
    opened = ledger.open_epoch("fork", AT, DAY)
    assert (opened.epoch, opened.seq) == (1, 1)
    sale, ref = sell(ledger, make_sale("b-2"))
    assert sale.receipt_no == "A01-1-000001"
    assert (ref.epoch, ref.seq) == (1, 2)
    assert last is not None
    assert ledger.count_after(last.epoch, last.seq)[0] == 2


def test_a_new_file_goes_on_in_a_later_epoch(path: Path, tmp_path: Path) -> None:
    last = EntryRef(3, 812, "019ce9d5-4a40-7000-8000-000000000001", "ab" * 32)
    ledger = Ledger.open(tmp_path / "new.db", "S001-L1", "A01")
    opened = ledger.open_epoch("corrupt", AT, DAY, last)
    ledger.close()
    assert (opened.epoch, opened.seq) == (4, 1)
    ((prev, body),) = read(tmp_path / "new.db", "SELECT hex(prev), body FROM entry")
    assert prev == "AB" * 32
    assert body == f'{{"epoch":3,"hash":"{last.hash}","reason":"corrupt","seq":812}}'


def test_a_first_epoch_has_nothing_to_name(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="no entry"):
        ledger.open_epoch("fork", AT, DAY)


def test_another_device_s_ledger_is_refused(ledger: Ledger, path: Path) -> None:
    with pytest.raises(StoreForeign, match="belongs to S001-L1, not to S001-L2"):
        Ledger.open(path, "S001-L2", "A02")
