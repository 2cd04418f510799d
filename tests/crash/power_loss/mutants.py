"""The store broken on purpose, once for each thing that a power cut may show.

The simulator has to notice each: a mutant that survives shows that it is blind. That
a synced write may be missing is shown by the controls (story.CONTROLS).
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any
from unittest.mock import patch

from power_loss.truth import Verdict

from kiosk.store.connection import Writer
from kiosk.store.journal import Journal
from kiosk.store.ledger import Ledger

_LAST_EVENT = "SELECT basket, v, event, rejected FROM journal ORDER BY n DESC LIMIT 1"
_ADD_EVENT = "INSERT INTO journal(basket, v, event, rejected) VALUES (?,?,?,?)"


@contextmanager
def every_statement_by_itself() -> Generator[None]:
    """A sale is many commits: a cut between two of them leaves half of it."""
    with (
        patch.object(Writer, "transaction", lambda writer: nullcontext()),
        patch.object(Ledger, "_require_transaction", lambda ledger: None),
    ):
        yield


@contextmanager
def last_event_again() -> Generator[None]:
    """A journal that is opened takes the last event for one that is not there yet."""
    real = Journal.__init__

    def begin(journal: Any, db: Writer) -> None:
        real(journal, db)
        last = db.run(_LAST_EVENT)
        if last is not None:
            db.run(_ADD_EVENT, last)

    with patch.object(Journal, "__init__", begin):
        yield


@contextmanager
def newest_first() -> Generator[None]:
    """A journal that is opened puts its last two events the other way round."""
    real = Journal.__init__

    def begin(journal: Any, db: Writer) -> None:
        real(journal, db)
        (last,) = db.run("SELECT max(n) FROM journal")
        if last is not None and last > 1:
            db.run("UPDATE journal SET n = -1 WHERE n = ?", (last,))
            db.run("UPDATE journal SET n = ? WHERE n = ?", (last, last - 1))
            db.run("UPDATE journal SET n = ? WHERE n = -1", (last - 1,))

    with patch.object(Journal, "__init__", begin):
        yield


# Each mutant with the verdicts that it must bring about, one of them at least.
MUTANTS: dict[
    str, tuple[Callable[[], AbstractContextManager[None]], frozenset[Verdict]]
] = {
    "every statement by itself": (
        every_statement_by_itself,
        frozenset({Verdict.HALF, Verdict.UNREADABLE}),
    ),
    "last event again": (last_event_again, frozenset({Verdict.DOUBLED})),
    "newest first": (newest_first, frozenset({Verdict.REORDERED})),
}
