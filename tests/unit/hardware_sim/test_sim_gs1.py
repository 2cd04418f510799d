"""Element strings are cut at the right places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware_sim.gs1 import GS, bracketed, elements


def test_fixed_and_variable_fields() -> None:
    text = "0109520001001031" + "17261231" + "10L1" + GS + "3103001500" + "21A9"
    assert elements(text) == [
        ("01", "09520001001031"),
        ("17", "261231"),
        ("10", "L1"),
        ("3103", "001500"),
        ("21", "A9"),
    ]
    assert bracketed("17261231" + GS + "10AB") == "(17)261231(10)AB"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("0109520", "needs 14"),
        ("hello", "not a GS1"),
        ("10", "no data"),
        ("17" + GS + "261231", "needs 6"),
        ("10A(B", "bracket"),
    ],
)
def test_what_is_no_element_string(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        bracketed(text)


@given(st.text(alphabet="0123456789ABC" + GS, max_size=80))
def test_any_text_is_cut_or_refused(text: str) -> None:
    try:
        pairs = elements(text)
    except ValueError:
        return
    assert all(ai and data for ai, data in pairs)
    flat = "".join(ai + data for ai, data in pairs)
    assert flat == text.replace(GS, "")
