"""MT 8217 as the device sheet tells it (devices A1 (1)), byte by byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware_sim.load import SETTLE_S, Load
from hardware_sim.mt8217 import Mt8217


def scale(grams: int = 0) -> Mt8217:
    return Mt8217(Load(gross=grams))


def test_weight_in_kilograms() -> None:
    assert scale(1236).feed(b"W") == b"\x0201.236\r"


def test_status_while_in_motion_and_no_weight() -> None:
    model = scale()
    model.load.put(500)
    assert model.feed(b"W") == b"\x02?A\r"
    model.tick(SETTLE_S)
    assert model.feed(b"W") == b"\x0200.500\r"


@pytest.mark.parametrize(
    ("grams", "status"), [(15_100, b"\x02?B\r"), (-40, b"\x02?D\r")]
)
def test_over_and_under_give_a_status(grams: int, status: bytes) -> None:
    assert scale(grams).feed(b"W") == status


def test_zero_answers_with_a_status() -> None:
    assert scale(0).feed(b"Z") == b"\x02?P\r"
    assert scale(150).feed(b"Z") == b"\x02?P\r"
    assert scale(5000).feed(b"Z") == b"\x02?H\r"  # b3: outside zero capture


def test_tare_answers_after_150_ms_and_marks_net() -> None:
    model = scale(120)
    assert model.feed(b"T\r") == b""
    assert model.tick(0.1) == b""
    assert model.tick(0.06) == b"\x02?`\r"
    model.load.put(620)
    model.tick(SETTLE_S)
    assert model.feed(b"W") == b"\x0200.500N\r"
    model.feed(b"C")
    assert model.feed(b"W") == b"\x0200.620\r"


def test_digital_tare_is_grams() -> None:
    model = scale(1000)
    model.feed(b"T00250\r")
    assert model.feed(b"W") == b"\x0200.750N\r"


def test_a_tare_that_was_broken_off_lets_the_next_command_through() -> None:
    assert scale(1000).feed(b"T00W") == b"\x0201.000\r"


def test_self_test() -> None:
    model = scale()
    assert model.feed(b"A") == b"\x02\r"
    assert model.feed(b"B") == b"\x02?@\r"


def test_the_echo_probe_of_a_known_driver() -> None:
    model = scale(1000)
    assert model.feed(b"Ehello") == b"\x02E\rhello"
    assert model.feed(b"F") == b""
    assert model.feed(b"W") == b"\x0201.000\r"


@given(st.binary(max_size=60), st.integers(0, 60))
def test_any_split_of_any_bytes_gives_the_same_answers(data: bytes, cut: int) -> None:
    whole, parts = scale(777), scale(777)
    assert whole.feed(data) == parts.feed(data[:cut]) + parts.feed(data[cut:])
