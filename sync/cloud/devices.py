"""Devices of a store in SQLite: their keys, nonces and one-time codes.

Part of sync.cloud.sqlite, which is the adapter.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from typing import Any

from sync import wire
from sync.cloud.storage import CodeRefused, DeviceKey, Enrolled

TRIES = 5
NONCE_MEMORY = timedelta(minutes=10)


def device_key(db: Any, keyid: str) -> DeviceKey | None:
    """Return a trusted transport key."""
    row = db.execute(
        "SELECT keyid, store, device, public FROM device_key JOIN device"
        " USING (device) WHERE keyid = ? AND purpose = 'transport'"
        " AND revoked_at IS NULL",
        (keyid,),
    ).fetchone()
    return None if row is None else DeviceKey(*row)


def is_enrolled(db: Any, device: str) -> bool:
    """Whether a device has a trusted transport key."""
    row = db.execute(
        "SELECT 1 FROM device_key WHERE device = ? AND revoked_at IS NULL", (device,)
    ).fetchone()
    return row is not None


def remember_nonce(db: Any, keyid: str, nonce: str, at: datetime) -> bool:
    """Take note of a nonce; False when the key has used it already."""
    now = round(at.timestamp() * 1000)
    oldest = now - round(NONCE_MEMORY.total_seconds() * 1000)
    db.execute("DELETE FROM nonce WHERE seen_ms < ?", (oldest,))
    done = db.execute("INSERT OR IGNORE INTO nonce VALUES (?,?,?)", (keyid, nonce, now))
    return bool(done.rowcount == 1)


def add_code(
    db: Any, store: str, device: str, code_hash: bytes, expires_at: datetime
) -> None:
    """Let a lane be enrolled with a one-time code; an older code ends."""
    db.execute(
        "INSERT OR REPLACE INTO enrolment_code VALUES (?,?,?,?,?,NULL,NULL)",
        (device, store, code_hash, expires_at.isoformat(), TRIES),
    )


def redeem_code(
    db: Any, request: wire.EnrolRequest, code_hash: bytes, at: datetime
) -> Enrolled | CodeRefused:
    """Use a one-time code; the same code and keys again give the same answer."""
    row = db.execute(
        "SELECT * FROM enrolment_code WHERE device = ? AND store = ?",
        (request.device, request.store),
    ).fetchone()
    if row is None or row["tries_left"] <= 0:
        return CodeRefused("there is no code for this lane, or it has no tries left")
    if not hmac.compare_digest(row["hash"], code_hash):
        db.execute(
            "UPDATE enrolment_code SET tries_left = tries_left - 1 WHERE device = ?",
            (request.device,),
        )
        return CodeRefused("the code is wrong")
    if datetime.fromisoformat(row["expires_at"]) < at:
        return CodeRefused("the code has expired")
    keys = (request.transport_key, request.ledger_key)
    used_by = (row["transport_key"], row["ledger_key"])
    keyid = wire.key_id(request.device, wire.decode(request.transport_key))
    if used_by == (None, None):
        _trust(db, request, keyid, at)
    elif used_by != keys:
        return CodeRefused("the code was used with other keys", is_conflict=True)
    return Enrolled(keyid)


def _trust(db: Any, request: wire.EnrolRequest, keyid: str, at: datetime) -> None:
    now, device = at.isoformat(), request.device
    db.execute(
        "INSERT INTO device VALUES (?,?,?) ON CONFLICT DO UPDATE"
        " SET store = excluded.store",
        (request.store, device, now),
    )
    # A new code for a known lane replaces its keys: the old ones end here.
    db.execute(
        "UPDATE device_key SET revoked_at = ? WHERE device = ? AND revoked_at IS NULL",
        (now, device),
    )
    ledger_key = wire.decode(request.ledger_key)
    for key, purpose, public in (
        (keyid, "transport", wire.decode(request.transport_key)),
        (f"{wire.key_id(device, ledger_key)}/ledger", "ledger", ledger_key),
    ):
        db.execute(
            "INSERT INTO device_key VALUES (?,?,?,?,?,NULL) ON CONFLICT DO UPDATE"
            " SET revoked_at = NULL",
            (key, device, purpose, public, now),
        )
    db.execute(
        "UPDATE enrolment_code SET transport_key = ?, ledger_key = ? WHERE device = ?",
        (request.transport_key, request.ledger_key, device),
    )
