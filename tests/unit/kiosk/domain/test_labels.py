"""In-store labels: vectors T13, T15, T16, and W7, W8."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.gs1 import check_digit
from kiosk.domain.labels import (
    Label,
    agrees,
    price_verifier,
    read_label,
    templates_matching,
)
from kiosk.domain.money import Money
from kiosk.domain.product import UnitPrice
from kiosk.domain.profile import CheckRule, LabelField, LabelTemplate, Profile
from kiosk.domain.profiles import CN, DE, US

PER_KG = UnitPrice(Money(1196, "CNY"), 1000)
WEIGHT_FIRST = LabelTemplate(
    "weight-first",
    18,
    ("26",),
    ((LabelField.PLU, 5), (LabelField.WEIGHT, 5), (LabelField.AMOUNT, 5)),
)


def yuan(minor: int) -> Money:
    return Money(minor, "CNY")


def labels(digits: str, profile: Profile = CN) -> list[Label | None]:
    fitting, _ = templates_matching(digits, profile)
    return [read_label(digits, template, profile) for template in fitting]


def test_vector_T13_amount_first() -> None:
    (label,) = labels("260123400879007359")
    assert label == Label("price-weight-18", "1234", yuan(879), 735)
    assert agrees(PER_KG, 735, yuan(879), CN)


def test_vector_T13_weighted_from_the_left_the_check_digit_differs() -> None:
    left = replace(WEIGHT_FIRST, check=CheckRule.LEFT)
    profile = replace(CN, label_templates=(left,))
    assert templates_matching("260123400879007353", profile)[0] == (left,)
    assert templates_matching("260123400879007359", profile) == ((), True)


def test_vector_T13_the_wrong_layout_disagrees() -> None:
    (wrong,) = labels("260123400735008797")
    assert wrong == Label("price-weight-18", "1234", yuan(735), 879)
    assert not agrees(PER_KG, 879, yuan(735), CN)
    both = replace(CN, label_templates=(*CN.label_templates, WEIGHT_FIRST))
    right = labels("260123400735008797", both)[1]
    assert right == Label("weight-first", "1234", yuan(879), 735)


def test_vector_T15_thirteen_digits() -> None:
    assert labels("2110001005008") == [Label("price-13", "10001", yuan(500))]
    assert labels("2212345012992") == [Label("price-13", "12345", yuan(1299))]
    assert labels("2912345007355") == [Label("weight-13", "12345", None, 735)]
    assert templates_matching("2110001005009", CN) == ((), True)


@pytest.mark.parametrize(
    ("price", "digit"),
    [("2875", 9), ("0599", 1), ("1299", 2), ("14685", 6), ("01299", 5)],
)
def test_vector_T16_verifier_digits(price: str, digit: int) -> None:
    assert price_verifier(price) == digit


def test_vector_T16_labels_with_a_verifier() -> None:
    label = Label("upc-price", "12345", Money(599, "USD"))
    assert labels("0212345105993", US) == [label]
    assert labels("212345105993", US) == [label]
    assert labels("0212345205990", US) == [None]  # V = 2, check digit right again
    assert labels("2012345012998", DE) == [
        Label("price-verified", "1234", Money(1299, "EUR"))
    ]


@given(st.integers(0, 99_999), st.sampled_from([4, 5]))
def test_vector_T16_a_single_wrong_price_digit_is_found(minor: int, width: int) -> None:
    digits = f"{minor:05d}"[-width:]
    right = price_verifier(digits)
    for at in range(width):
        for other in "0123456789":
            wrong = digits[:at] + other + digits[at + 1 :]
            assert (price_verifier(wrong) == right) == (wrong == digits)


@given(st.integers(1, 99_999), st.integers(1, 99_998), st.integers(1, 99_999))
def test_vector_T13_T14_T15_what_is_printed_is_read(
    plu: int, minor: int, grams: int
) -> None:
    body = f"28{plu:05d}{minor:05d}{grams:05d}"
    found = [labels(f"{body}{check}") for check in range(10)]
    assert [each for each in found if each] == [
        [Label("price-weight-18", str(plu), yuan(minor), grams)]
    ]


@pytest.mark.parametrize(
    ("profile", "digits"),
    [
        (CN, "260123400000007350"),  # amount 0
        (CN, "260123499999007352"),  # at the field's limit
        (CN, "260123400879000008"),  # weight 0
    ],
)
def test_a_label_wrong_in_itself_is_refused(profile: Profile, digits: str) -> None:

    body = digits[:-1]
    assert labels(f"{body}{check_digit(body)}", profile) == [None]


def test_a_template_without_check_digit_and_other_texts() -> None:
    free = replace(WEIGHT_FIRST, check=CheckRule.NONE)
    profile = replace(CN, label_templates=(free,))
    assert templates_matching("260123400879007350", profile) == ((free,), False)
    assert templates_matching("26012340087900735x", profile) == ((), True)
    assert templates_matching("9520001001017", CN) == ((), False)


def test_an_amount_agrees_within_tolerance_and_never_by_the_piece() -> None:
    for minor, expected in ((878, True), (880, True), (881, False), (877, False)):
        assert agrees(PER_KG, 735, yuan(minor), CN) is expected
    assert not agrees(UnitPrice(yuan(879)), 735, yuan(879), CN)
    assert not agrees(PER_KG, 735, Money(879, "EUR"), CN)


def test_an_unknown_check_rule_is_an_error() -> None:
    odd = replace(WEIGHT_FIRST, check="odd")  # type: ignore[arg-type]
    with pytest.raises(AssertionError):
        templates_matching("260123400879007359", replace(CN, label_templates=(odd,)))
