"""The business day: set by opening it, not by the calendar (B4)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from kiosk.store.ledger import Ledger


class DayOpener:
    """Opens the business day that a basket begins in.

    Before `starts_hour` of local time the day before goes on, and the date never
    moves back: a clock that was set back does not undo a day.
    """

    def __init__(self, ledger: Ledger, starts_hour: int) -> None:
        self._ledger = ledger
        self._starts_hour = starts_hour

    def __call__(self, at: datetime) -> date:
        """Return the business date at a time, opening the day if it must be."""
        day = (at - timedelta(hours=self._starts_hour)).date()
        last = self._ledger.business_date()
        if last is not None and day <= last:
            return last
        self._ledger.open_day(day, at)
        return day
