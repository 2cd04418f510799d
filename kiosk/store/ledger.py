"""The ledger: hash-chained entries, sales, and what is read from them.

One writer, the kiosk's main thread. It decides nothing about a basket; it keeps
what the engine commits. The format is docs/ledger-format.md.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.domain import chain
from kiosk.domain.sale import Sale
from kiosk.store import sales
from kiosk.store.clock import utc_text, utc_time
from kiosk.store.codec import CodecError, from_json, to_json
from kiosk.store.connection import Writer
from kiosk.store.errors import SaleRefused, StoreCorrupt, StoreError, StoreForeign
from kiosk.store.ids import uuid7
from kiosk.store.journal import Journal
from kiosk.store.pins import PinAttempts
from kiosk.store.schema import open_ledger

CHECKPOINT_EVERY = 50
RECENT = 1000  # entries of about a day, read in half a millisecond


@dataclass(frozen=True, slots=True)
class EntryRef:
    """Where an entry stands in the chain."""

    epoch: int
    seq: int
    id: str
    hash: str  # hex


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the next entry goes."""

    epoch: int
    seq: int
    prev: bytes


def _after(last: EntryRef) -> _Place:
    return _Place(last.epoch, last.seq + 1, bytes.fromhex(last.hash))


class Ledger:
    """A lane's ledger file.

    Attributes: `journal`, `pins`. Every method raises StoreError kinds; a method
    that says "inside a transaction" raises RuntimeError without one.
    """

    def __init__(
        self,
        db: Writer,
        device: str,
        receipt_prefix: str,
        key: Ed25519PrivateKey | None,
        mono_ns: Callable[[], int],
    ) -> None:
        self._db = db
        self._device = device
        self._prefix = receipt_prefix
        self._key = key
        self._mono_ns = mono_ns
        self.journal = Journal(db)
        self.pins = PinAttempts(db)

    @classmethod
    def open(
        cls,
        path: Path,
        device: str,
        receipt_prefix: str,
        key: Ed25519PrivateKey | None = None,
        mono_ns: Callable[[], int] = time.monotonic_ns,
    ) -> Ledger:
        """Open or create a device's ledger; `key` signs its checkpoints.

        Raises StoreError kinds: StoreForeign when another device began it.
        """
        db = open_ledger(path)
        try:
            _claim(db, device)
        except StoreError:
            db.close()
            raise
        return cls(db, device, receipt_prefix, key, mono_ns)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def transaction(self) -> AbstractContextManager[None]:
        """BEGIN IMMEDIATE ... COMMIT; an exception rolls all of it back."""
        return self._db.transaction()

    def head(self) -> EntryRef | None:
        """Return the last entry; None in a new ledger."""
        row = self._db.run(
            "SELECT epoch, seq, id, hash FROM entry"
            " ORDER BY epoch DESC, seq DESC LIMIT 1"
        )
        if row is None:
            return None
        epoch, seq, entry_id, digest = row
        return EntryRef(epoch, seq, entry_id, digest.hex())

    def append(
        self,
        kind: str,
        body: Mapping[str, object],
        at: datetime,
        business_date: date,
    ) -> EntryRef:
        """Append an entry, inside a transaction.

        CanonicalError when the body holds a float, a huge integer or odd keys.
        """
        self._require_transaction()
        last = self.head()
        place = _after(last) if last else _Place(0, 1, chain.GENESIS)
        return self._write(place, kind, body, at, business_date)

    def open_epoch(
        self,
        reason: str,
        at: datetime,
        business_date: date,
        last: EntryRef | None = None,
    ) -> EntryRef:
        """Begin the next epoch: after a fork, or in a new file after damage.

        `last` is the last entry known, this file's own if not told; ValueError when
        there is none.
        """
        with self.transaction():
            last = last or self.head()
            if last is None:
                raise ValueError("there is no entry that a new epoch could follow")
            body = {
                "epoch": last.epoch,
                "hash": last.hash,
                "reason": reason,
                "seq": last.seq,
            }
            place = _Place(last.epoch + 1, 1, bytes.fromhex(last.hash))
            return self._write(place, "epoch_opened", body, at, business_date)

    def _write(
        self,
        place: _Place,
        kind: str,
        body: Mapping[str, object],
        at: datetime,
        business_date: date,
    ) -> EntryRef:
        head = {
            "at_utc": utc_text(at),
            "body": body,
            "business_date": business_date.isoformat(),
            "device": self._device,
            "epoch": place.epoch,
            "id": uuid7(at),
            "kind": kind,
            # It wraps after 104 days of uptime: differences are what it is for.
            "mono_ns": self._mono_ns() % chain.INTEGER_BOUND,
            "seq": place.seq,
            "v": chain.ENTRY_VERSION,
        }
        digest = chain.entry_hash(place.prev, head)
        self._db.run(
            "INSERT INTO entry(epoch, seq, device, id, kind, business_date, at_utc,"
            " mono_ns, v, body, prev, hash) VALUES (:epoch, :seq, :device, :id, :kind,"
            " :business_date, :at_utc, :mono_ns, :v, :text, :prev, :hash)",
            head
            | {
                "text": chain.canonical(body).decode(),
                "prev": place.prev,
                "hash": digest,
            },
        )
        ref = EntryRef(place.epoch, place.seq, str(head["id"]), digest.hex())
        if place.seq % CHECKPOINT_EVERY == 0 or kind == "day_close":
            self._sign(ref)
        return ref

    def _sign(self, ref: EntryRef) -> None:
        if self._key is None:
            return
        digest = bytes.fromhex(ref.hash)
        signed = chain.checkpoint_bytes(self._device, ref.epoch, ref.seq, digest)
        self._db.run(
            "INSERT INTO checkpoint(epoch, seq, hash, public_key, signature)"
            " VALUES (?,?,?,?,?)",
            (
                ref.epoch,
                ref.seq,
                digest,
                self._key.public_key().public_bytes_raw(),
                self._key.sign(signed),
            ),
        )

    def commit_sale(
        self, sale: Sale, at: datetime, business_date: date
    ) -> tuple[Sale, EntryRef]:
        """Give a sale its receipt number and append it, inside a transaction.

        Returns the sale as the ledger has it: text is in NFC. SaleRefused when its
        postings do not sum to zero or its basket is sold.
        """
        self._require_transaction()
        off = sum(posting.amount for posting in sale.postings)
        if off:
            raise SaleRefused(f"basket {sale.basket}: the postings are off by {off}")
        if self._db.run("SELECT 1 FROM sale WHERE basket = ?", (sale.basket,)):
            raise SaleRefused(f"basket {sale.basket} is sold already")
        epoch = self._epoch()
        number = sales.next_number(self._db, epoch)
        receipt_no = f"{self._prefix}-{epoch}-{number:06d}"
        body = chain.canonical(to_json(replace(sale, receipt_no=receipt_no)))
        sale = from_json(orjson.loads(body), Sale)
        ref = self.append("sale", to_json(sale), at, business_date)
        sales.insert(self._db, sale, ref.epoch, ref.seq, number, business_date)
        return sale, ref

    def sale(self, receipt_no: str) -> Sale | None:
        """Return a sale as it was committed; None when there is none."""
        row = self._db.run(
            "SELECT body FROM entry JOIN sale USING (epoch, seq) WHERE receipt_no = ?",
            (receipt_no,),
        )
        if row is None:
            return None
        try:
            return from_json(orjson.loads(row[0]), Sale)
        except (CodecError, orjson.JSONDecodeError) as error:
            raise StoreCorrupt(
                f"{self._db.path}: sale {receipt_no} cannot be read ({error})"
            ) from error

    def count_after(self, epoch: int, seq: int) -> tuple[int, datetime | None]:
        """Return how many entries follow (epoch, seq), and the oldest one's time."""
        first = self._db.run(
            "SELECT at_utc FROM entry WHERE (epoch, seq) > (?, ?)"
            " ORDER BY epoch, seq LIMIT 1",
            (epoch, seq),
        )
        head = self.head()
        if first is None or head is None:
            return 0, None
        if head.epoch == epoch:  # gapless: no need to count a week offline by rows
            count = head.seq - seq
        else:
            (count,) = self._db.run(
                "SELECT count(*) FROM entry WHERE (epoch, seq) > (?, ?)", (epoch, seq)
            )
        return count, utc_time(first[0])

    def latest_time(self) -> datetime | None:
        """Return the latest wall time of the recent entries; None in a new ledger.

        Not the last one's: a clock that was set back writes entries, too, and must
        not vouch for itself (B5).
        """
        (latest,) = self._db.run(
            "SELECT max(at_utc) FROM (SELECT at_utc FROM entry"
            " ORDER BY epoch DESC, seq DESC LIMIT ?)",
            (RECENT,),
        )
        return None if latest is None else utc_time(latest)

    def was_clock_sure(self, receipt_no: str) -> bool:
        """Whether no recent entry before a sale's bears a later time (B5, D4)."""
        (earlier,) = self._db.run(
            "SELECT EXISTS (SELECT 1 FROM sale JOIN entry AS own USING (epoch, seq)"
            " WHERE receipt_no = ? AND own.at_utc < (SELECT max(at_utc) FROM"
            " (SELECT at_utc FROM entry WHERE (epoch, seq) < (own.epoch, own.seq)"
            " ORDER BY epoch DESC, seq DESC LIMIT ?)))",
            (receipt_no, RECENT),
        )
        return not earlier

    def business_date(self) -> date | None:
        """Return the date of the last day opened; None before the first."""
        row = self._db.run(
            "SELECT business_date FROM entry WHERE kind = 'day_open'"
            " ORDER BY epoch DESC, seq DESC LIMIT 1"
        )
        return None if row is None else date.fromisoformat(row[0])

    def open_day(self, day: date, at: datetime) -> EntryRef:
        """Open a business day (B4); ValueError when it lies before the last one."""
        with self.transaction():
            last = self.business_date()
            if last is not None and day < last:
                raise ValueError(f"{day} lies before the business day {last}")
            return self.append("day_open", {"date": day.isoformat()}, at, day)

    def _epoch(self) -> int:
        last = self.head()
        return last.epoch if last else 0

    def _require_transaction(self) -> None:
        if not self._db.in_transaction:
            raise RuntimeError("an entry is appended inside a transaction only")


def _claim(db: Writer, device: str) -> None:
    with db.transaction():
        owner = db.run("SELECT value FROM meta WHERE key = 'device'")
        if owner is None:
            db.run("INSERT INTO meta VALUES ('device', ?)", (device,))
        elif owner[0] != device:
            raise StoreForeign(f"{db.path}: belongs to {owner[0]}, not to {device}")
