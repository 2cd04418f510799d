"""Put a state on a disk, open it with the product's code, and say what is there."""

from __future__ import annotations

from pathlib import Path

from power_loss.cut import State
from power_loss.lane import KEY, event_text, open_ledger
from power_loss.truth import Memory, Truth, Verdict, judge

from kiosk.store.check import quick_check
from kiosk.store.connection import Reader
from kiosk.store.errors import StoreError
from kiosk.store.verify import verify

LEDGER = "ledger.db"


def lay_out(files: dict[str, bytes], folder: Path) -> Path:
    """Make a folder hold these files alone; return the ledger's path."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder / LEDGER


def check(state: State, truth: Truth, folder: Path) -> tuple[Verdict, str]:
    """Start a lane on a state; return the verdict and, if it is bad, why.

    The folder is left as the lane leaves it after an orderly end.
    """
    path = lay_out(state.files, folder)
    try:
        ledger = open_ledger(path, lambda: 0)
        try:
            ledger.journal.open_events()
            quick_check(path)
            report = verify(path, KEY.public_key().public_bytes_raw())
            found = recall(path)
        finally:
            ledger.close()
    except StoreError as error:
        return Verdict.UNREADABLE, str(error)
    if report.problem is not None:
        return Verdict.UNREADABLE, report.problem
    verdict = judge(truth, state.acknowledged, found)
    promised = truth.after[state.acknowledged]
    return verdict, f"has {found.lengths()}, {promised} were acknowledged"


def recall(path: Path) -> Memory:
    """Read what a ledger's file holds."""
    reader = Reader(path)
    try:
        hashes = reader.rows("SELECT hash FROM entry ORDER BY epoch, seq")
        sales = reader.rows("SELECT receipt_no FROM sale ORDER BY epoch, number")
        events = reader.rows("SELECT basket, event FROM journal ORDER BY n")
        closed = reader.rows("SELECT id FROM basket WHERE closed = 1 ORDER BY n")
        pins = reader.rows("SELECT staff_key FROM pin_attempt ORDER BY n")
    finally:
        reader.close()
    return Memory(
        entries=[digest.hex() for (digest,) in hashes],
        sales=[receipt for (receipt,) in sales],
        events=[event_text(basket, event.encode()) for basket, event in events],
        closed=[basket for (basket,) in closed],
        pins=[who for (who,) in pins],
    )
