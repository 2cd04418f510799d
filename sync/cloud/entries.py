"""Judges ledger entries that arrive: whether the hash is right, and what is odd.

Pure. An odd entry is stored all the same, marked for people to look at: the ledger
of a lane is the truth of what happened there, and one bad entry must not hold up
the rest. A kind that this program does not know is not odd: lanes may be newer.
"""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

from kiosk.domain.chain import CanonicalError, canonical, entry_hash
from sync import wire
from sync.cloud.storage import Judged, SaleRow

ALLOWED_AHEAD = timedelta(days=1)


class _OddError(ValueError):
    """Why people should look at an entry."""


def judge(device: str, entry: wire.Entry, now: datetime) -> Judged:
    """Recompute an entry's hash and look at what it says."""
    try:
        body = _body(entry)
        right = _hash(device, entry, body) == entry.hash
    except _OddError as odd:
        return Judged(entry, hash_is_right=False, review=str(odd), sale=None)
    if not right:
        return Judged(entry, False, "the hash is not that of the entry", None)
    try:
        _check_times(entry, now)
        sale = _sale(body) if entry.kind == "sale" else None
    except _OddError as odd:
        return Judged(entry, True, str(odd), _sale_or_none(entry, body))
    return Judged(entry, True, "", sale)


def _body(entry: wire.Entry) -> dict[str, Any]:
    try:
        body = json.loads(entry.body)
        if canonical(body) != entry.body.encode():
            raise _OddError("the body is not in canonical form")
    except (CanonicalError, ValueError, RecursionError) as error:
        if isinstance(error, _OddError):
            raise
        raise _OddError("the body is not canonical JSON") from error
    if not isinstance(body, dict):
        raise _OddError("the body is not an object")
    return body


def _hash(device: str, entry: wire.Entry, body: dict[str, Any]) -> str:
    fields = entry.model_dump(exclude={"body", "prev", "hash"})
    try:
        return entry_hash(
            bytes.fromhex(entry.prev), {**fields, "device": device, "body": body}
        ).hex()
    except CanonicalError as error:
        raise _OddError("the entry has no canonical form") from error


def _check_times(entry: wire.Entry, now: datetime) -> None:
    try:
        at = datetime.fromisoformat(entry.at_utc)
        date.fromisoformat(entry.business_date)
    except ValueError as error:
        raise _OddError("its time or business date is no date") from error
    if at.tzinfo is None:
        raise _OddError("its time has no zone")
    if at > now + ALLOWED_AHEAD:
        raise _OddError("its time is more than a day ahead")


def _sale(body: dict[str, Any]) -> SaleRow:
    row = _sale_row(body)
    if sum(_amounts(body, "postings")) != 0:
        raise _OddError("the sale's postings do not sum to zero")
    if sum(_amounts(body, "tenders")) != row.total:
        raise _OddError("the sale's tenders are not its total")
    return row


def _sale_or_none(entry: wire.Entry, body: dict[str, Any]) -> SaleRow | None:
    if entry.kind != "sale":
        return None
    try:
        return _sale_row(body)
    except _OddError:
        return None


def _sale_row(body: dict[str, Any]) -> SaleRow:
    row = SaleRow(
        receipt_no=_field(body, "receipt_no", str),
        currency=_field(body, "currency", str),
        exponent=_field(body, "exponent", int),
        total=_field(body, "total", int),
        savings=_field(body, "savings", int),
        paid_at=_field(body, "paid_at", str),
    )
    if not row.receipt_no or not 0 <= row.exponent <= 4:
        raise _OddError("the sale has no receipt number or no known currency")
    _lines(body)
    return row


def _lines(body: dict[str, Any]) -> None:
    for line in _field(body, "lines", list):
        if not isinstance(line, dict) or not _names_are_right(line.get("names")):
            raise _OddError("the sale has a line without names")
        for key in ("pieces", "gross", "net"):
            _field(line, key, int)


def _names_are_right(names: Any) -> bool:
    return isinstance(names, list) and all(
        isinstance(pair, list)
        and len(pair) == 2
        and all(isinstance(text, str) for text in pair)
        for pair in names
    )


def _amounts(body: dict[str, Any], key: str) -> list[int]:
    amounts = []
    for item in _field(body, key, list):
        if not isinstance(item, dict):
            raise _OddError(f"the sale's {key} are not objects")
        amounts.append(_field(item, "amount", int))
    return amounts


def _field(body: dict[str, Any], key: str, kind: type) -> Any:
    value = body.get(key)
    if type(value) is not kind:
        raise _OddError(f"the sale has no {key}")
    return value
