"""A lane that sells by a seed, on unchanged store code, and remembers what it told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from ledger_writer import AT, DAY, milk
from power_loss.truth import Truth

from kiosk.domain.events import LineRemoved
from kiosk.domain.sale import Posting, Sale, SaleTax, SaleTender
from kiosk.store.codec import encode_event
from kiosk.store.connection import Reader
from kiosk.store.ledger import Ledger

DEVICE, PREFIX = "S001-L1", "A01"
KEY = Ed25519PrivateKey.from_private_bytes(b"the key of a lane with no power.")


# What a lane does, in parts of a hundred: scan, sell, note, try a PIN, let a reader
# come or go, boot. Only where nobody reads or boots does a WAL file get old.
_CALM = (55, 30, 10, 5, 0, 0)
_RESTLESS = (50, 25, 10, 5, 6, 4)


def open_ledger(path: Path, mono_ns: Callable[[], int]) -> Ledger:
    """Open the lane's ledger as the kiosk does."""
    return Ledger.open(path, DEVICE, PREFIX, KEY, mono_ns)


def purchase(basket: str, count: int) -> Sale:
    """Return the sale of `count` milks, a line each: 7.90 with 13 % in it."""
    one = milk(basket)
    (line,) = one.lines
    total = line.net * count
    tax = (total * 130_000 * 2 + 1_130_000) // (2 * 1_130_000)  # half up
    taxes = [line.tax] * (count - 1) + [tax - line.tax * (count - 1)]
    return replace(
        one,
        lines=tuple(
            replace(line, id=f"l-{n}", tax=share) for n, share in enumerate(taxes)
        ),
        taxes=(SaleTax("standard", 130_000, total - tax, tax, total),),
        tenders=(SaleTender("i-1", "wechat", "o-1", total, "ref"),),
        total=total,
        postings=(
            Posting("tender:wechat", total),
            Posting("sales:standard", tax - total),
            Posting("tax:standard", -tax),
        ),
    )


class Lane:
    """One life of a lane: from power on to power off, by a seed."""

    def __init__(
        self, path: Path, truth: Truth, random: Random, mark: Callable[[int], None]
    ) -> None:
        self._path = path
        self._truth = truth
        self._memory = truth.memory
        self._random = random
        self._mark = mark
        self._at = AT + timedelta(seconds=len(truth.memory.events))
        self._basket = f"b-{random.getrandbits(64):016x}"
        self._ticks = 0
        self._weights = random.choice((_CALM, _CALM, _RESTLESS))
        self._reader: Reader | None = None
        self._ledger = open_ledger(path, self._mono_ns)
        mark(0)

    def live(self, steps: int) -> None:
        """Do a number of steps, then switch off in good order."""
        try:
            for _ in range(steps):
                self._step()
        finally:
            self._let_reader_go()
            self._ledger.close()

    def _step(self) -> None:
        (do,) = self._random.choices(
            (self._scan, self._sell, self._note, self._try_pin, self._read, self._boot),
            self._weights,
        )
        do()

    def _mono_ns(self) -> int:
        self._ticks += 1_000_000
        return self._ticks

    def _done(self) -> None:
        self._at += timedelta(milliseconds=1700)
        self._mark(self._truth.transaction_done())

    def _scan(self) -> None:
        event = LineRemoved(self._at, f"l-{len(self._memory.events)}")
        refused = self._random.choice(("", "", "", "noise"))
        self._ledger.journal.append(self._basket, event, refused)
        self._memory.events.append(event_text(self._basket, encode_event(event)))
        self._done()

    def _sell(self) -> None:
        self._scan()  # nobody pays for an empty basket
        goods = purchase(self._basket, self._random.randint(1, 5))
        with self._ledger.transaction():
            sale, ref = self._ledger.commit_sale(goods, self._at, DAY)
            self._ledger.journal.close(self._basket)
        self._memory.sales.append(sale.receipt_no)
        self._memory.entries.append(ref.hash)
        self._memory.closed.append(self._basket)
        self._done()
        self._basket = f"b-{self._random.getrandbits(64):016x}"

    def _note(self) -> None:
        with self._ledger.transaction():
            for n in range(self._random.randint(1, 3)):
                ref = self._ledger.append("reprint", {"n": n}, self._at, DAY)
                self._memory.entries.append(ref.hash)
        self._done()

    def _try_pin(self) -> None:
        who = f"s-{len(self._memory.pins)}"
        self._ledger.pins.record(who, self._random.random() < 0.5, self._at)
        self._memory.pins.append(who)
        self._done()

    def _read(self) -> None:
        """The agent opens or closes the file; open, it hinders checkpoints."""
        if self._reader is not None:
            self._let_reader_go()
            return
        self._reader = Reader(self._path)
        self._reader.rows("BEGIN")
        self._reader.rows("SELECT count(*) FROM entry")

    def _let_reader_go(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def _boot(self) -> None:
        """The program is started anew: the last one out makes a checkpoint."""
        self._ledger.close()
        self._ledger = open_ledger(self._path, self._mono_ns)


def event_text(basket: str, event: bytes) -> str:
    """Return how a memory keeps an event of the journal."""
    return f"{basket} {event.decode()}"
