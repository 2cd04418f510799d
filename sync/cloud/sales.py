"""The sales of a store in SQLite, for its page and the JSON API.

Part of sync.cloud.sqlite, which is the adapter.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from sync.cloud.ledgers import acks
from sync.cloud.storage import ChainHead, SaleRow, StoredSale
from sync.wire import Ack


def latest_date(db: Any, store: str) -> date | None:
    """Return the newest business date that bears an entry."""
    newest = [
        db.execute(
            "SELECT business_date FROM entry WHERE device = ? AND review = ''"
            " ORDER BY business_date DESC LIMIT 1",
            (device,),
        ).fetchone()
        for device in _devices(db, store)
    ]
    dates = [date.fromisoformat(row[0]) for row in newest if row is not None]
    return max(dates, default=None)


def _devices(db: Any, store: str) -> list[str]:
    rows = db.execute(
        "SELECT device FROM device WHERE store = ? ORDER BY device", (store,)
    )
    return [row["device"] for row in rows]


def sales(db: Any, store: str, on: date) -> tuple[StoredSale, ...]:
    """Return a business date's sales, newest first."""
    rows = db.execute(
        "SELECT sale.*, hash, review, body FROM sale"
        " JOIN entry USING (device, epoch, seq) JOIN device USING (device)"
        " WHERE store = ? AND sale.business_date = ?"
        " ORDER BY paid_at DESC, device, epoch DESC, seq DESC",
        (store, on.isoformat()),
    )
    return tuple(
        StoredSale(
            device=row["device"],
            epoch=row["epoch"],
            seq=row["seq"],
            hash=row["hash"],
            review=row["review"],
            row=SaleRow(
                receipt_no=row["receipt_no"],
                currency=row["currency"],
                exponent=row["exponent"],
                total=row["total"],
                savings=row["savings"],
                paid_at=row["paid_at"],
            ),
            body=json.loads(row["body"]),
        )
        for row in rows
    )


def heads(db: Any, store: str) -> tuple[ChainHead, ...]:
    """Return the chain heads of a store's devices."""
    found = []
    for device in _devices(db, store):
        marks, forks = acks(db, device)
        forked = {fork.epoch for fork in forks}
        found += [_head(db, device, mark, mark.epoch in forked) for mark in marks]
    return tuple(found)


def _head(db: Any, device: str, mark: Ack, is_forked: bool) -> ChainHead:
    row = db.execute(
        "SELECT received_at, (SELECT count(*) FROM entry AS odd"
        "  WHERE odd.device = entry.device AND odd.epoch = entry.epoch"
        "  AND odd.review <> '') AS needs_review"
        " FROM entry WHERE device = ? AND epoch = ? AND seq = ?",
        (device, mark.epoch, mark.seq),
    ).fetchone()
    return ChainHead(
        device=device,
        epoch=mark.epoch,
        seq=mark.seq,
        hash=mark.hash,
        needs_review=row["needs_review"],
        received_at=datetime.fromisoformat(row["received_at"]),
        is_forked=is_forked,
    )
