"""Who is the colleague at the lane? Checks PINs off the main thread.

The digits end here: what leaves is a `StaffChecked` (architecture rule 11). Attempts
and lock-outs are rows of the ledger's file, written by the lane on the main thread.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from kiosk.store.errors import StoreError
from kiosk.store.people import People, StaffRecord

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StaffChecked:
    """The outcome of a PIN check: who it is, or nobody."""

    staff: StaffRecord | None
    method: str
    fault: bool = False  # it could not be checked, which is no wrong attempt


class StaffDesk:
    """Checks proofs in a thread of its own: argon2 takes its time by design.

    `takes_demo`: whether the demo's colleagues count here; never in production.
    """

    def __init__(
        self,
        people: Callable[[], People],
        pepper: bytes,
        takes_demo: bool,
        answer: Callable[[StaffChecked], None],
    ) -> None:
        self._people = people
        self._pepper = pepper
        self._takes_demo = takes_demo
        self._answer = answer
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="staff")

    def check_pin(self, pin: str) -> None:
        """Check a PIN; a `StaffChecked` follows."""
        self._thread.submit(self._verify, pin).add_done_callback(self._tell)

    def member_id(self, code: str) -> str | None:
        """Return the opaque id of the member whose code this is, or None."""
        try:
            member = self._people().member_by_code(code, self._pepper)
        except StoreError as error:
            log.error("no member can be identified: %s", error)
            return None
        return None if member is None else member.id

    def stop(self) -> None:
        """End the thread."""
        self._thread.shutdown()

    def _verify(self, pin: str) -> StaffRecord | None:
        staff = self._people().verify_pin(pin, self._pepper)
        if staff is not None and staff.demo and not self._takes_demo:
            log.error("demo staff is refused on a production lane")
            return None
        return staff

    def _tell(self, future: Future[StaffRecord | None]) -> None:
        fault = future.exception()
        if fault is None:
            self._answer(StaffChecked(future.result(), "pin"))
            return
        known = isinstance(fault, StoreError)
        log.error("nobody can be identified: %s", fault if known else type(fault))
        self._answer(StaffChecked(None, "pin", fault=True))
