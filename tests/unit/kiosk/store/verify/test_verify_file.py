"""`verify` over whole files: sound ones, and each way of tampering with one."""

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.domain.sale import Sale
from kiosk.store.codec import to_json
from kiosk.store.ledger import EntryRef, Ledger, _Place
from kiosk.store.verify import Report, verify

AT = datetime(2026, 3, 14, 0, 30, tzinfo=UTC)
DAY = date(2026, 3, 14)


@pytest.fixture
def sold(
    ledger: Ledger, make_sale: Callable[..., Sale], sell: Callable[..., Any]
) -> Ledger:
    """A ledger with a day, three sales and 60 other entries."""
    ledger.open_day(DAY, AT)
    for n in range(3):
        sell(ledger, make_sale(f"b-{n}"))
    with ledger.transaction():
        for _ in range(60):
            ledger.append("reprint", {"receipt_no": "A01-0-000001"}, AT, DAY)
    return ledger


def tamper(path: Path, *statements: str) -> Report:
    """Change a closed file behind the triggers' back and verify it."""
    connection = sqlite.connect(path, isolation_level=None)
    connection.execute("DROP TRIGGER entry_never_updated")
    connection.execute("DROP TRIGGER entry_never_deleted")
    for statement in statements:
        connection.execute(statement)
    connection.close()
    return verify(path)


def test_a_sound_ledger(sold: Ledger, path: Path, key: Ed25519PrivateKey) -> None:
    report = verify(path, key.public_key().public_bytes_raw())
    head = sold.head()
    assert report.problem is None
    assert head is not None
    assert (report.entries, report.epoch, report.seq) == (64, 0, 64)
    assert report.hash == head.hash
    assert report.checkpoints == 1
    assert report.sales == tuple((f"A01-0-00000{n}", 2359) for n in (1, 2, 3))
    assert report.sums == {"CNY": 3 * 2359}


def test_an_empty_ledger(ledger: Ledger, path: Path) -> None:
    report = verify(path)
    assert (report.problem, report.entries, report.seq) == (None, 0, None)


def test_it_reads_while_the_kiosk_sells(
    sold: Ledger,
    path: Path,
    make_sale: Callable[..., Sale],
    sell: Callable[..., Any],
) -> None:
    with sold.transaction():
        sold.append("reprint", {}, AT, DAY)
        assert verify(path).entries == 64  # what is committed
    sell(sold, make_sale("b-9"))
    assert (verify(path).problem, verify(path).entries) == (None, 66)


