"""What each fault makes of an answer."""

import numpy as np
import pytest

from hardware_sim.faults import Fault, FaultKind, spoil

ANSWER = b"\x0201.236\r"


def spoiled(kind: FaultKind, value: float | None = None) -> list[tuple[float, bytes]]:
    return spoil(Fault(kind, value), ANSWER, np.random.default_rng(1))


def test_no_fault_lets_it_through() -> None:
    assert spoil(None, ANSWER, np.random.default_rng(1)) == [(0.0, ANSWER)]


@pytest.mark.parametrize("kind", [FaultKind.SILENT, FaultKind.DISCONNECT])
def test_nothing_arrives(kind: FaultKind) -> None:
    assert spoiled(kind) == []


def test_late_short_doubled_and_dribbled() -> None:
    assert spoiled(FaultKind.SLOW, 2.5) == [(2.5, ANSWER)]
    assert spoiled(FaultKind.TRUNCATE, 4) == [(0.0, ANSWER[:4])]
    assert spoiled(FaultKind.DUPLICATE) == [(0.0, ANSWER)] * 2
    dribbled = spoiled(FaultKind.DRIBBLE, 0.01)
    assert [len(data) for _, data in dribbled] == [1] * len(ANSWER)
    assert b"".join(data for _, data in dribbled) == ANSWER


def test_garbage_leads_and_noise_flips() -> None:
    [(_, garbage)] = spoiled(FaultKind.GARBAGE, 5)
    assert garbage.endswith(ANSWER)
    assert len(garbage) == len(ANSWER) + 5
    [(_, noise)] = spoiled(FaultKind.NOISE, 0.0)
    assert sum(a != b for a, b in zip(noise, ANSWER, strict=True)) == 1


def test_a_parity_error_reads_as_zero() -> None:
    noise = Fault(FaultKind.NOISE, 0.3)
    [(_, seen)] = spoil(noise, ANSWER, np.random.default_rng(1), parity=True)
    assert 0 in seen
    pairs = zip(seen, ANSWER, strict=True)
    assert all(one in (0, sent) for one, sent in pairs)


def test_a_restless_pan_leaves_the_line_alone() -> None:
    assert spoiled(FaultKind.RESTLESS) == [(0.0, ANSWER)]


@pytest.mark.parametrize("kind", list(FaultKind))
def test_nothing_stays_nothing(kind: FaultKind) -> None:
    assert spoil(Fault(kind), b"", np.random.default_rng(1)) == []
