"""Tax: vectors T1 and T2, and sums against exact fractions (M3, M4)."""

from dataclasses import replace
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.money import Rounding
from kiosk.domain.profile import TaxMode, TaxPer
from kiosk.domain.profiles import CN, US
from kiosk.domain.tax import Taxable, tax_lines, tax_of

HALF_UP = Rounding.HALF_UP


@pytest.mark.parametrize(
    ("gross", "percent", "tax"),
    [
        (11300, 13, 1300),
        (1099, 13, 126),
        (1000, 13, 115),
        (10900, 9, 900),
        (598, 9, 49),
        (1000, 9, 83),
        (10600, 6, 600),
        (1000, 6, 57),
        (4, 13, 0),
        (5, 13, 1),
    ],
)
def test_vector_T1_inclusive_tax(gross: int, percent: int, tax: int) -> None:
    assert tax_of(gross, percent * 10_000, TaxMode.INCLUSIVE, HALF_UP) == tax


def test_vector_T1_per_receipt_and_per_line() -> None:
    lines = [Taxable("standard", 99, "a")] * 3
    taxes, shares = tax_lines(lines, CN)
    assert taxes[0].tax.minor == sum(shares) == 34
    assert taxes[0].net.minor == 297 - 34
    taxes, shares = tax_lines(lines, replace(CN, tax_per=TaxPer.LINE))
    assert taxes[0].tax.minor == 33
    assert shares == (11, 11, 11)


def test_vector_T2_exclusive_tax() -> None:
    assert tax_of(1999, 82_500, TaxMode.EXCLUSIVE, HALF_UP) == 165
    lines = [Taxable("standard", 99, "a")] * 3
    taxes, _ = tax_lines(lines, US)
    assert (taxes[0].net.minor, taxes[0].tax.minor, taxes[0].gross.minor) == (
        297,
        25,
        322,
    )
    taxes, _ = tax_lines(lines, replace(US, tax_per=TaxPer.LINE))
    assert taxes[0].tax.minor == 24


def test_vector_T2_a_refund_mirrors_its_sale() -> None:
    # 6.5 cents of tax: 1.30 at 5 %.
    assert tax_of(130, 50_000, TaxMode.EXCLUSIVE, HALF_UP) == 7
    assert tax_of(-130, 50_000, TaxMode.EXCLUSIVE, HALF_UP) == -7
    assert tax_of(130, 50_000, TaxMode.EXCLUSIVE, Rounding.HALF_EVEN) == 6


def test_classes_come_sorted_and_an_unknown_one_is_an_error() -> None:
    lines = [Taxable(name, 100, name) for name in ("zero", "low", "standard")]
    taxes, _ = tax_lines(lines, CN)
    assert [tax.tax_class for tax in taxes] == ["low", "standard", "zero"]
    with pytest.raises(KeyError):
        tax_lines([Taxable("luxury", 1, "a")], CN)


LINES = st.lists(
    st.builds(
        Taxable,
        st.sampled_from(["standard", "zero"]),
        st.integers(0, 10_000),
        st.sampled_from("abc"),
    ),
    max_size=6,
)


@given(LINES, st.sampled_from([CN, US]))
def test_vectors_T1_T2_against_exact_fractions(lines: list[Taxable], profile) -> None:
    taxes, shares = tax_lines(lines, profile)
    for tax in taxes:
        own = [line.net for line in lines if line.tax_class == tax.tax_class]
        rate = Fraction(tax.rate_ppm, 1_000_000)
        inclusive = profile.tax_mode is TaxMode.INCLUSIVE
        exact = sum(own) * (rate / (1 + rate) if inclusive else rate)
        assert tax.tax.minor == floor(exact + Fraction(1, 2))
        assert tax.net.minor + tax.tax.minor == tax.gross.minor
        assert (tax.gross if inclusive else tax.net).minor == sum(own)
    assert sum(shares) == sum(tax.tax.minor for tax in taxes)
    assert all(
        0 <= share <= line.net for share, line in zip(shares, lines, strict=True)
    )
