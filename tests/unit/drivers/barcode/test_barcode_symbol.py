"""The arithmetic of GTINs, against the examples of the GS1 specifications."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.barcode.symbol import (
    Symbol,
    Symbology,
    check_digit,
    expand_upce,
    is_gtin,
    retail_text,
)

DIGITS = st.text("0123456789", min_size=1, max_size=17)


@pytest.mark.parametrize(
    ("body", "digit"),
    [
        ("629104150021", "3"),  # GS1 General Specifications 7.9.1
        ("37610425002123456", "9"),  # the same page, an SSCC
        ("400638133393", "1"),
        ("03600029145", "2"),
        ("9638507", "4"),
    ],
)
def test_the_check_digit_is_that_of_the_specifications(body: str, digit: str) -> None:
    assert check_digit(body) == digit


@given(DIGITS)
def test_a_number_with_its_check_digit_is_a_gtin_and_with_another_is_not(
    body: str,
) -> None:
    right = check_digit(body)
    assert is_gtin(body + right)
    assert not is_gtin(body + str((int(right) + 1) % 10))


@given(DIGITS, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_never_passes(body: str, place: int, more: int) -> None:
    number = body + check_digit(body)
    place %= len(number)
    wrong = str((int(number[place]) + more) % 10)
    assert not is_gtin(number[:place] + wrong + number[place + 1 :])


@pytest.mark.parametrize("text", ["", "4", "12a4", "١٢٣٤٥٦٧٠", "²"])
def test_what_is_no_number_is_no_gtin(text: str) -> None:
    assert not is_gtin(text)


@pytest.mark.parametrize(
    ("printed", "full"),
    [
        ("01234565", "012345000065"),
        ("01234531", "012300000451"),
        ("01234543", "012340000053"),
        ("04252614", "042100005264"),  # GS1 General Specifications 5.2.2.4.2
        ("01234505", "012000003455"),
        ("11234511", "112100003451"),
    ],
)
def test_upce_is_expanded_by_its_last_digit(printed: str, full: str) -> None:
    assert expand_upce(printed) == full


@pytest.mark.parametrize("text", ["", "0123456", "21234565", "0123456x", "012345650"])
def test_what_is_no_upce_is_not_expanded(text: str) -> None:
    assert expand_upce(text) is None


@pytest.mark.parametrize(
    ("text", "symbology", "kept"),
    [
        ("4006381333931", Symbology.EAN13, True),
        ("4006381333932", Symbology.EAN13, False),
        ("036000291452", Symbology.UPCA, True),
        ("0036000291452", Symbology.UPCA, False),
        ("96385074", Symbology.EAN8, True),
        ("04252614", Symbology.UPCE, True),
        ("04252615", Symbology.UPCE, False),
    ],
)
def test_a_retail_text_has_its_length_and_check_digit(
    text: str, symbology: Symbology, kept: bool
) -> None:
    assert retail_text(text, symbology) == (text if kept else None)


def test_a_symbol_scales_with_its_picture() -> None:
    symbol = Symbol("1", Symbology.QR, ((0, 0), (4, 0), (4, 2), (0, 2)))
    assert symbol.scaled(0.5).points == ((0, 0), (2, 0), (2, 1), (0, 1))
    assert symbol.centre == (2, 1)
    assert symbol.scaled(0.5).text == "1"
