"""GS1 in its own terms: check digits, GTINs, element strings, dates, Digital Links.

Element strings and Digital Link URIs are read by biip; dates are not, because biip
takes the century from the machine's clock and the domain has none. It is loaded at
its first use, because its tables take a tenth of a start's time. What a scanned
text means to a till is told in kiosk.domain.meaning.
"""

from __future__ import annotations

import calendar
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from biip import ParseConfig
    from biip.gs1_element_strings import GS1ElementStrings


def is_digits(text: str) -> bool:
    """Whether a text is ASCII digits, one or more."""
    return text.isascii() and text.isdigit()


def check_digit(digits: str) -> int:
    """Return the GS1 check digit that follows digits: 3, 1, ... from the right."""
    weighted = (int(d) * (3, 1)[i % 2] for i, d in enumerate(reversed(digits)))
    return -sum(weighted) % 10


def left_check_digit(digits: str) -> int:
    """Return the check digit that some scales print: 1, 3, ... from the left (W7)."""
    return -sum(int(d) * (1, 3)[i % 2] for i, d in enumerate(digits)) % 10


def gtin14(digits: str) -> str | None:
    """Return 8 to 14 digits as a GTIN-14; None when the check digit is wrong."""
    if check_digit(digits[:-1]) != int(digits[-1]):
        return None
    return digits.zfill(14)


def expand_upc_e(digits: str) -> str | None:
    """Return a printed UPC-E of 8 digits as a GTIN-14; None when it is none."""
    from biip import ParseError
    from biip.upc import Upc

    try:
        return Upc.parse(digits).as_gtin_14()
    except ParseError:
        return None


def element_values(text: str) -> dict[str, str] | None:
    """Return the values of a GS1 message by application identifier.

    None when it is no GS1 message, or gives one identifier two values.
    """
    from biip import ParseError
    from biip.gs1_messages import GS1Message

    try:
        return _values(GS1Message.parse(text, config=_config()).element_strings)
    except ParseError:
        return None


def digital_link_values(url: str) -> dict[str, str] | None:
    """Return the values in a GS1 Digital Link of any domain; it is never opened.

    None when the text is no such link.
    """
    from biip import ParseError
    from biip.gs1_digital_link_uris import GS1DigitalLinkURI

    try:
        return _values(GS1DigitalLinkURI.parse(url, config=_config()).element_strings)
    except (ParseError, ValueError):  # ValueError: urllib's, for a bad host
        return None


def _config() -> ParseConfig:
    from biip import ParseConfig

    return ParseConfig(gs1_element_strings_verify_date=False)


def _values(elements: GS1ElementStrings) -> dict[str, str] | None:
    values: dict[str, str] = {}
    for element in elements:
        ai = element.ai.ai
        value = "|".join(element.pattern_groups) if ai[:3] == "393" else element.value
        if values.setdefault(ai, value) != value:
            return None
    return values


def gs1_date(digits: str, today: date) -> date | None:
    """Return the date of six digits YYMMDD; None when there is no such day (G1).

    DD = 00 is the month's last day. The century is the one that puts the year from
    49 years back to 50 ahead of today (GS1 General Specifications 7.12).
    """
    year, month, day = (int(digits[at : at + 2]) for at in (0, 2, 4))
    century = today.year - today.year % 100
    ahead = year - today.year % 100
    if ahead > 50:
        century -= 100
    elif ahead < -49:
        century += 100
    try:
        last = calendar.monthrange(century + year, month)[1]
        return date(century + year, month, day or last)
    except ValueError:
        return None
