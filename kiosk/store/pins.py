"""PIN attempts and lock-outs of a lane; rows of ledger.db, kept across restarts."""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.store.clock import utc_text, utc_time
from kiosk.store.connection import Writer

FREE_TRIES = 5
FIRST_LOCK = timedelta(seconds=60)
LONGEST_LOCK = timedelta(minutes=15)
_LOOK_BACK = FREE_TRIES + 4  # beyond it the lock no longer grows


class PinAttempts:
    """Five wrong PINs in a row lock the lane's staff mode for a minute.

    Each further wrong one doubles that, up to 15 minutes; a right one starts over.
    """

    def __init__(self, db: Writer) -> None:
        self._db = db

    def record(self, staff_key: str, ok: bool, at: datetime) -> None:
        """Keep an attempt. `staff_key` is a pseudonym, empty if nobody matched."""
        with self._db.transaction():
            self._db.run(
                "INSERT INTO pin_attempt(staff_key, ok, at_utc) VALUES (?,?,?)",
                (staff_key, int(ok), utc_text(at)),
            )

    def locked_until(self, at: datetime) -> datetime | None:
        """Return when the lock ends, or None when a PIN may be tried."""
        rows = self._db.rows(
            "SELECT ok, at_utc FROM pin_attempt ORDER BY n DESC LIMIT ?", (_LOOK_BACK,)
        )
        wrong = next((i for i, (ok, _) in enumerate(rows) if ok), len(rows))
        if wrong < FREE_TRIES:
            return None
        lock = min(FIRST_LOCK * 2 ** (wrong - FREE_TRIES), LONGEST_LOCK)
        last = utc_time(rows[0][1])
        if at < last:
            # The clock was set back: the lock begins anew instead of lasting years.
            self._restart(at)
            last = at
        return last + lock if last + lock > at else None

    def _restart(self, at: datetime) -> None:
        with self._db.transaction():
            self._db.run(
                "UPDATE pin_attempt SET at_utc = ?"
                " WHERE n = (SELECT max(n) FROM pin_attempt)",
                (utc_text(at),),
            )
