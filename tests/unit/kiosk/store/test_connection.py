"""Connections: PRAGMAs asserted, versions refused, each failure a clear line."""

import resource
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite
import pytest

from kiosk.domain.sale import Sale
from kiosk.store import connection
from kiosk.store.check import quick_check
from kiosk.store.connection import (
    PRAGMAS,
    Reader,
    check_sqlite,
    connect_writer,
    open_readonly,
)
from kiosk.store.errors import (
    StoreBusy,
    StoreCorrupt,
    StoreError,
    StoreFull,
    StoreIO,
    StoreReadOnly,
    StoreVersion,
    translated,
)
from kiosk.store.ledger import Ledger
from kiosk.store.verify import verify

AT = datetime(2026, 3, 14, 0, 30, tzinfo=UTC)
DAY = date(2026, 3, 14)


@pytest.mark.parametrize("version", [(3, 7, 0), (3, 45, 1), (3, 51, 2)])
def test_an_sqlite_with_the_wal_reset_bug_is_refused(version: tuple[int, ...]) -> None:
    with pytest.raises(StoreVersion, match=r"3\.51\.3 is needed"):
        check_sqlite(version)


@pytest.mark.parametrize("version", [(3, 6, 23), (3, 51, 3), (3, 53, 4), (4, 0, 0)])
def test_another_sqlite_is_taken(version: tuple[int, ...]) -> None:
    check_sqlite(version)


def test_the_pragmas_hold(path: Path) -> None:
    made = connect_writer(path)
    read = {name: made.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}
    made.close()
    assert read == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "mmap_size": 0,
        "busy_timeout": 5000,
    }


def test_a_pragma_that_does_not_take_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.PRAGMAS, "page_size", 12345)
    with pytest.raises(StoreIO, match="PRAGMA page_size is 4096, not 12345"):
        connect_writer(path)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreIO, match="cannot be opened"):
        connect_writer(tmp_path / "none" / "ledger.db")


def test_a_reader_cannot_write(ledger: Ledger, path: Path) -> None:
    reader = open_readonly(path)
    with pytest.raises(StoreReadOnly, match="cannot be written"), translated(path):
        reader.execute("DELETE FROM meta")
    reader.close()


def test_a_reader_of_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreIO, match="cannot be opened"):
        open_readonly(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()


def test_a_reader_serves_several_threads(ledger: Ledger, path: Path) -> None:
    reader = Reader(path)
    found: list[Any] = []
    threads = [
        threading.Thread(target=lambda: found.extend(reader.rows("SELECT 1")))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    reader.close()
    assert found == [(1,)] * 8


def test_text_that_is_no_database_is_told(path: Path) -> None:
    path.write_text("no database, but long enough to be looked at\n" * 40)
    with pytest.raises(StoreCorrupt, match="not a database"):
        Ledger.open(path, "S001-L1", "A01")


def test_a_file_that_another_holds_is_told(
    ledger: Ledger, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = sqlite.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    ledger._db.run("PRAGMA busy_timeout=1")
    with pytest.raises(StoreBusy, match="another process holds it"):
        ledger.journal.close("b-1")
    other.execute("ROLLBACK")
    other.close()
    ledger.journal.close("b-1")  # that was no damage: it goes on


def test_a_full_disk_is_told_and_nothing_is_kept(
    ledger: Ledger, path: Path, make_sale: Callable[..., Sale], sell: Callable[..., Any]
) -> None:
    sell(ledger, make_sale("b-0"))
    (pages,) = ledger._db.run("PRAGMA page_count")
    ledger._db.run(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StoreFull, match="disk is full"):
        for n in range(1, 100):
            sell(ledger, make_sale(f"b-{n}"))
    kept = ledger.head()
    assert verify(path).problem is None
    ledger._db.run("PRAGMA max_page_count=1000000")
    sell(ledger, make_sale("b-100"))  # once there is space it sells again
    assert kept is not None
    assert ledger.count_after(0, kept.seq)[0] == 1


@contextmanager
def disk_fails_beyond(size: int) -> Generator[None]:
    """Let the system refuse writes beyond a file size: a true I/O error."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_failed_write_is_never_retried(
    ledger: Ledger, path: Path, make_sale: Callable[..., Sale], sell: Callable[..., Any]
) -> None:
    sell(ledger, make_sale("b-0"))
    head = ledger.head()
    wal = path.with_name("ledger.db-wal").stat().st_size
    with disk_fails_beyond(wal), pytest.raises(StoreIO, match="the disk failed"):
        sell(ledger, make_sale("b-1"))
    # The disk is well again; this process must not believe it.
    with pytest.raises(StoreIO, match="the disk failed"):
        sell(ledger, make_sale("b-2"))
    ledger.close()
    again = Ledger.open(path, "S001-L1", "A01")
    assert again.head() == head
    again.close()
    assert verify(path).problem is None


def test_an_inner_transaction_joins_the_outer_one(ledger: Ledger) -> None:
    with pytest.raises(InterruptedError), ledger.transaction():
        with ledger.transaction():
            ledger.append("reprint", {}, AT, DAY)
        raise InterruptedError
    assert ledger.head() is None


def test_an_unforeseen_refusal_is_a_store_error(path: Path) -> None:
    made = sqlite.connect(path)
    with pytest.raises(StoreError, match="it was refused") as found, translated(path):
        made.execute("SELECT 1 FROM nothing")
    made.close()
    assert type(found.value) is StoreError


def test_quick_check_passes_a_sound_file(ledger: Ledger, path: Path) -> None:
    quick_check(path)


def test_quick_check_finds_damage(ledger: Ledger, path: Path) -> None:
    with ledger.transaction():
        for _ in range(200):
            ledger.append("reprint", {"note": "x" * 100}, AT, DAY)
    ledger.close()
    data = bytearray(path.read_bytes())
    for page in range(len(data) // 4096 - 12, len(data) // 4096):
        data[page * 4096 : page * 4096 + 200] = b"\xa5" * 200
    path.write_bytes(data)
    with pytest.raises(StoreCorrupt, match="damaged"):
        quick_check(path)
