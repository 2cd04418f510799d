"""The load on the pan settles, and its limits are those of a retail scale."""

from hypothesis import given
from hypothesis import strategies as st

from hardware_sim.load import SETTLE_S, Load


def settled(load: Load) -> Load:
    load.tick(SETTLE_S)
    return load


def test_a_change_moves_first_and_then_rests() -> None:
    load = Load()
    load.put(1236)
    load.tick(0.1)
    assert load.in_motion
    assert load.net != 1236
    assert not settled(load).in_motion
    assert load.net == 1236


@given(st.integers(-15_000, 15_000), st.integers(-15_000, 15_000))
def test_at_rest_it_shows_what_lies_there(first: int, second: int) -> None:
    load = Load()
    load.put(first)
    load.tick(0.05)
    load.put(second)
    assert settled(load).net == second
    assert load.is_under == (second < 0)


def test_a_division_rounds_the_display_only() -> None:
    load = settled(Load(division=5, gross=1238))
    assert load.net == 1240
    assert load.gross == 1238


def test_zero_works_within_two_percent_and_at_rest() -> None:
    load = Load(gross=300)
    assert settled(load).zero()
    assert load.at_zero
    load.put(700)
    assert not load.zero()  # in motion
    assert not settled(load).zero()  # outside the capture range
    assert load.net == 400


def test_tare_makes_net_and_below_zero_when_the_load_goes() -> None:
    load = settled(Load(gross=120))
    assert load.take_tare()
    load.put(620)
    assert settled(load).net == 500
    load.put(0)
    assert settled(load).is_under
    assert not load.take_tare()


def test_over_capacity_starts_nine_divisions_above() -> None:
    assert not Load(gross=15_009).is_over
    assert Load(gross=15_010).is_over
    assert not Load().preset_tare(15_001)


def test_a_restless_pan_never_settles() -> None:
    load = Load(restless=True)
    load.put(500)
    load.tick(60)
    assert load.in_motion
