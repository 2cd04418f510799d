"""MT-SICS as the device sheet tells it (devices A1 (7)), line by line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware_sim.load import SETTLE_S, Load
from hardware_sim.mtsics import MtSics


def scale(grams: int = 0) -> MtSics:
    return MtSics(Load(gross=grams))


def moving(grams: int) -> MtSics:
    model = scale()
    model.load.put(grams)
    return model


@pytest.mark.parametrize(
    ("grams", "reply"),
    [
        (1236, b"S S      1.236 kg\r\n"),
        (0, b"S S      0.000 kg\r\n"),
        (15_100, b"S +\r\n"),
        (-40, b"S -\r\n"),
    ],
)
def test_immediate_weight(grams: int, reply: bytes) -> None:
    assert scale(grams).feed(b"SI\r\n") == reply


def test_a_dynamic_weight_says_so() -> None:
    assert moving(500).feed(b"SI\r\n").startswith(b"S D ")


def test_a_stable_weight_is_waited_for() -> None:
    model = moving(500)
    assert model.feed(b"S\r\n") == b""
    assert model.tick(SETTLE_S / 2) == b""
    assert model.tick(SETTLE_S) == b"S S      0.500 kg\r\n"


def test_patience_ends_with_not_executable() -> None:
    model = moving(500)
    model.load.restless = True
    model.feed(b"S\r\n")
    assert model.tick(4.9) == b""
    assert model.tick(0.2) == b"S I\r\n"


def test_repeat_until_the_next_command() -> None:
    model = scale(100)
    assert model.feed(b"SIR\r\n") == b"S S      0.100 kg\r\n"
    assert model.tick(0.13) == b"S S      0.100 kg\r\n"
    model.feed(b"SI\r\n")
    assert model.tick(1.0) == b""


@pytest.mark.parametrize(
    ("grams", "reply"), [(100, b"Z A\r\n"), (5000, b"Z +\r\n"), (-5000, b"Z -\r\n")]
)
def test_zero(grams: int, reply: bytes) -> None:
    assert scale(grams).feed(b"Z\r\n") == reply


def test_zero_at_once() -> None:
    assert scale(100).feed(b"ZI\r\n") == b"ZI S\r\n"
    assert scale(5000).feed(b"ZI\r\n") == b"ZI I\r\n"


def test_tare_and_clear() -> None:
    model = scale(120)
    assert model.feed(b"T\r\n") == b"T S      0.120 kg\r\n"
    assert model.feed(b"TA\r\n") == b"TA A      0.120 kg\r\n"
    assert model.feed(b"SI\r\n") == b"S S      0.000 kg\r\n"
    assert model.feed(b"TAC\r\n") == b"TAC A\r\n"
    assert model.feed(b"SI\r\n") == b"S S      0.120 kg\r\n"


def test_tare_that_cannot_be() -> None:
    assert scale(0).feed(b"TI\r\n") == b"TI -\r\n"
    assert scale(15_100).feed(b"TI\r\n") == b"TI +\r\n"
    assert moving(500).feed(b"TI\r\n") == b"TI I\r\n"


def test_reset_and_syntax() -> None:
    assert scale().feed(b"@\r\n") == b'I4 A "SIM0001"\r\n'
    assert scale().feed(b"HELLO\r\n") == b"ES\r\n"
    assert scale().feed(b"x" * 100) == b"ET\r\n"


@given(st.binary(max_size=60), st.integers(0, 60))
def test_any_split_of_any_bytes_gives_the_same_answers(data: bytes, cut: int) -> None:
    whole, parts = scale(777), scale(777)
    assert whole.feed(data) == parts.feed(data[:cut]) + parts.feed(data[cut:])
