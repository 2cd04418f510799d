"""Staff mode's door: counts wrong PINs, locks, and lets a known colleague in.

Main thread only. Who it is, is kiosk.lane.staff's to find out; attempts and locks
are rows of the ledger's file, so that a restart opens nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from drivers.ports import SymbolScanned
from kiosk.domain.events import StaffIdentified
from kiosk.domain.session import Notice
from kiosk.engine import Engine
from kiosk.lane.clock import Clock
from kiosk.lane.staff import StaffChecked, StaffDesk
from kiosk.store.pins import PinAttempts


class SignIn:
    """Takes proofs to the staff desk, and its answers to the engine."""

    def __init__(
        self, engine: Engine, desk: StaffDesk, pins: PinAttempts, clock: Clock
    ) -> None:
        self._engine = engine
        self._desk = desk
        self._pins = pins
        self._clock = clock

    def enter_pin(self, pin: str) -> None:
        """Have a PIN checked; a lock is told at once."""
        minutes = self._engine.from_ledger(self._locked_minutes)
        if minutes == 0:
            self._desk.check_pin(pin)
        elif minutes is not None:
            self._tell_locked(minutes)

    def answered(self, checked: StaffChecked) -> SymbolScanned | None:
        """Take the desk's answer; return the scan that was no badge after all."""
        if checked.fault:
            self._engine.tell(Notice("staff_unchecked", "danger"))
        elif checked.scan is None:
            self._take_pin(checked)
        elif checked.staff is None:
            return checked.scan
        else:
            self._open(checked)
        return None

    def _take_pin(self, checked: StaffChecked) -> None:
        minutes = self._engine.from_ledger(lambda: self._count(checked))
        if minutes is None:
            return
        if minutes:
            self._tell_locked(minutes)
        elif checked.staff is None:
            self._engine.tell(Notice("staff_pin_wrong", "danger"))
        else:
            self._open(checked)

    def _count(self, checked: StaffChecked) -> int:
        """Keep an attempt, and return for how many minutes the lane is locked.

        One that was under way when the lock began does not count, right or wrong.
        """
        minutes = self._locked_minutes()
        if not minutes:
            now = self._clock.now()
            self._pins.record(checked.method, checked.staff is not None, now)
            minutes = self._locked_minutes()
        return minutes

    def _locked_minutes(self) -> int:
        """Return the minutes, begun ones too, until a PIN may be tried; 0: now."""
        now: datetime = self._clock.now()
        until = self._pins.locked_until(now)
        return 0 if until is None else -((now - until) // timedelta(minutes=1))

    def _tell_locked(self, minutes: int) -> None:
        self._engine.tell(Notice("staff_locked", "danger", number=minutes))

    def _open(self, checked: StaffChecked) -> None:
        staff, now = checked.staff, self._clock.now()
        if staff is not None:
            self._engine.handle(
                StaffIdentified(now, staff.id, staff.role, checked.method)
            )