def test_epochs_follow_each_other(
    sold: Ledger,
    path: Path,
    make_sale: Callable[..., Sale],
    sell: Callable[..., Any],
) -> None:
    sold.open_epoch("fork", AT, DAY)
    sell(sold, make_sale("b-9"))
    report = verify(path)
    assert report.problem is None
    assert (report.epoch, report.seq) == (1, 2)
    assert report.sales[-1][0] == "A01-1-000001"


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        (
            "UPDATE entry SET body = '{}' WHERE seq = 7",
            "entry 0/7: the hash does not match the content: it was altered",
        ),
        (
            "UPDATE entry SET body = replace(body, '790', '780') WHERE seq = 2",
            "entry 0/2: the hash does not match the content: it was altered",
        ),
        (
            "UPDATE entry SET body = '{ }' WHERE seq = 7",
            "entry 0/7: the body is not canonical JSON: order, space or escapes",
        ),
        (
            "UPDATE entry SET body = '[]' WHERE seq = 7",
            "entry 0/7: the body is not an object",
        ),
        (
            "UPDATE entry SET body = '{\"n\":1.5}' WHERE seq = 7",
            "entry 0/7: the body is not canonical JSON: 1.5 is not an integer",
        ),
        (
            'UPDATE entry SET body = \'{"n":1,"n":1}\' WHERE seq = 7',
            "entry 0/7: the body is not canonical JSON: key 'n' stands twice",
        ),
        (
            "UPDATE entry SET kind = 'void' WHERE seq = 7",
            "entry 0/7: the hash does not match the content: it was altered",
        ),
        (
            "UPDATE entry SET business_date = '14.3.' WHERE seq = 7",
            "entry 0/7: business_date '14.3.' is not a date",
        ),
        (
            "UPDATE entry SET at_utc = 'noon' WHERE seq = 7",
            "entry 0/7: at_utc 'noon' is not a time",
        ),
        ("UPDATE entry SET v = 9 WHERE seq = 7", "entry 0/7: format 9 is not known"),
        (
            "UPDATE entry SET mono_ns = 9223372036854775807 WHERE seq = 7",
            "entry 0/7: it has no canonical form: 9223372036854775807 is too large",
        ),
        (
            "UPDATE entry SET device = 'S001-L2' WHERE seq = 7",
            "entry 0/7: it is of device S001-L2, not S001-L1",
        ),
        (
            "UPDATE entry SET prev = zeroblob(32) WHERE seq = 7",
            "entry 0/7: prev is not the hash of the entry before",
        ),
        (
            "UPDATE entry SET prev = randomblob(32) WHERE seq = 1",
            "entry 0/1: prev of the first entry is not zero",
        ),
        (
            "DELETE FROM entry WHERE seq BETWEEN 7 AND 9",
            "entry 0/10: entries 7 to 9 are missing",
        ),
        ("DELETE FROM entry WHERE seq = 1", "entry 0/2: epoch 0 begins with entry 2"),
        (
            "UPDATE entry SET epoch = 1, seq = seq - 9 WHERE seq > 9",
            "entry 1/1: epoch 1 does not begin with epoch_opened",
        ),
        ("DELETE FROM entry WHERE seq > 40", "table checkpoint has a row"),
        (
            "UPDATE checkpoint SET hash = zeroblob(32)",
            "entry 0/50: its checkpoint is of another hash",
        ),
        (
            "UPDATE checkpoint SET signature = zeroblob(64)",
            "entry 0/50: its checkpoint's signature is wrong",
        ),
        (
            "UPDATE checkpoint SET public_key = x'01'",
            "entry 0/50: its checkpoint's signature is wrong",
        ),
        (
            "UPDATE sale SET total = 1 WHERE number = 2",
            "entry 0/3: table sale does not say what the entry says",
        ),
        (
            "DELETE FROM sale WHERE number = 2",
            "entry 0/3: table sale does not say what the entry says",
        ),
        (
            "UPDATE sale_line SET net = 1 WHERE n = 2",
            "entry 0/2: table sale_line does not say what the entry says",
        ),
        (
            "UPDATE tax_line SET tax = 1 WHERE n = 2",
            "entry 0/2: table tax_line does not say what the entry says",
        ),
        (
            "DELETE FROM tender",
            "entry 0/2: table tender does not say what the entry says",
        ),
        (
            "UPDATE posting SET amount = 0",
            "entry 0/2: table posting does not say what the entry says",
        ),
        (
            "INSERT INTO posting VALUES ('A01-0-000009', 1, 'sales:x', 'CNY', 1)",
            "table posting has a row without an entry",
        ),
        ("DROP TABLE tender", "it cannot be read: no such table: tender"),
        ("DROP TABLE entry", "it is not a ledger"),
        (
            "DELETE FROM meta WHERE key = 'device'",
            "it does not say whose ledger it is",
        ),
        (
            "UPDATE meta SET value = 'x' WHERE key = 'min_reader'",
            "it does not say which program may read it",
        ),
        (
            "UPDATE meta SET value = '2' WHERE key = 'min_reader'",
            "it needs a program that reads format 2; this one reads up to 1",
        ),
    ],
)
def test_tampering_is_named(
    sold: Ledger, path: Path, statement: str, problem: str
) -> None:
    sold.close()
    report = tamper(path, statement)
    assert report.problem is not None
    assert report.problem.startswith(problem)


def test_the_last_good_entry_is_reported(sold: Ledger, path: Path) -> None:
    sold.close()
    report = tamper(path, "UPDATE entry SET kind = 'void' WHERE seq = 7")
    assert (report.entries, report.seq) == (6, 6)


def test_a_checkpoint_by_a_foreign_key_is_named(sold: Ledger, path: Path) -> None:
    other = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    assert verify(path, other).problem == (
        "entry 0/50: its checkpoint is signed by another key"
    )


def test_a_re_chained_forgery_still_has_to_add_up(
    ledger: Ledger, path: Path, make_sale: Callable[..., Sale]
) -> None:
    body = to_json(make_sale()) | {"receipt_no": "A01-0-000001", "total": 1}
    with ledger.transaction():
        ledger.append("sale", body, AT, DAY)
    assert verify(path).problem == "entry 0/1: the lines come to 2359, the total is 1"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            {"receipt_no": "A01-0-000003"},
            "receipt number 'A01-0-000003' is not number 2",
        ),
        (
            {"receipt_no": "A01-1-000002"},
            "receipt number 'A01-1-000002' is not number 2",
        ),
        ({"receipt_no": "2"}, "receipt number '2' is not number 2"),
        ({"receipt_no": "A01-0-000002", "basket": "b-1"}, "basket b-1 is sold twice"),
    ],
)
def test_numbers_are_gapless_and_baskets_sold_once(
    ledger: Ledger,
    path: Path,
    make_sale: Callable[..., Sale],
    sell: Callable[..., Any],
    change: dict[str, str],
    problem: str,
) -> None:
    sell(ledger, make_sale("b-1"))
    with ledger.transaction():
        ledger.append("sale", to_json(make_sale("b-2")) | change, AT, DAY)
    assert verify(path).problem == f"entry 0/2: {problem}"


