"""Schemas: migrations run once, newer files are refused or read, tables are strict."""

from collections.abc import Callable
from pathlib import Path

import pysqlite3.dbapi2 as sqlite
import pytest

from kiosk.store import schema
from kiosk.store.connection import Writer
from kiosk.store.errors import StoreCorrupt, StoreTooNew
from kiosk.store.ledger import Ledger
from kiosk.store.schema import (
    SCHEMA_VERSION,
    open_catalogue,
    open_ledger,
    open_people,
)

OPENERS = [open_ledger, open_catalogue, open_people]
Opener = Callable[[Path], Writer]


@pytest.mark.parametrize("opener", OPENERS)
def test_a_new_file_says_what_may_read_it(path: Path, opener: Opener) -> None:
    db = opener(path)
    meta = dict(db.rows("SELECT key, value FROM meta"))
    db.close()
    assert meta == {"schema_version": "1", "min_reader": "1"}


@pytest.mark.parametrize("opener", OPENERS)
def test_all_tables_are_strict(path: Path, opener: Opener) -> None:
    db = opener(path)
    tables = db.rows("PRAGMA table_list")
    db.close()
    ours = {
        (name, strict)
        for _, name, kind, _, _, strict in tables
        if kind == "table" and not name.startswith(("sqlite_", "_sqlite_"))
    }
    assert len(ours) > 2
    assert all(strict for _, strict in ours)


@pytest.mark.parametrize("opener", OPENERS)
def test_opening_again_migrates_nothing(path: Path, opener: Opener) -> None:
    opener(path).close()
    db = opener(path)
    applied = db.rows("SELECT count(*) FROM _sqlite_migrations")
    db.close()
    assert applied == [(1,)]


@pytest.mark.parametrize("opener", OPENERS)
def test_a_file_for_a_newer_program_is_refused_untouched(
    path: Path, opener: Opener
) -> None:
    db = opener(path)
    db.run("UPDATE meta SET value = '2' WHERE key = 'min_reader'")
    db.close()
    before = path.read_bytes()
    with pytest.raises(StoreTooNew, match="format 2; this one reads up to 1") as found:
        opener(path)
    assert found.value.min_reader == SCHEMA_VERSION + 1
    assert path.read_bytes() == before


def test_a_newer_file_that_we_may_read_goes_on(path: Path) -> None:
    db = open_ledger(path)
    db.run("UPDATE meta SET value = '2' WHERE key = 'schema_version'")
    db.run("ALTER TABLE sale ADD COLUMN loyalty TEXT")  # what a newer program did
    db.close()
    Ledger.open(path, "S001-L1", "A01").close()


@pytest.mark.parametrize("value", ["", "two", "-1"])
def test_a_file_that_does_not_say_is_refused(path: Path, value: str) -> None:
    db = open_ledger(path)
    db.run("UPDATE meta SET value = ? WHERE key = 'min_reader'", (value,))
    db.close()
    with pytest.raises(StoreCorrupt, match="does not say"):
        open_ledger(path)


def test_a_migration_that_fails_leaves_nothing_behind(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "_LEDGER", (*schema._LEDGER[:3], "CREATE NONSENSE"))
    with pytest.raises(schema.StoreError, match="syntax error"):
        open_ledger(path)
    monkeypatch.undo()
    open_ledger(path).close()


def test_people_are_erased_from_the_bytes_too(path: Path) -> None:
    db = open_people(path)
    assert db.run("PRAGMA secure_delete") == (1,)
    db.run("INSERT INTO member VALUES ('m-1', 1, 'gold', 0, 'k', ?)", (b"\xc3" * 64,))
    db.run("DELETE FROM member")
    db.run("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    assert b"\xc3" * 64 not in path.read_bytes()


def test_a_wrong_type_is_refused_by_the_table(path: Path) -> None:
    open_ledger(path).close()
    raw = sqlite.connect(path)
    with pytest.raises(sqlite.IntegrityError, match="cannot store TEXT"):
        raw.execute("INSERT INTO pin_attempt(staff_key, ok, at_utc) VALUES ('','x','')")
    raw.close()
