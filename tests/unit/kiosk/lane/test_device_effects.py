"""Effects reach the devices, and a receipt that cannot be printed is held."""

from collections.abc import Callable
from typing import Any

import pytest
import till

from drivers.errors import DeviceRefused
from drivers.ports import PrintHeld
from kiosk.domain.effects import (
    PlayTone,
    PrintReceipt,
    QueryPayment,
    ReversePayment,
    SubmitPayment,
    Tone,
)
from kiosk.domain.tender import Intent
from kiosk.lane.effects import DeviceEffects
from kiosk.store.errors import CatalogueAbsent, StoreCorrupt

JOB = PrintReceipt("A01-0-000001", "A01-0-000001", 7, "ab" * 32)
SALE: Any = object()
INTENT = Intent("i-1", "o-1", "wechat", till.cny(1), till.NOON)


class Bench:
    """Devices that keep what they were told."""

    def __init__(self) -> None:
        self.submitted: list[tuple[str, bytes, bytes | None]] = []
        self.told: list[object] = []
        self.held: list[PrintHeld] = []
        self.refuse: Exception | None = None
        self.has_printer = True
        self.sale: Callable[[str], Any] = lambda receipt_no: SALE
        self.render: Callable[..., bytes] = lambda sale, seq, digest, copy: (
            f"{seq} {digest[:2]} {copy}".encode()
        )

    def submit(self, job_id: str, document: bytes, copy: bytes | None = None) -> None:
        if self.refuse is not None:
            raise self.refuse
        self.submitted.append((job_id, document, copy))

    def run(self, effect: Any) -> None:
        self.told.append(effect)

    def do(self, effect: Any) -> None:
        runner = DeviceEffects(
            self,  # type: ignore[arg-type]  # stands for the payment worker
            self if self.has_printer else None,  # type: ignore[arg-type]
            lambda receipt_no: self.sale(receipt_no),
            lambda *facts: self.render(*facts),
            self.told.append,
            self.held.append,
        )
        runner(effect)


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_a_receipt_goes_to_the_printer_with_its_copy(bench: Bench) -> None:
    bench.do(JOB)
    assert bench.submitted == [("A01-0-000001", b"7 ab 0", b"7 ab 1")]
    assert bench.held == []


def test_tones_and_payments_go_their_ways(bench: Bench) -> None:
    effects = [
        PlayTone(Tone.PAID),
        SubmitPayment(INTENT, "handle"),
        QueryPayment(INTENT, 5),
        ReversePayment(INTENT, 0),
    ]
    for effect in effects:
        bench.do(effect)
    assert bench.told == [Tone.PAID, *effects[1:]]


def raising(error: Exception) -> Callable[..., Any]:
    def fail(*_: object) -> Any:
        raise error

    return fail


def test_a_lane_without_a_printer_says_so(bench: Bench) -> None:
    bench.has_printer = False
    bench.do(JOB)
    assert bench.held == [PrintHeld("printer", JOB.job_id, "absent")]


@pytest.mark.parametrize(
    "break_it",
    [
        lambda b: setattr(b, "refuse", DeviceRefused("the disk is full")),
        lambda b: setattr(b, "refuse", ValueError("no file name")),
        lambda b: setattr(b, "sale", lambda receipt_no: None),
        lambda b: setattr(b, "sale", raising(StoreCorrupt("damaged"))),
        lambda b: setattr(b, "render", raising(CatalogueAbsent("none yet"))),
    ],
)
def test_what_cannot_be_printed_is_held_and_raises_nothing(
    bench: Bench, break_it: Callable[[Bench], None]
) -> None:
    break_it(bench)
    bench.do(JOB)
    assert bench.held == [PrintHeld("printer", JOB.job_id, "refused")]
    assert bench.submitted == []
