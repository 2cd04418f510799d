"""GS1 terms: check digits, dates (T20), element strings, Digital Links."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.gs1 import (
    check_digit,
    digital_link_values,
    element_values,
    expand_upc_e,
    gs1_date,
    gtin14,
    is_digits,
    left_check_digit,
)

TODAY = date(2026, 3, 14)


def test_check_digits_of_known_codes() -> None:
    assert check_digit("952000100101") == 7
    assert check_digit("26012340087900735") == 9  # T13
    assert left_check_digit("26012340087900735") == 3
    assert gtin14("9520001001017") == "09520001001017"
    assert gtin14("9520001001018") is None


@given(st.text("0123456789", min_size=7, max_size=17), st.integers(0, 16))
def test_a_single_wrong_digit_is_always_found(digits: str, at: int) -> None:
    at %= len(digits)
    for other in "0123456789":
        wrong = digits[:at] + other + digits[at + 1 :]
        assert (check_digit(wrong) == check_digit(digits)) == (wrong == digits)


def test_upc_e_expands_and_others_do_not() -> None:
    assert expand_upc_e("04252614") == "00042100005264"
    assert expand_upc_e("04252615") is None


def test_only_ascii_digits_are_digits() -> None:
    assert is_digits("0123")
    assert not is_digits("")
    assert not is_digits("٣")


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        ("260200", date(2026, 2, 28)),
        ("260314", TODAY),
        ("280200", date(2028, 2, 29)),
        ("260229", None),
        ("261301", None),
        ("260001", None),
        ("760314", date(2076, 3, 14)),
        ("770314", date(1977, 3, 14)),
    ],
)
def test_vector_T20_dates(digits: str, expected: date | None) -> None:
    assert gs1_date(digits, TODAY) == expected


def test_the_century_turns_for_a_late_today() -> None:
    assert gs1_date("400101", date(2095, 1, 1)) == date(2140, 1, 1)
    assert gs1_date("460101", date(2095, 1, 1)) == date(2046, 1, 1)


@given(st.dates(date(1950, 1, 1), date(2149, 12, 31)), st.integers(-49, 50))
def test_vector_T20_every_day_within_the_window_is_read_back(
    today: date, years: int
) -> None:
    first = date(today.year + years, today.month, 1)
    for day in (first, first + timedelta(days=27)):
        assert gs1_date(f"{day:%y%m%d}", today) == day
    last = calendar.monthrange(first.year, first.month)[1]
    assert gs1_date(f"{first:%y%m}00", today) == first.replace(day=last)


def test_element_strings() -> None:
    text = "010952000100105517260323" + "10L2602\x1d21A0001"
    assert element_values(text) == {
        "01": "09520001001055",
        "17": "260323",
        "10": "L2602",
        "21": "A0001",
    }
    assert element_values("3932156000879") == {"3932": "156|000879"}
    assert element_values("10A\x1d10B") is None
    assert element_values("hello") is None
    assert element_values("179913320") is None


def test_digital_links_of_any_domain() -> None:
    link = "https://shop.example/x/01/9520001005107/10/B07?17=270101&utm=1"
    assert digital_link_values(link) == {
        "01": "09520001005107",
        "10": "B07",
        "17": "270101",
    }
    for text in ("https://example.com/menu", "https://[::1/01/9520001005107"):
        assert digital_link_values(text) is None
