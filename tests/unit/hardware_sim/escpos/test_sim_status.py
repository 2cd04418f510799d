"""Status bytes for each condition, as the manuals of devices A2 give them."""

import pytest

from hardware_sim.escpos.status import (
    Condition,
    Cover,
    PaperState,
    automatic,
    real_time,
    transmit,
)

FINE = Condition()
OUT = Condition(paper=PaperState.OUT)
NEAR = Condition(paper=PaperState.NEAR_END)
OPEN = Condition(cover=Cover.OPEN)
JAM = Condition(cutter_jam=True)


@pytest.mark.parametrize(
    ("n", "now", "byte"),
    [
        *((n, FINE, 0x12) for n in (1, 2, 3, 4)),
        (1, OUT, 0x1A),
        (2, OUT, 0x32),
        (4, OUT, 0x7E),
        (4, NEAR, 0x1E),
        (1, NEAR, 0x12),
        (1, OPEN, 0x1A),
        (2, OPEN, 0x16),
        (3, JAM, 0x1A),
        (2, JAM, 0x52),
        (1, Condition(drawer_open=True), 0x16),
    ],
)
def test_real_time(n: int, now: Condition, byte: int) -> None:
    assert real_time(n, now) == bytes([byte])
    assert byte & 0x93 == 0x12


def test_unknown_requests_are_not_answered() -> None:
    assert real_time(9, FINE) == b""
    assert transmit(9, FINE) == b""


def test_paper_by_gs_r() -> None:
    assert [transmit(1, now) for now in (FINE, NEAR, OUT)] == [
        b"\x00",
        b"\x03",
        b"\x0f",
    ]
    assert transmit(50, Condition(drawer_open=True)) == b"\x01"


def test_automatic_status_can_be_told_apart() -> None:
    assert automatic(FINE) == b"\x10\x00\x00\x00"
    assert automatic(OPEN) == b"\x38\x00\x00\x00"
    assert automatic(OUT) == b"\x18\x00\x0f\x00"
    assert automatic(JAM)[1] == 0x08
    assert all(automatic(now)[0] & 0x93 == 0x10 for now in (FINE, OPEN, OUT, JAM))
