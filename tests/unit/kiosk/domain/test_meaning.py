"""The meaning of scanned texts: T14, T20, W6, G1-G3, and hostile input."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.domain.events import Refusal
from kiosk.domain.gs1 import check_digit
from kiosk.domain.labels import Label
from kiosk.domain.meaning import (
    MAX_BYTES,
    Gtin,
    Invalid,
    Meaning,
    Other,
    WalletCode,
    interpret,
    wallet_of,
)
from kiosk.domain.money import Money
from kiosk.domain.profiles import CN, DE, US

TODAY = date(2026, 3, 14)


def meaning(text: str, symbology: str = "", gs1: bool = False) -> tuple[Meaning, ...]:
    return interpret(text, symbology, gs1, CN, TODAY)


def elements(text: str) -> Meaning:
    (found,) = meaning(text, "datamatrix", gs1=True)
    return found


def test_vector_T14_a_label_that_looks_like_an_alipay_code() -> None:
    label = Label("price-weight-18", "10001", Money(1936, "CNY"), 2310)
    assert meaning("281000101936023101") == (label, WalletCode("alipay"))
    assert meaning("281000101936023100") == (WalletCode("alipay"),)


@given(st.text("0123456789", min_size=16, max_size=19), st.sampled_from("12"))
def test_vector_T14_each_candidate_is_one_by_its_own_rule(
    tail: str, first: str
) -> None:
    text = first + tail
    found = meaning(text)
    wallet = wallet_of(text, CN)
    assert (WalletCode(wallet) in found) == (wallet is not None)
    shaped = len(text) == 18 and text[:2] in {"26", "28"}
    checked = shaped and check_digit(text[:-1]) == int(text[-1])
    fields = (text[7:12], text[12:17])
    sound = "00000" not in fields and fields[0] != "99999"
    assert any(isinstance(each, Label) for each in found) == (checked and sound)


def test_wallet_shapes() -> None:
    assert wallet_of("134567890123456789", CN) == "wechat"
    assert wallet_of("2" + "8" * 15, CN) == "alipay"
    assert wallet_of("2" + "8" * 24, CN) is None
    assert wallet_of("62" + "0" * 17, CN) == "unionpay"
    assert wallet_of("13456789012345678x", CN) is None
    assert wallet_of("134567890123456789", US) is None


@pytest.mark.parametrize(
    ("text", "symbology", "gtin"),
    [
        ("9520001001017", "ean13", "09520001001017"),
        ("400010000012", "upca", "00400010000012"),
        ("09520001001017", "itf14", "09520001001017"),
        ("96385074", "ean8", "00000096385074"),
        ("04252614", "upce", "00042100005264"),
        ("96385074", "", "00000096385074"),
    ],
)
def test_trade_item_numbers(text: str, symbology: str, gtin: str) -> None:
    assert meaning(text, symbology) == (Gtin(gtin),)


@pytest.mark.parametrize(
    ("text", "symbology"),
    [("9520001001018", "ean13"), ("04252615", "upce"), ("2110001005009", "ean13")],
)
def test_a_wrong_check_digit_is_told(text: str, symbology: str) -> None:
    assert meaning(text, symbology) == (Invalid(Refusal.BAD_CHECK),)


def test_a_label_may_be_an_in_store_gtin_but_a_false_one_is_neither() -> None:
    label = Label("price-13", "10001", Money(500, "CNY"))
    assert meaning("2110001005008") == (label, Gtin("02110001005008"))
    assert meaning("2110001000003") == (Invalid(Refusal.LABEL_INVALID),)
    assert interpret("0212345205990", "ean13", False, US, TODAY) == (
        Invalid(Refusal.LABEL_INVALID),
    )


def test_a_label_with_a_wrong_check_digit_only() -> None:
    no_wallets = replace(CN, wallets=())
    found = interpret("281000101936023100", "code128", False, no_wallets, TODAY)
    assert found == (Invalid(Refusal.BAD_CHECK),)


def test_vector_T20_element_strings() -> None:
    text = "010952000100105517260200" + "10L2602\x1d21A0001"
    assert elements(text) == Gtin(
        "09520001001055", use_by=date(2026, 2, 28), lot="L2602", serial="A0001"
    )
    assert elements("0109520001001055" + "15260314") == Gtin(
        "09520001001055", best_before=TODAY
    )
    assert elements("0109520001001055" + "16260314") == Gtin(
        "09520001001055", best_before=TODAY
    )
    assert elements("0109520001001055" + "17260230") == Invalid(Refusal.LABEL_INVALID)
    assert elements("0109520001001055" + "17269900") == Invalid(Refusal.UNREADABLE)


def test_a_databar_carries_element_strings_by_itself() -> None:
    found = meaning("0109520001001208", "databar")
    assert found == (Gtin("09520001001208"),)
    assert meaning("0109520001001208", "code128") == (Other("0109520001001208"),)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("3103000735", {"weight_grams": 735}),
        ("3203001000", {"weight_grams": 454}),
        ("3922879", {"amount": Money(879, "CNY")}),
        ("3932156879", {"amount": Money(879, "CNY")}),
        ("39238790", {"amount": Money(879, "CNY")}),
    ],
)
def test_weights_and_prices_in_element_strings(more: str, expected: dict) -> None:
    assert elements(f"0109520001001055{more}") == Gtin("09520001001055", **expected)


def test_foreign_currency_and_amounts_that_are_no_money() -> None:
    head = "0109520001001055"
    assert elements(f"{head}3932978879") == Invalid(Refusal.FOREIGN_CURRENCY)
    assert elements(f"{head}3923879") == Invalid(Refusal.LABEL_INVALID)
    assert elements(f"{head}39220") == Invalid(Refusal.LABEL_INVALID)
    assert elements(f"{head}3103000000") == Invalid(Refusal.LABEL_INVALID)
    (euro,) = interpret(f"{head}3932978879", "", True, DE, TODAY)
    assert euro == Gtin("09520001001055", amount=Money(879, "EUR"))


def test_a_gtin_with_a_wrong_check_digit_in_an_element_string() -> None:
    assert elements("0109520001001056") == Invalid(Refusal.BAD_CHECK)


def test_a_logistic_unit_is_never_a_label() -> None:
    sscc = "00" + "260123400879007359"
    assert meaning(sscc, "code128", gs1=True) == (Other(sscc),)


def test_links() -> None:
    link = "HTTPS://ID.EXAMPLE.COM/01/09520001005107/10/B07?17=270101"
    assert meaning(link, "qr") == (
        Gtin("09520001005107", use_by=date(2027, 1, 1), lot="B07"),
    )
    page = "https://example.com/menu"
    assert meaning(page, "qr") == (Other(page),)


def test_other_texts() -> None:
    for text in ("COUPON-SAVE5", "4011", "会员 007"):
        assert meaning(text) == (Other(text),)


@pytest.mark.parametrize("text", ["", "x" * (MAX_BYTES + 1), "a\x00b", "\x1b@", "a\nb"])
def test_hostile_texts_are_refused_unread(text: str) -> None:
    assert meaning(text, gs1=True) == (Invalid(Refusal.UNREADABLE),)


HOSTILE = st.one_of(
    st.text(max_size=60),
    st.text("0123456789\x1d()]C1x", max_size=60),
    st.builds(
        lambda head, tail: head + tail,
        st.sampled_from([
            "01",
            "0109520001001055",
            "https://a/01/",
            "http://[",
            "17",
            "3932",
        ]),
        st.text(max_size=30),
    ),
)


@given(HOSTILE, st.booleans(), st.sampled_from(["", "upce", "qr", "databar", "ean8"]))
@example("https://a/01/9520001005107?17=\u0663\u0663", True, "qr")
@example("\ud800", False, "qr")
def test_no_text_raises_and_invalid_stands_alone(
    text: str, gs1: bool, symbology: str
) -> None:
    found = interpret(text, symbology, gs1, CN, TODAY)
    assert found
    assert len(found) == 1 or not any(isinstance(each, Invalid) for each in found)
