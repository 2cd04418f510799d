"""What happens when nobody does anything: pure timing, driven by `tick`.

Nothing times out while a payment is unresolved (B3), and a basket is never lost:
the shopper is asked, then a colleague is called.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.session import Phase, Session


class IdleAction(StrEnum):
    """What is due now."""

    NONE = "none"
    CALL_STAFF = "call_staff"  # goods lie there and nobody answers the prompt
    ABANDON = "abandon"  # an empty basket
    PRINT = "print"  # no receipt choice: paper
    FINISH = "finish"  # thanks is over
    LEAVE_STAFF = "leave_staff"


@dataclass(frozen=True, slots=True)
class IdleTimes:
    """The limits in seconds."""

    prompt_after_s: int
    alert_after_prompt_s: int
    receipt_s: int
    thanks_s: int
    staff_s: int


class IdleWatch:
    """Watches for the last touch or scan."""

    def __init__(self, times: IdleTimes, now_s: float) -> None:
        self._times = times
        self._touched_s = now_s
        self._phase = Phase.ATTRACT

    def touch(self, now_s: float) -> None:
        """Begin the idle time anew."""
        self._touched_s = now_s

    def tick(self, session: Session, now_s: float) -> tuple[IdleAction, int | None]:
        """Return what is due, and the seconds left of the idle prompt if it shows."""
        if session.phase is not self._phase:
            self._phase = session.phase
            self._touched_s = now_s
        idle_s = now_s - self._touched_s
        if session.staff is not None:
            due = idle_s >= self._times.staff_s
            return (IdleAction.LEAVE_STAFF if due else IdleAction.NONE), None
        match session.phase:
            case Phase.SCAN | Phase.TENDER:
                return self._shopping(session, idle_s, now_s)
            case Phase.RECEIPT if idle_s >= self._times.receipt_s:
                return IdleAction.PRINT, None
            case Phase.THANKS if idle_s >= self._times.thanks_s:
                return IdleAction.FINISH, None
            case _:
                return IdleAction.NONE, None

    def _shopping(
        self, session: Session, idle_s: float, now_s: float
    ) -> tuple[IdleAction, int | None]:
        left_s = self._times.prompt_after_s + self._times.alert_after_prompt_s - idle_s
        if left_s <= 0:
            self._touched_s = now_s
            empty = session.basket is None or not session.basket.cart.lines
            return (IdleAction.ABANDON if empty else IdleAction.CALL_STAFF), None
        if idle_s < self._times.prompt_after_s:
            return IdleAction.NONE, None
        return IdleAction.NONE, math.ceil(left_s)
