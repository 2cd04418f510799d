"""The SQLite schema of the cloud, as migrations.

All keys begin with the device or the store, so that the tables can be distributed
by store. Expand only: a release never removes what the one before it reads.
"""

from __future__ import annotations

from sqlite_utils.db import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("sync.cloud")


@migrations(name="0001_first")
def first(db: Database) -> None:
    """Devices and their keys, entries, sales, feeds."""
    for statement in _FIRST:
        db.execute(statement)


_FIRST = (
    """CREATE TABLE device (
        store TEXT NOT NULL, device TEXT PRIMARY KEY, enrolled_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE device_key (
        keyid TEXT PRIMARY KEY, device TEXT NOT NULL REFERENCES device(device),
        purpose TEXT NOT NULL CHECK (purpose IN ('transport', 'ledger')),
        public BLOB NOT NULL CHECK (length(public) = 32),
        since TEXT NOT NULL, revoked_at TEXT
    ) STRICT""",
    """CREATE TABLE enrolment_code (
        device TEXT PRIMARY KEY, store TEXT NOT NULL, hash BLOB NOT NULL,
        expires_at TEXT NOT NULL, tries_left INTEGER NOT NULL,
        transport_key TEXT, ledger_key TEXT  -- of the lane that used it
    ) STRICT""",
    """CREATE TABLE nonce (
        keyid TEXT NOT NULL, nonce TEXT NOT NULL, seen_ms INTEGER NOT NULL,
        PRIMARY KEY (keyid, nonce)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX nonce_seen ON nonce(seen_ms)",
    """CREATE TABLE entry (
        device TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
        id TEXT NOT NULL, kind TEXT NOT NULL, business_date TEXT NOT NULL,
        at_utc TEXT NOT NULL, mono_ns INTEGER NOT NULL, v INTEGER NOT NULL,
        body TEXT NOT NULL, prev TEXT NOT NULL, hash TEXT NOT NULL,
        received_at TEXT NOT NULL, review TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (device, epoch, seq)
    ) STRICT""",
    # An entry that repeats an id is kept for review; the good ones are unique.
    "CREATE UNIQUE INDEX entry_id ON entry(device, id) WHERE review = ''",
    "CREATE INDEX entry_review ON entry(device, epoch) WHERE review <> ''",
    "CREATE INDEX entry_date ON entry(device, business_date)",
    """CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
        BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END""",
    """CREATE TRIGGER entry_is_never_removed BEFORE DELETE ON entry
        BEGIN SELECT RAISE(ABORT, 'an entry is never removed'); END""",
    """CREATE TABLE fork (
        device TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
        hash TEXT NOT NULL, seen_at TEXT NOT NULL,
        PRIMARY KEY (device, epoch)
    ) STRICT""",
    """CREATE TABLE sale (
        device TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
        business_date TEXT NOT NULL, receipt_no TEXT NOT NULL,
        currency TEXT NOT NULL, exponent INTEGER NOT NULL, total INTEGER NOT NULL,
        savings INTEGER NOT NULL, paid_at TEXT NOT NULL,
        PRIMARY KEY (device, epoch, seq),
        FOREIGN KEY (device, epoch, seq) REFERENCES entry(device, epoch, seq)
    ) STRICT""",
    "CREATE INDEX sale_date ON sale(device, business_date)",
    "CREATE INDEX sale_receipt ON sale(device, receipt_no)",
    """CREATE TABLE feed (
        store TEXT NOT NULL, feed TEXT NOT NULL, id TEXT NOT NULL,
        server_seq INTEGER NOT NULL, PRIMARY KEY (store, feed)
    ) STRICT""",
    """CREATE TABLE change (
        store TEXT NOT NULL, feed TEXT NOT NULL, kind TEXT NOT NULL,
        key TEXT NOT NULL, server_seq INTEGER NOT NULL, body TEXT,
        PRIMARY KEY (store, feed, kind, key)
    ) STRICT""",
    "CREATE UNIQUE INDEX change_seq ON change(store, feed, server_seq)",
)
