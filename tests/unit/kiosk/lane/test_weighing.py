"""The last reading of the legal scale: fresh or none; cleared by a sure zero only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.ports import ScaleReading, ScaleState
from kiosk.lane.weighing import FRESH_S, Weighing, unfit

NS = 1_000_000_000


def reading(
    grams: int, state: ScaleState = ScaleState.OK, at_ns: int = 0, zero: bool = False
) -> ScaleReading:
    return ScaleReading("scale", grams, state, at_ns, zero=zero)


def test_a_reading_is_fresh_for_a_second() -> None:
    scale = Weighing()
    assert scale.reading(0) is None
    scale.follow(reading(735, at_ns=5 * NS))
    assert scale.reading(5 * NS + int(FRESH_S * NS)) == reading(735, at_ns=5 * NS)
    assert scale.reading(5 * NS + int(FRESH_S * NS) + 1) is None


@given(
    st.lists(
        st.builds(
            reading,
            st.sampled_from([0, 5, 735]),
            st.sampled_from(ScaleState),
            zero=st.booleans(),
        )
    )
)
def test_only_a_sure_zero_clears_the_pan(readings: list[ScaleReading]) -> None:
    scale = Weighing()
    scale.accepted()
    for one in readings:
        scale.follow(one)
    cleared = any(
        one.state is ScaleState.OK and (one.zero or one.grams == 0) for one in readings
    )
    assert scale.returned_to_zero == cleared


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (ScaleState.OK, ""),
        (ScaleState.MOTION, ""),  # the domain says that it moves
        (ScaleState.UNDER, "weigh_under"),
        (ScaleState.OVER, "weigh_over"),
        (ScaleState.FAULT, "scale_fault"),
    ],
)
def test_why_a_reading_is_no_weight(state: ScaleState, why: str) -> None:
    assert unfit(reading(0, state)) == why
    assert unfit(None) == "scale_absent"
