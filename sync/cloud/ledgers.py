"""Stores ledger entries in SQLite: prefix acceptance, replay, gap and fork.

The permanent key (device, epoch, seq) makes a push idempotent for ever; nothing is
ever overwritten. Part of sync.cloud.sqlite, which is the adapter.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sync import wire
from sync.cloud.storage import Accepted, Appended, Fork, Gap, Judged

_ZERO = "0" * 64
_COLUMNS = (
    "device, epoch, seq, id, kind, business_date, at_utc, mono_ns, v, body, prev, "
    "hash, received_at, review"
)
_INSERT = f"INSERT INTO entry ({_COLUMNS}) VALUES ({', '.join('?' * 14)})"  # ruff: ignore[hardcoded-sql-expression] constants only
# From epoch to epoch by the primary key, without reading every entry.
_HEADS = """
    WITH RECURSIVE known(epoch) AS (
        SELECT min(epoch) FROM entry WHERE device = ?
        UNION ALL
        SELECT (SELECT min(epoch) FROM entry
            WHERE device = ? AND epoch > known.epoch)
        FROM known WHERE known.epoch IS NOT NULL)
    SELECT entry.epoch, entry.seq, entry.hash FROM known JOIN entry
    ON entry.device = ? AND entry.epoch = known.epoch AND entry.seq =
        (SELECT max(seq) FROM entry AS last
         WHERE last.device = entry.device AND last.epoch = known.epoch)
    ORDER BY entry.epoch"""


def append(db: Any, device: str, batch: Sequence[Judged], at: datetime) -> Appended:
    """Store what follows the entries that are there, inside a transaction."""
    epoch = batch[0].entry.epoch
    forked = _fork(db, device, epoch)
    if forked is not None:
        return Fork(forked)
    head = _head(db, device, epoch)
    reviews = 0
    for judged in batch:
        entry = judged.entry
        if head is not None and entry.seq <= head.seq:
            stored = _stored(db, device, epoch, entry.seq)
            if stored.hash != entry.hash:
                return _note_fork(db, device, stored, at)
            continue
        if entry.seq != (wire.FIRST_SEQ if head is None else head.seq + 1):
            break
        if head is not None and _is_other_branch(judged, head):
            return _note_fork(db, device, head, at)
        reviews += _insert(db, device, judged, head, at)
        head = wire.Ack(epoch=epoch, seq=entry.seq, hash=entry.hash)
    if head is None or head.seq < batch[0].entry.seq:
        return Gap(head)
    return Accepted(head, reviews)


def _is_other_branch(judged: Judged, head: wire.Ack) -> bool:
    # It truly follows some entry, but not ours: the device has another one there.
    return judged.hash_is_right and judged.entry.prev != head.hash


def _insert(
    db: Any, device: str, judged: Judged, head: wire.Ack | None, at: datetime
) -> int:
    entry, sale = judged.entry, judged.sale
    review = judged.review or _review_in_place(db, device, judged, head)
    db.execute(
        _INSERT,
        (
            device,
            entry.epoch,
            entry.seq,
            entry.id,
            entry.kind,
            entry.business_date,
            entry.at_utc,
            entry.mono_ns,
            entry.v,
            entry.body,
            entry.prev,
            entry.hash,
            at.isoformat(),
            review,
        ),
    )
    if sale is not None:
        place = (device, entry.epoch, entry.seq, entry.business_date)
        db.execute(
            "INSERT INTO sale VALUES (?,?,?,?,?,?,?,?,?,?)",
            (*place, *dataclasses.astuple(sale)),
        )
    return int(review != "")


def _review_in_place(
    db: Any, device: str, judged: Judged, head: wire.Ack | None
) -> str:
    entry, sale = judged.entry, judged.sale
    if head is None and entry.epoch == 0 and entry.prev != _ZERO:
        return "the first entry names an entry before it"
    if head is None and entry.epoch > 0 and entry.kind != "epoch_opened":
        return "the epoch does not begin with epoch_opened"
    if _exists(db, "entry WHERE device = ? AND id = ?", device, entry.id):
        return "its id is that of another entry"
    if sale is not None and _exists(
        db, "sale WHERE device = ? AND receipt_no = ?", device, sale.receipt_no
    ):
        return "its receipt number is that of another sale"
    return ""


def _exists(db: Any, where: str, *values: str) -> bool:
    query = f"SELECT 1 FROM {where} LIMIT 1"  # ruff: ignore[hardcoded-sql-expression] constants only
    return db.execute(query, values).fetchone() is not None


def _note_fork(db: Any, device: str, stored: wire.Ack, at: datetime) -> Fork:
    db.execute(
        "INSERT OR IGNORE INTO fork VALUES (?,?,?,?,?)",
        (device, stored.epoch, stored.seq, stored.hash, at.isoformat()),
    )
    return Fork(stored)


def _fork(db: Any, device: str, epoch: int) -> wire.Ack | None:
    row = db.execute(
        "SELECT epoch, seq, hash FROM fork WHERE device = ? AND epoch = ?",
        (device, epoch),
    ).fetchone()
    return None if row is None else ack(row)


def _head(db: Any, device: str, epoch: int) -> wire.Ack | None:
    row = db.execute(
        "SELECT epoch, seq, hash FROM entry WHERE device = ? AND epoch = ?"
        " ORDER BY seq DESC LIMIT 1",
        (device, epoch),
    ).fetchone()
    return None if row is None else ack(row)


def _stored(db: Any, device: str, epoch: int, seq: int) -> wire.Ack:
    row = db.execute(
        "SELECT epoch, seq, hash FROM entry WHERE device = ? AND epoch = ? AND seq = ?",
        (device, epoch, seq),
    ).fetchone()
    return ack(row)


def acks(db: Any, device: str) -> tuple[tuple[wire.Ack, ...], tuple[wire.Ack, ...]]:
    """Return the heads of a device's epochs, and the places of its forks."""
    heads = db.execute(_HEADS, (device, device, device))
    forks = db.execute("SELECT * FROM fork WHERE device = ? ORDER BY epoch", (device,))
    return tuple(map(ack, heads)), tuple(map(ack, forks))


def ack(row: Any) -> wire.Ack:
    """Return a row with epoch, seq and hash as an acknowledgement."""
    return wire.Ack(epoch=row["epoch"], seq=row["seq"], hash=row["hash"])
