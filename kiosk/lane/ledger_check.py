"""Looks the ledger's file through at boot, so that no sale is written to a bad one.

It runs beside the first screens; the answer comes as a message and gates payment.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kiosk.store.check import quick_check
from kiosk.store.errors import StoreError

_NICE = 10


@dataclass(frozen=True, slots=True)
class LedgerChecked:
    """The ledger's file was looked through; `error` is what is wrong with it."""

    error: StoreError | None = None


class LedgerCheck:
    """One check, in a thread of its own."""

    def __init__(self, path: Path, answer: Callable[[LedgerChecked], None]) -> None:
        self._path = path
        self._answer = answer
        # A daemon: it writes nothing, and a stop does not wait for a large file.
        self._thread = threading.Thread(
            target=self._work, name="ledger-check", daemon=True
        )

    def start(self) -> None:
        """Start the check."""
        self._thread.start()

    def _work(self) -> None:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        try:
            quick_check(self._path)
        except StoreError as error:
            self._answer(LedgerChecked(error))
        else:
            self._answer(LedgerChecked())
