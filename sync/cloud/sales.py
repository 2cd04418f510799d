"""The sales of a store in SQLite, for its page and the JSON API.

Part of sync.cloud.sqlite, which is the adapter.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from sync.cloud.storage import ChainHead, SaleRow, StoredSale


def latest_date(db: Any, store: str) -> date | None:
    """Return the newest business date that bears an entry."""
    row = db.execute(
        "SELECT max(business_date) FROM entry JOIN device USING (device)"
        " WHERE store = ? AND review = ''",
        (store,),
    ).fetchone()
    return None if row[0] is None else date.fromisoformat(row[0])


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
    rows = db.execute(
        "SELECT device, epoch, max(seq) AS seq, hash, received_at,"
        " (SELECT count(*) FROM entry AS odd WHERE odd.device = entry.device"
        "  AND odd.epoch = entry.epoch AND odd.review <> '') AS needs_review,"
        " EXISTS (SELECT 1 FROM fork WHERE fork.device = entry.device"
        "  AND fork.epoch = entry.epoch) AS is_forked"
        " FROM entry JOIN device USING (device) WHERE store = ?"
        " GROUP BY device, epoch ORDER BY device, epoch",
        (store,),
    )
    return tuple(
        ChainHead(
            device=row["device"],
            epoch=row["epoch"],
            seq=row["seq"],
            hash=row["hash"],
            needs_review=row["needs_review"],
            received_at=datetime.fromisoformat(row["received_at"]),
            is_forked=bool(row["is_forked"]),
        )
        for row in rows
    )
