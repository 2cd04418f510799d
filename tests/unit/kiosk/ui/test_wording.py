"""Wording: money, weights, unit prices and names as shoppers read them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.money import Money
from kiosk.domain.product import Product, UnitPrice
from kiosk.domain.profiles import CN
from kiosk.ui.wording import Wording

SAY = Wording(CN, "en", Path("/nowhere"))
NAMES = (("zh_CN", "香蕉"), ("en", "Bananas"))
BANANAS = Product("plu:4011", NAMES, None, "reduced", "fruit")


@pytest.mark.parametrize(
    ("grams", "text"),
    [(735, "0.735 kg"), (0, "0.000 kg"), (12_005, "12.005 kg"), (-5, "-0.005 kg")],
)
def test_weights_in_kilograms_have_three_decimals(grams, text):
    assert SAY.weight(grams) == text


@given(st.integers(-50_000, 50_000))
def test_a_weight_reads_back_to_the_gram(grams):
    number, unit = SAY.weight(grams).split()
    assert unit == "kg"
    assert round(float(number) * 1_000) == grams


@pytest.mark.parametrize(
    ("unit", "decimals", "text"),
    [("lb", 2, "1.62 lb"), ("g", 0, "735 g"), ("oz", 1, "25.9 oz")],
)
def test_other_units_are_rounded_once(unit, decimals, text):
    profile = replace(CN, weight_unit=unit, weight_decimals=decimals)
    assert Wording(profile, "en", Path()).weight(735) == text


@pytest.mark.parametrize(
    ("base", "text"),
    [
        (None, "¥5.98"),
        (1000, "¥5.98 / kg"),
        (500, "¥5.98 / 500 g"),
        (454, "¥5.98 / lb"),
    ],
)
def test_a_unit_price_keeps_its_base(base, text):
    assert SAY.unit_price(UnitPrice(Money(598, "CNY"), base)) == text


def test_a_missing_unit_price_is_no_text():
    assert SAY.unit_price(None) == ""


def test_both_names_the_chosen_one_first():
    assert (SAY.name(NAMES), SAY.other_name(NAMES)) == ("Bananas", "香蕉")
    chinese = replace(SAY, language="zh_CN")
    assert (chinese.name(NAMES), chinese.other_name(NAMES)) == ("香蕉", "Bananas")


def test_one_name_is_not_said_twice():
    assert SAY.other_name((("en", "Bananas"),)) == ""


@pytest.mark.parametrize(
    "name", ["../secret.png", "/etc/passwd", "a/b.png", "..", "", "missing.png"]
)
def test_a_picture_is_a_plain_file_of_the_folder(tmp_path, name):
    (tmp_path / "pictures").mkdir()
    (tmp_path / "secret.png").write_bytes(b"x")
    say = replace(SAY, pictures=tmp_path / "pictures")
    assert say.picture(replace(BANANAS, picture=name)) == ""


def test_a_picture_with_a_chinese_name_is_a_file_url(tmp_path):
    (tmp_path / "香蕉.png").write_bytes(b"x")
    say = replace(SAY, pictures=tmp_path)
    url = say.picture(replace(BANANAS, picture="香蕉.png"))
    assert url.startswith("file://")
    assert url.endswith("香蕉.png")


@pytest.mark.parametrize("names", [(), (("zh_CN", ""), ("en", " "))])
@pytest.mark.parametrize(
    ("key", "said"), [("gtin:09521234000013", "09521234000013"), ("4011", "4011")]
)
def test_a_product_nobody_named_is_said_by_its_number(names, key, said):
    assert SAY.product(replace(BANANAS, id=key, names=names)) == said


def test_a_name_missing_in_one_language_is_said_in_the_other_once():
    names = (("en", ""), ("zh_CN", "香蕉"))
    assert SAY.product(replace(BANANAS, names=names)) == "香蕉"
    assert SAY.other_name(names) == ""
