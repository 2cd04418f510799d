"""The journal: each event of the open basket, committed before the beep.

After a crash the basket is rebuilt by replay. It is a working record, not the
ledger: events of closed baskets are kept for a while for diagnosis and then go.
"""

from __future__ import annotations

from kiosk.domain.events import JOURNAL_VERSION, Event
from kiosk.store.codec import CodecError, decode_event, encode_event
from kiosk.store.connection import Writer
from kiosk.store.errors import StoreCorrupt

KEPT_EVENTS = 5000  # of closed baskets: some days' diagnosis in a few MB


class Journal:
    """The journal in a ledger's file; each call commits, or joins a transaction."""

    def __init__(self, db: Writer) -> None:
        self._db = db

    def append(self, basket_id: str, event: Event, rejected: str = "") -> None:
        """Keep an event; `rejected` is the refusal's code, and it is not replayed.

        An empty basket id is an event of the lane, outside any basket.
        """
        with self._db.transaction():
            if basket_id:
                self._db.run(
                    "INSERT INTO basket(id) VALUES (?) ON CONFLICT DO NOTHING",
                    (basket_id,),
                )
            self._db.run(
                "INSERT INTO journal(basket, v, event, rejected) VALUES (?,?,?,?)",
                (basket_id, JOURNAL_VERSION, encode_event(event).decode(), rejected),
            )

    def open_events(self) -> list[Event]:
        """Return the accepted events of the basket that is not closed, in order.

        StoreCorrupt when one cannot be read.
        """
        rows = self._db.rows(
            "SELECT n, event FROM journal WHERE rejected = '' AND basket ="
            " (SELECT id FROM basket WHERE closed = 0 ORDER BY n DESC LIMIT 1)"
            " ORDER BY n"
        )
        return [self._decode(n, event) for n, event in rows]

    def _decode(self, n: int, event: str) -> Event:
        try:
            return decode_event(event.encode())
        except CodecError as error:
            raise StoreCorrupt(
                f"{self._db.path}: event {n} of the journal cannot be read ({error})"
            ) from error

    def close(self, basket_id: str) -> None:
        """Close a basket: it is not replayed any more. Old events go."""
        with self._db.transaction():
            self._db.run("UPDATE basket SET closed = 1 WHERE id = ?", (basket_id,))
            self._db.run(
                "DELETE FROM journal WHERE n <= (SELECT max(n) FROM journal) - ?"
                " AND basket NOT IN (SELECT id FROM basket WHERE closed = 0)",
                (KEPT_EVENTS,),
            )