def test_what_is_no_ledger(tmp_path: Path) -> None:
    assert verify(tmp_path / "none.db").problem == "there is no such file"
    assert verify(tmp_path).problem == "it is a folder, not a ledger's file"
    text = tmp_path / "text.db"
    text.write_text("this is a text, and long enough to be read as a page " * 20)
    assert verify(text).problem == "it cannot be read: file is not a database"


def test_a_damaged_page_is_told(sold: Ledger, path: Path) -> None:
    sold.close()
    data = bytearray(path.read_bytes())
    data[4096 * 6 : 4096 * 14] = b"\xa5" * 4096 * 8
    path.write_bytes(data)
    assert verify(path).problem is not None


def test_a_copy_without_wal_on_a_read_only_medium(
    sold: Ledger, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sold.close()
    copy = tmp_path / "copy.db"
    shutil.copy(path, copy)
    opened = []
    connect = sqlite.connect

    def refuse_shm(database: str, **options: Any) -> Any:
        # What SQLite answers where it may not create the -shm file; root may anywhere.
        opened.append(database.partition("?")[2])
        if "immutable" not in database:
            raise sqlite.OperationalError("unable to open database file")
        return connect(database, **options)

    monkeypatch.setattr(sqlite, "connect", refuse_shm)
    assert verify(copy).problem is None
    assert opened == ["mode=ro", "mode=ro&immutable=1"]


# As CREATE TABLE ... AS leaves it: without types, keys and triggers.
LOOSE = (
    "CREATE TABLE loose AS SELECT * FROM entry",
    "DROP TABLE entry",
    "ALTER TABLE loose RENAME TO entry",
)


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE entry SET device = x'07' WHERE seq = 2", "device is not of its type"),
        ("UPDATE entry SET hash = 'text' WHERE seq = 2", "hash is not of its type"),
        ("UPDATE entry SET prev = NULL WHERE seq = 2", "prev is not of its type"),
        (
            "UPDATE entry SET id = (SELECT id FROM entry WHERE seq = 1) WHERE seq = 2",
            "id ",
        ),
        (
            'UPDATE entry SET body = \'{"a":"e\u0301"}\' WHERE seq = 2',
            "the body is not canonical JSON: 'e\u0301' is not in NFC",
        ),
        (
            "UPDATE entry SET body = '{\"\u00e9\":1}' WHERE seq = 2",
            "the body is not canonical JSON: a key is not ASCII",
        ),
        (
            "UPDATE entry SET body = x'ff' WHERE seq = 2",
            "the body is not canonical JSON: 'utf-8' codec",
        ),
        (
            f"UPDATE entry SET body = '{'[' * 9999}' WHERE seq = 2",
            "the body is not canonical JSON: maximum recursion depth",
        ),
    ],
)
def test_a_table_without_its_constraints_is_checked_too(
    sold: Ledger, path: Path, statement: str, problem: str
) -> None:
    sold.close()
    report = tamper(path, *LOOSE, statement)
    assert report.problem is not None
    assert report.problem.startswith(f"entry 0/2: {problem}")
    assert report.entries == 1


def test_a_row_that_stands_twice_is_told(sold: Ledger, path: Path) -> None:
    sold.close()
    report = tamper(path, *LOOSE, "INSERT INTO entry SELECT * FROM entry WHERE seq = 4")
    assert report.problem is not None
    assert "stands twice" in report.problem


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (
            {"epoch": 0, "hash": "00" * 32, "reason": "fork", "seq": 64},
            "prev is not the hash that epoch_opened names",
        ),
        (
            {"epoch": 0, "hash": None, "reason": "fork", "seq": 63},
            "epoch_opened does not name the entry before it",
        ),
    ],
)
def test_a_later_epoch_must_name_what_was_before(
    sold: Ledger, path: Path, body: dict[str, Any], problem: str
) -> None:
    head = sold.head()
    assert head is not None
    place = _Place(1, 1, bytes.fromhex(head.hash))
    body = body | {"hash": body["hash"] or head.hash}
    with sold.transaction():
        sold._write(place, "epoch_opened", body, AT, DAY)
    assert verify(path).problem == f"entry 1/1: {problem}"


def test_a_new_file_may_begin_with_a_later_epoch(tmp_path: Path) -> None:
    ledger = Ledger.open(tmp_path / "new.db", "S001-L1", "A01")
    ledger.open_epoch("corrupt", AT, DAY, EntryRef(3, 812, "id", "ab" * 32))
    ledger.close()
    report = verify(tmp_path / "new.db")
    assert (report.problem, report.epoch, report.seq) == (None, 4, 1)


def test_a_file_in_use_that_cannot_be_opened_is_told(
    sold: Ledger, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(database: str, **options: Any) -> Any:
        assert "immutable" not in database  # somebody writes: that would be wrong
        raise sqlite.OperationalError("unable to open database file")

    monkeypatch.setattr(sqlite, "connect", refuse)
    assert verify(path).problem == "it cannot be read: unable to open database file"
