"""Takes the engine's effects to the devices; nothing here waits for one."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import assert_never

from drivers.errors import DeviceError
from drivers.ports import Printer, PrintHeld
from kiosk.domain.effects import (
    PlayTone,
    PrintReceipt,
    QueryPayment,
    ReversePayment,
    SubmitPayment,
    Tone,
)
from kiosk.domain.sale import Sale
from kiosk.engine import DeviceEffect
from kiosk.lane.payments import PaymentWorker
from kiosk.store.errors import StoreError

log = logging.getLogger(__name__)


class DeviceEffects:
    """Runs device effects.

    `render` turns a sale into printer bytes (0: the original, 1: a copy), `play`
    makes a tone, `held` hears of a job that cannot be printed at all.
    """

    def __init__(
        self,
        payments: PaymentWorker,
        printer: Printer | None,
        sale: Callable[[str], Sale | None],
        render: Callable[[Sale, int, str, int], bytes],
        play: Callable[[Tone], None],
        held: Callable[[PrintHeld], None],
    ) -> None:
        self._payments = payments
        self._printer = printer
        self._sale = sale
        self._render = render
        self._play = play
        self._held = held

    def __call__(self, effect: DeviceEffect) -> None:
        """Start an effect."""
        match effect:
            case PlayTone():
                self._play(effect.tone)
            case PrintReceipt():
                self._print(effect)
            case SubmitPayment() | QueryPayment() | ReversePayment():
                self._payments.run(effect)
            case _ as never:
                assert_never(never)

    def _print(self, effect: PrintReceipt) -> None:
        """Give a receipt to the printer; what fails holds it, the sale stays."""
        if self._printer is None:
            self._hold(effect, "absent", "the lane has no printer")
            return
        try:
            sale = self._sale(effect.receipt_no)
            if sale is None:
                self._hold(effect, "refused", "the ledger has no such sale")
                return
            original, copy = (
                self._render(sale, effect.seq, effect.hash, count) for count in (0, 1)
            )
            self._printer.submit(effect.job_id, original, copy)
        except (DeviceError, StoreError, ValueError) as error:
            self._hold(effect, "refused", str(error))

    def _hold(self, effect: PrintReceipt, cause: str, why: str) -> None:
        log.warning("receipt %s cannot be printed: %s", effect.receipt_no, why)
        self._held(PrintHeld("printer", effect.job_id, cause))
