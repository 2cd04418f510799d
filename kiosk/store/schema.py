"""The tables of ledger.db, catalogue.db and people.db, as ordered migrations.

A migration only adds: a file of schema N+1 stays readable for a program of schema
N while `min_reader` allows it, so that a rolled-back program can go on selling.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from kiosk.store.connection import Writer, connect_writer
from kiosk.store.errors import StoreCorrupt, StoreError, StoreTooNew, translated

SCHEMA_VERSION = 1  # what this program writes
MIN_READER = 1  # the oldest program that may open what it writes

ledger_migrations = Migrations("ledger")
catalogue_migrations = Migrations("catalogue")
people_migrations = Migrations("people")

_META = "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT"

_LEDGER = (
    _META,
    """CREATE TABLE entry(
        epoch INTEGER NOT NULL, seq INTEGER NOT NULL, device TEXT NOT NULL,
        id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, business_date TEXT NOT NULL,
        at_utc TEXT NOT NULL, mono_ns INTEGER NOT NULL, v INTEGER NOT NULL,
        body TEXT NOT NULL, prev BLOB NOT NULL, hash BLOB NOT NULL,
        PRIMARY KEY (epoch, seq)) STRICT""",
    "CREATE INDEX entry_kind ON entry(kind, epoch, seq)",
    """CREATE TRIGGER entry_never_updated BEFORE UPDATE ON entry
        BEGIN SELECT RAISE(ABORT, 'a ledger entry is never changed'); END""",
    """CREATE TRIGGER entry_never_deleted BEFORE DELETE ON entry
        BEGIN SELECT RAISE(ABORT, 'a ledger entry is never deleted'); END""",
    """CREATE TABLE checkpoint(
        epoch INTEGER NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL,
        public_key BLOB NOT NULL, signature BLOB NOT NULL,
        PRIMARY KEY (epoch, seq), FOREIGN KEY (epoch, seq) REFERENCES entry) STRICT""",
    """CREATE TABLE sale(
        receipt_no TEXT PRIMARY KEY, epoch INTEGER NOT NULL, number INTEGER NOT NULL,
        seq INTEGER NOT NULL, basket TEXT NOT NULL UNIQUE,
        business_date TEXT NOT NULL, currency TEXT NOT NULL, paid_at TEXT NOT NULL,
        total INTEGER NOT NULL, savings INTEGER NOT NULL,
        UNIQUE (epoch, number), FOREIGN KEY (epoch, seq) REFERENCES entry) STRICT""",
    "CREATE INDEX sale_day ON sale(business_date)",
    """CREATE TABLE sale_line(
        receipt_no TEXT NOT NULL REFERENCES sale, n INTEGER NOT NULL,
        id TEXT NOT NULL, product TEXT NOT NULL, tax_class TEXT NOT NULL,
        pieces INTEGER NOT NULL, grams INTEGER, gross INTEGER NOT NULL,
        discount INTEGER NOT NULL, net INTEGER NOT NULL, tax INTEGER NOT NULL,
        PRIMARY KEY (receipt_no, n)) STRICT""",
    """CREATE TABLE tender(
        receipt_no TEXT NOT NULL REFERENCES sale, n INTEGER NOT NULL,
        intent TEXT NOT NULL, kind TEXT NOT NULL, order_no TEXT NOT NULL,
        amount INTEGER NOT NULL, provider_ref TEXT NOT NULL,
        PRIMARY KEY (receipt_no, n)) STRICT""",
    """CREATE TABLE tax_line(
        receipt_no TEXT NOT NULL REFERENCES sale, n INTEGER NOT NULL,
        tax_class TEXT NOT NULL, rate_ppm INTEGER NOT NULL, net INTEGER NOT NULL,
        tax INTEGER NOT NULL, gross INTEGER NOT NULL,
        PRIMARY KEY (receipt_no, n)) STRICT""",
    """CREATE TABLE posting(
        receipt_no TEXT NOT NULL REFERENCES sale, n INTEGER NOT NULL,
        account TEXT NOT NULL, currency TEXT NOT NULL, amount INTEGER NOT NULL,
        PRIMARY KEY (receipt_no, n)) STRICT""",
    """CREATE TABLE basket(
        n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
        closed INTEGER NOT NULL DEFAULT 0) STRICT""",
    "CREATE INDEX basket_open ON basket(n) WHERE closed = 0",
    """CREATE TABLE journal(
        n INTEGER PRIMARY KEY AUTOINCREMENT, basket TEXT NOT NULL,
        v INTEGER NOT NULL, event TEXT NOT NULL, rejected TEXT NOT NULL) STRICT""",
    "CREATE INDEX journal_basket ON journal(basket, n)",
    """CREATE TABLE pin_attempt(
        n INTEGER PRIMARY KEY AUTOINCREMENT, staff_key TEXT NOT NULL,
        ok INTEGER NOT NULL, at_utc TEXT NOT NULL) STRICT""",
)

_SPAN = "from_generation INTEGER NOT NULL, to_generation INTEGER"
_CATALOGUE = (
    _META,
    f"""CREATE TABLE product(id TEXT NOT NULL, {_SPAN}, category TEXT NOT NULL,
        plu TEXT NOT NULL, initials TEXT NOT NULL, names TEXT NOT NULL,
        body TEXT NOT NULL, PRIMARY KEY (id, from_generation)) STRICT""",
    # Covers what a search looks at, so that it need not read the bodies.
    """CREATE INDEX product_search ON product(
        category, id, from_generation, to_generation, initials, plu, names)""",
    "CREATE INDEX product_plu ON product(plu) WHERE plu <> ''",
    "CREATE INDEX product_initials ON product(initials)",
    f"""CREATE TABLE code(code TEXT NOT NULL, product TEXT NOT NULL, {_SPAN},
        PRIMARY KEY (code, from_generation)) STRICT""",
    f"""CREATE TABLE promotion(id TEXT NOT NULL, {_SPAN}, stage TEXT NOT NULL,
        coupon_code TEXT NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (id, from_generation)) STRICT""",
    "CREATE INDEX promotion_stage ON promotion(stage, coupon_code)",
    "CREATE INDEX promotion_coupon ON promotion(coupon_code) WHERE coupon_code <> ''",
    f"""CREATE TABLE promotion_product(promotion TEXT NOT NULL,
        product TEXT NOT NULL, {_SPAN},
        PRIMARY KEY (product, promotion, from_generation)) STRICT""",
    "CREATE INDEX promotion_product_back ON promotion_product(promotion)",
    f"""CREATE TABLE recall(id TEXT NOT NULL, {_SPAN}, product TEXT NOT NULL,
        lot TEXT, body TEXT NOT NULL, PRIMARY KEY (id, from_generation)) STRICT""",
    "CREATE INDEX recall_product ON recall(product)",
    f"""CREATE TABLE gallery(id TEXT NOT NULL, {_SPAN}, product TEXT NOT NULL,
        model TEXT NOT NULL, embedding BLOB NOT NULL,
        PRIMARY KEY (id, from_generation)) STRICT""",
    f"""CREATE TABLE config(key TEXT NOT NULL, {_SPAN}, body TEXT NOT NULL,
        PRIMARY KEY (key, from_generation)) STRICT""",
)

_PEOPLE = (
    _META,
    """CREATE TABLE staff(id TEXT PRIMARY KEY, version INTEGER NOT NULL,
        role TEXT NOT NULL, demo INTEGER NOT NULL, name BLOB NOT NULL,
        pin BLOB NOT NULL, badge BLOB NOT NULL) STRICT""",
    """CREATE TABLE member(id TEXT PRIMARY KEY, version INTEGER NOT NULL,
        tier TEXT NOT NULL, demo INTEGER NOT NULL, code_key TEXT NOT NULL UNIQUE,
        name BLOB NOT NULL) STRICT""",
)


@ledger_migrations(name="0001_ledger")
def _ledger_1(db: Any) -> None:
    _create(db, _LEDGER)


@catalogue_migrations(name="0001_catalogue")
def _catalogue_1(db: Any) -> None:
    _create(db, _CATALOGUE)


@people_migrations(name="0001_people")
def _people_1(db: Any) -> None:
    _create(db, _PEOPLE)


def _create(db: Any, statements: tuple[str, ...]) -> None:
    for statement in statements:
        db.conn.execute(statement)
    db.conn.executemany(
        "INSERT INTO meta VALUES (?, ?)",
        [("schema_version", str(SCHEMA_VERSION)), ("min_reader", str(MIN_READER))],
    )


def open_ledger(path: Path) -> Writer:
    """Open or create a ledger for its writer; raises StoreError kinds."""
    return _open(path, ledger_migrations)


def open_catalogue(path: Path) -> Writer:
    """Open or create a catalogue for its writer, the sync agent."""
    return _open(path, catalogue_migrations)


def open_people(path: Path) -> Writer:
    """Open or create the people file for its writer, the sync agent.

    secure_delete is on: an erased row leaves no bytes behind in the file.
    """
    writer = _open(path, people_migrations)
    writer.run("PRAGMA secure_delete=ON")
    return writer


def _open(path: Path, migrations: Migrations) -> Writer:
    connection = connect_writer(path)
    writer = Writer(path, connection)
    try:
        check_reader(path, writer.run)
        with translated(path):
            database = Database(
                connection, recursive_triggers=False, execute_plugins=False
            )
            migrations.apply(database)
    except StoreError:
        writer.close()
        raise
    return writer


def check_reader(path: Path, row: Callable[[str], Any]) -> None:
    """Raise StoreTooNew when a file asks for a newer program. A new file passes.

    `row` runs a query and returns its first row.
    """
    if row("SELECT 1 FROM sqlite_schema WHERE name = 'meta'") is None:
        return
    found = row("SELECT value FROM meta WHERE key = 'min_reader'")
    if found is None or not found[0].isdecimal():
        raise StoreCorrupt(f"{path}: it does not say which program may read it")
    if int(found[0]) > SCHEMA_VERSION:
        raise StoreTooNew(path, int(found[0]), SCHEMA_VERSION)
