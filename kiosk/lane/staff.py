"""Who is the colleague at the lane? Checks PINs and badges off the main thread.

The digits end here: what leaves is a `StaffChecked` (architecture rule 11). Attempts
and lock-outs are rows of the ledger's file, written by the lane on the main thread.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from drivers.ports import SymbolScanned
from kiosk.store.errors import StoreError
from kiosk.store.people import People, StaffRecord

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StaffChecked:
    """The outcome of a PIN check: who it is, or nobody."""

    staff: StaffRecord | None
    method: str
    fault: bool = False  # it could not be checked, which is no wrong attempt
    scan: SymbolScanned | None = field(default=None, repr=False)  # of a badge


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
        self._check(lambda: self._people().verify_pin(pin, self._pepper), "pin")

    def check_badge(self, scan: SymbolScanned) -> None:
        """Check whether a scan is a badge; a `StaffChecked` follows."""
        self._check(
            lambda: self._people().verify_badge(scan.text, self._pepper), "badge", scan
        )

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

    def _check(
        self,
        find: Callable[[], StaffRecord | None],
        method: str,
        scan: SymbolScanned | None = None,
    ) -> None:
        def tell(future: Future[StaffRecord | None]) -> None:
            fault = future.exception()
            if fault is None:
                self._answer(StaffChecked(future.result(), method, scan=scan))
                return
            known = isinstance(fault, StoreError)
            log.error("nobody can be identified: %s", fault if known else type(fault))
            self._answer(StaffChecked(None, method, fault=True, scan=scan))

        self._thread.submit(self._admit, find).add_done_callback(tell)

    def _admit(self, find: Callable[[], StaffRecord | None]) -> StaffRecord | None:
        staff = find()
        if staff is not None and staff.demo and not self._takes_demo:
            log.error("demo staff is refused on a production lane")
            return None
        return staff
