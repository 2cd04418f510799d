"""Pushes the ledger to the cloud: the entries after the acknowledged one, in order.

The ledger is the outbox. It is opened read-only, anew for each step, because the kiosk
may put another file in its place. An acknowledgement counts only when its hash is that
of our own entry; the cloud's high-water mark may lie below ours (it was restored from
a backup), then we go back and send again. Where the two disagree (a fork) nothing more
of that epoch is sent, and people must look.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.store.connection import Reader
from sync import wire
from sync.client import CloudClient
from sync.errors import CloudRefused, CloudUntrusted, SyncError
from sync.store import SyncState
from sync.wire import Ack

_LOG = logging.getLogger(__name__)
_MAX_BATCH_BYTES = wire.MAX_REQUEST_BYTES - 64 * 1024
_ENTRY_OVERHEAD = 600  # bytes of an entry besides its body, as JSON, at most
_COLUMNS = (
    "epoch, seq, id, kind, business_date, at_utc, mono_ns, v, body, prev, hash, device"
)
# From epoch to epoch by the primary key: GROUP BY would read every entry, each second.
_HEADS = """
    WITH RECURSIVE known(epoch) AS (
        SELECT min(epoch) FROM entry
        UNION ALL
        SELECT (SELECT min(epoch) FROM entry WHERE epoch > known.epoch) FROM known
        WHERE known.epoch IS NOT NULL)
    SELECT epoch, (SELECT max(seq) FROM entry WHERE entry.epoch = known.epoch)
    FROM known WHERE epoch IS NOT NULL"""


class LedgerView:
    """The ledger as the agent sees it: rows, never written."""

    def __init__(self, path: Path) -> None:
        self._db = Reader(path)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def heads(self) -> list[tuple[int, int]]:
        """Return (epoch, last seq) of each epoch, in order."""
        return [(epoch, seq) for epoch, seq in self._db.rows(_HEADS)]

    def hash_of(self, epoch: int, seq: int) -> str | None:
        """Return an entry's hash; None when there is no such entry."""
        row = self._db.row(
            "SELECT hash FROM entry WHERE epoch = ? AND seq = ?", (epoch, seq)
        )
        return None if row is None else row[0].hex()

    def entries_after(self, epoch: int, seq: int) -> list[Any]:
        """Return the rows of an epoch that follow, as many as make a batch."""
        sql = (
            f"SELECT {_COLUMNS} FROM entry"  # ruff: ignore[hardcoded-sql-expression] constants only
            " WHERE epoch = ? AND seq > ? ORDER BY seq LIMIT ?"
        )
        return self._db.rows(sql, (epoch, seq, wire.MAX_BATCH))

    def count_after(self, epoch: int, seq: int) -> tuple[int, str | None]:
        """Return how many entries of an epoch follow, and the oldest one's time."""
        count, oldest = self._db.row(
            "SELECT count(*), min(at_utc) FROM entry WHERE epoch = ? AND seq > ?",
            (epoch, seq),
        )
        return count, oldest


class Pusher:
    """The upload lane: each step sends one batch."""

    def __init__(
        self,
        ledger: Path,
        device: str,
        state: SyncState,
        client: CloudClient,
        now: Callable[[], datetime],
    ) -> None:
        self._path = ledger
        self._device = device
        self._state = state
        self._client = client
        self._now = now

    def close(self) -> None:
        """Close what the lane holds."""
        self._client.close()
        self._state.close()

    def step(self) -> bool:
        """Send one batch; True when there may be more to send.

        Raises SyncError and StoreError kinds; nothing is lost by trying again.
        """
        if not self._path.exists():
            return False  # the kiosk has not sold anything yet
        ledger = LedgerView(self._path)
        try:
            for epoch, last in ledger.heads():
                if self._has_more(ledger, epoch, last):
                    self._push(ledger, epoch)
                    return True
        finally:
            ledger.close()
        return False

    def _has_more(self, ledger: LedgerView, epoch: int, last: int) -> bool:
        if self._state.is_forked(epoch):
            return False
        ack = self._state.ack(epoch)
        if ack is None:
            return True
        if ledger.hash_of(epoch, ack.seq) != ack.hash:
            # Another ledger than the one that was acknowledged: a restored disk.
            stop_epoch(self._state, ack, self._now())
            return False
        return last > ack.seq

    def _push(self, ledger: LedgerView, epoch: int) -> None:
        ack = self._state.ack(epoch)
        batch = self._batch(ledger, epoch, 0 if ack is None else ack.seq)
        path = f"/v1/devices/{self._device}/entries"
        try:
            reply = self._client.post(path, batch, wire.PushReply)
        except CloudRefused as refusal:
            self._take_refusal(ledger, epoch, refusal)
            return
        if reply.ack.epoch != epoch:
            raise CloudUntrusted("the cloud acknowledged another epoch")
        if ledger.hash_of(epoch, reply.ack.seq) != reply.ack.hash:
            raise CloudUntrusted("the cloud acknowledged an entry that is not ours")
        if reply.needs_review:
            _LOG.warning("the cloud marked %d entries for review", reply.needs_review)
        self._state.set_ack(reply.ack, self._now())

    def _batch(self, ledger: LedgerView, epoch: int, acked: int) -> wire.PushRequest:
        entries: list[wire.Entry] = []
        size = 0
        for row in ledger.entries_after(epoch, acked):
            if row[1] != acked + len(entries) + 1:
                break
            entry = self._entry(row)
            # A body is text inside JSON: each quote in it takes another byte.
            size += len(entry.body.encode()) + entry.body.count('"') + _ENTRY_OVERHEAD
            if entries and size > _MAX_BATCH_BYTES:
                break
            entries.append(entry)
        if not entries:
            raise SyncError(f"the ledger lacks entry {epoch}/{acked + 1}")
        return wire.PushRequest(epoch=epoch, entries=tuple(entries))

    def _entry(self, row: Any) -> wire.Entry:
        if row[11] != self._device:
            raise SyncError(f"the ledger is {row[11]}'s, and this is {self._device}")
        return wire.Entry(
            epoch=row[0],
            seq=row[1],
            id=row[2],
            kind=row[3],
            business_date=row[4],
            at_utc=row[5],
            mono_ns=row[6],
            v=row[7],
            body=row[8],
            prev=row[9].hex(),
            hash=row[10].hex(),
        )

    def _take_refusal(
        self, ledger: LedgerView, epoch: int, refusal: CloudRefused
    ) -> None:
        match refusal.problem.error:
            case "gap":
                ack = refusal.problem.ack
                take_high_water(self._state, ledger, epoch, ack, self._now())
            case "fork" if refusal.problem.ack is not None:
                stop_epoch(self._state, refusal.problem.ack, self._now())
            case _:
                raise refusal


def take_high_water(
    state: SyncState, ledger: LedgerView, epoch: int, ack: Ack | None, at: datetime
) -> None:
    """Go on from where the cloud is: it may have less than it once had.

    What it has must be ours: otherwise two lanes claim to be this one.
    """
    if ack is None:
        state.forget_ack(epoch)
    elif ledger.hash_of(epoch, ack.seq) == ack.hash:
        state.set_ack(ack, at)
    else:
        stop_epoch(state, ack, at)


def stop_epoch(state: SyncState, place: Ack, at: datetime) -> None:
    """Push an epoch no more: it has another entry here than the cloud."""
    state.set_fork(place, at)
    _LOG.error(
        "fork: the cloud has another entry at %d/%d; this epoch is no longer pushed,"
        " and the lane must be enrolled again",
        place.epoch,
        place.seq,
    )
