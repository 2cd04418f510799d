"""Tables against their own laws, and the best number against a slow search."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.barcode.patterns import (
    EAN8,
    EAN13,
    EAN13_PARITY,
    SET_A,
    SET_B,
    SET_C,
    UPCE,
    UPCE_PARITY,
    Scores,
    best_number,
)
from drivers.barcode.symbol import check_digit, expand_upce, is_gtin

BODIES = st.text("0123456789", min_size=12, max_size=12)


def ideal(text: str, symbology: str) -> Scores:
    """The scores of a clean symbol: 1 for the digits that are there, else 0."""
    match symbology:
        case "ean13":
            sets = [int(bit) for bit in EAN13_PARITY[int(text[0])]] + [2] * 6
            digits = text[1:]
        case "ean8":
            sets, digits = [0] * 4 + [2] * 4, text
        case _:
            swap = text[0] == "1"
            sets = [(bit == "1") ^ swap for bit in UPCE_PARITY[int(text[7])]]
            digits = text[1:7]
    scores = np.zeros((len(digits), 30), np.float32)
    for row, (which, digit) in enumerate(zip(sets, digits, strict=True)):
        scores[row, 10 * which + int(digit)] = 1
    return scores


def test_every_code_is_two_bars_and_two_spaces_of_seven_modules() -> None:
    for code in SET_A + SET_B + SET_C:
        assert len(code) == 7
        assert len(list(itertools.groupby(code))) == 4
    assert len({*SET_A, *SET_B, *SET_C}) == 30


def test_the_sets_have_the_parity_that_tells_them_apart() -> None:
    assert {code.count("1") % 2 for code in SET_A} == {1}
    assert {code.count("1") % 2 for code in SET_B} == {0}
    assert {code.count("1") % 2 for code in SET_C} == {0}
    assert {code[0] + code[-1] for code in SET_A + SET_B} == {"01"}
    assert {code[0] + code[-1] for code in SET_C} == {"10"}
    assert len(set(EAN13_PARITY)) == len(set(UPCE_PARITY)) == 10


@pytest.mark.parametrize(("layout", "modules"), [(EAN13, 95), (EAN8, 67), (UPCE, 51)])
def test_a_layout_has_the_width_of_the_specifications(layout, modules) -> None:  # type: ignore[no-untyped-def]
    assert layout.modules == modules


@given(BODIES)
def test_a_clean_ean13_is_read(body: str) -> None:
    text = body + check_digit(body)
    number = best_number(EAN13, ideal(text, "ean13"))
    assert (number.text, number.mean) == (text, 1.0)
    assert number.margin >= 1.0


@given(BODIES)
def test_a_clean_ean8_is_read(body: str) -> None:
    text = body[:7] + check_digit(body[:7])
    assert best_number(EAN8, ideal(text, "ean8")).text == text


@given(st.sampled_from("01"), st.text("0123456789", min_size=6, max_size=6))
def test_a_clean_upce_is_read(system: str, digits: str) -> None:
    full = expand_upce(system + digits + "0")
    assert full is not None
    text = system + digits + check_digit(full[:-1])
    assert best_number(UPCE, ideal(text, "upce")).text == text


@given(BODIES, st.integers(0, 11), st.integers(1, 9))
def test_one_doubtful_digit_is_settled_by_the_check_digit(
    body: str, place: int, more: int
) -> None:
    text = body + check_digit(body)
    scores = ideal(text, "ean13")
    right = int(scores[place].argmax())
    other = right - right % 10 + (right + more) % 10
    scores[place, other] = 1.0  # as good as the right one
    assert best_number(EAN13, scores).text == text


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32 - 1))
def test_ean8_is_the_best_of_all_numbers_and_the_margin_is_over_the_second(
    seed: int,
) -> None:
    rng = np.random.default_rng(seed)
    scores = np.full((8, 30), -5, np.float32)
    options = [sorted(rng.choice(10, 3, replace=False).tolist()) for _ in range(8)]
    for row, digits in enumerate(options):
        for digit in digits:
            scores[row, digit + (20 if row > 3 else 0)] = rng.random()
    ranked = sorted(
        (
            float(sum(scores[r, d + (20 if r > 3 else 0)] for r, d in enumerate(word))),
            "".join(map(str, word)),
        )
        for word in itertools.product(*options)
        if is_gtin("".join(map(str, word)))
    )
    if len(ranked) < 2 or ranked[-2][0] < 0:
        return  # one of the two best would lie outside the slow search
    number = best_number(EAN8, scores)
    assert number.text == ranked[-1][1]
    assert number.margin == pytest.approx(ranked[-1][0] - ranked[-2][0], abs=1e-4)
