"""Walk a ledger's file from its first entry to its head."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite

from kiosk.store.verify.chain import (
    FORMAT,
    Discrepancy,
    Row,
    check_form,
    check_hash,
    check_link,
    check_signature,
    parse,
)
from kiosk.store.verify.sale import check_sale
from kiosk.store.verify.tables import check_rows, check_strays

_BATCH = 100  # entries to a read transaction, so that a writer's WAL can shrink
_LEAST = -(2**63)
_RECEIPT = re.compile(r"(.+)-(\d+)-(\d{6,})")
_SELECT = (
    "SELECT entry.epoch, entry.seq, device, id, kind, business_date, at_utc, mono_ns,"
    " v, CAST(body AS BLOB), prev, entry.hash, checkpoint.hash, public_key, signature"
    " FROM entry LEFT JOIN checkpoint USING (epoch, seq)"
    " WHERE (entry.epoch, entry.seq) > (?, ?) ORDER BY entry.epoch, entry.seq LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification found; `problem` is None when all is well."""

    path: Path
    entries: int  # that were found good
    epoch: int | None  # of the last good entry
    seq: int | None
    hash: str  # of the last good entry, hex
    checkpoints: int  # signatures that were checked
    sums: dict[str, int]  # total of the sales by currency, minor units
    sales: tuple[tuple[str, int], ...]  # (receipt number, total)
    problem: str | None


@dataclass(slots=True)
class _Walk:
    """What was seen so far."""

    connection: Any
    device: str
    trusted: bytes | None
    last: Row | None = None
    entries: int = 0
    checkpoints: int = 0
    ids: set[str] = field(default_factory=set)
    baskets: set[str] = field(default_factory=set)
    numbers: Counter[int] = field(default_factory=Counter)
    sums: Counter[str] = field(default_factory=Counter)
    sales: list[tuple[str, int]] = field(default_factory=list)

    def take(self, row: Row) -> None:
        """Check the next entry; Discrepancy when it is wrong."""
        check_form(row)
        if row.device != self.device:
            raise Discrepancy(f"it is of device {row.device}, not {self.device}")
        if row.id in self.ids:
            raise Discrepancy(f"id {row.id} stands twice")
        body = parse(row.body)
        check_link(row, body, self.last)
        check_hash(row, body)
        if row.kind == "sale":
            self._take_sale(row, body)
        self.checkpoints += check_signature(row, self.trusted)
        self.ids.add(row.id)
        self.entries += 1
        self.last = row

    def _take_sale(self, row: Row, sale: dict[str, Any]) -> None:
        check_sale(sale)
        if sale["basket"] in self.baskets:
            raise Discrepancy(f"basket {sale['basket']} is sold twice")
        number = self.numbers[row.epoch] + 1
        told = _RECEIPT.fullmatch(sale["receipt_no"])
        if not told or (int(told[2]), int(told[3])) != (row.epoch, number):
            raise Discrepancy(
                f"receipt number {sale['receipt_no']!r} is not number {number}"
            )
        check_rows(self.connection, row, sale, number)
        self.numbers[row.epoch] = number
        self.baskets.add(sale["basket"])
        self.sums[sale["currency"]] += sale["total"]
        self.sales.append((sale["receipt_no"], sale["total"]))


def verify(path: Path, public_key: bytes | None = None) -> Report:
    """Check a ledger: bytes, chain, sums, tables, checkpoints.

    `public_key` is the device's raw Ed25519 key, if known: then its checkpoints
    must be signed by it. Never raises for what is wrong with the file: the report
    names the first problem.
    """
    walk = _Walk(None, "", public_key)
    problem = None
    try:
        walk.connection = _connect(path)
        walk.device = _read_meta(walk.connection)
        _walk_all(walk)
    except Discrepancy as found:
        problem = str(found)
    except sqlite.Error as error:
        problem = f"it cannot be read: {error}"
    finally:
        if walk.connection is not None:
            walk.connection.close()
    last = walk.last
    return Report(
        path=path,
        entries=walk.entries,
        epoch=last.epoch if last else None,
        seq=last.seq if last else None,
        hash=last.hash.hex() if last else "",
        checkpoints=walk.checkpoints,
        sums=dict(walk.sums),
        sales=tuple(walk.sales),
        problem=problem,
    )


def _connect(path: Path) -> Any:
    if path.is_dir():
        raise Discrepancy("it is a folder, not a ledger's file")
    if not path.is_file():
        raise Discrepancy("there is no such file")
    try:
        return _open(path, "mode=ro")
    except sqlite.OperationalError:
        if path.with_name(f"{path.name}-wal").exists():
            raise
        # On a read-only medium SQLite cannot make the -shm file that WAL needs.
        # Without a -wal file nobody writes: the file may be taken as it stands.
        return _open(path, "mode=ro&immutable=1")


def _open(path: Path, mode: str) -> Any:
    connection = sqlite.connect(
        f"{path.absolute().as_uri()}?{mode}", uri=True, isolation_level=None, timeout=5
    )
    try:
        connection.execute("PRAGMA query_only=1")
        connection.execute("PRAGMA trusted_schema=0")
        connection.execute("SELECT count(*) FROM sqlite_schema")
    except sqlite.Error:
        connection.close()
        raise
    return connection


def _read_meta(connection: Any) -> str:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    if not {"meta", "entry"} <= tables:
        raise Discrepancy("it is not a ledger")
    meta = dict(connection.execute("SELECT key, value FROM meta"))
    reader = str(meta.get("min_reader", ""))
    if not reader.isdecimal():
        raise Discrepancy("it does not say which program may read it")
    if int(reader) > FORMAT:
        raise Discrepancy(
            f"it needs a program that reads format {reader};"
            f" this one reads up to {FORMAT}"
        )
    if "device" not in meta:
        raise Discrepancy("it does not say whose ledger it is")
    return str(meta["device"])


def _walk_all(walk: _Walk) -> None:
    place = (_LEAST, _LEAST)
    while True:
        walk.connection.execute("BEGIN")
        rows = [Row(*row) for row in walk.connection.execute(_SELECT, (*place, _BATCH))]
        for row in rows:
            try:
                walk.take(row)
            except Discrepancy as found:
                raise Discrepancy(f"entry {row.epoch}/{row.seq}: {found}") from None
            place = row.epoch, row.seq
        if not rows:
            check_strays(walk.connection)
            return
        walk.connection.execute("COMMIT")
