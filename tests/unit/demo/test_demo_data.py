"""The demo's data: numbers right, references resolved, every shopper's case there."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from kiosk.domain.money import divide
from kiosk.domain.product import Product
from kiosk.domain.profile import LabelField, LabelTemplate
from kiosk.domain.profiles import CN
from kiosk.domain.promotion import (
    AmountCoupon,
    AmountOff,
    Bundle,
    MemberPrice,
    MixAndMatch,
    NForM,
    PercentCoupon,
    PercentOff,
    Promotion,
    Threshold,
)
from kiosk.store.codec import from_json

DEMO = Path(__file__).parents[3] / "demo"
GS = "\x1d"
DIGITS = {"ean13": 13, "upca": 12}
TEMPLATES = {template.id: template for template in CN.label_templates}


def load(name: str) -> Any:
    return json.loads((DEMO / name).read_text(encoding="utf-8"))


CATALOGUE = load("catalogue.json")
SYMBOLS = load("symbols.json")
PEOPLE = load("people.json")
PRODUCTS = {body["id"]: from_json(body, Product) for body in CATALOGUE["products"]}
PROMOTIONS = [from_json(body, Promotion) for body in CATALOGUE["promotions"]]


def has_right_check_digit(digits: str) -> bool:
    """GS1: the weighted sum, the check digit's own weight being 1, ends in 0."""
    weights = (1, 3)
    total = sum(int(d) * weights[i % 2] for i, d in enumerate(reversed(digits)))
    return total % 10 == 0


def on_day(text: str, today: date) -> str:
    """Fill the dates of a symbol's text in, as the simulator does."""
    return re.sub(
        r"\{today([+-]\d+):([^}]+)\}",
        lambda m: (today + timedelta(days=int(m[1]))).strftime(m[2]),
        text,
    )


def label_fields(template: LabelTemplate, digits: str) -> dict[LabelField, str]:
    prefix = next(p for p in template.prefixes if digits.startswith(p))
    fields, at = {}, len(prefix)
    for meaning, width in template.fields:
        fields[meaning] = digits[at : at + width]
        at += width
    assert at == template.length - 1 == len(digits) - 1
    return fields


def is_for_sale(product: Product) -> bool:
    price = product.unit_price
    return price is not None and (price.amount.minor > 0 or product.is_free)


def test_product_ids_are_unique_and_numbers_are_sound() -> None:
    assert len(PRODUCTS) == len(CATALOGUE["products"]) >= 120
    for product in PRODUCTS.values():
        if product.plu:
            assert product.id == f"plu:{product.plu}"
        else:
            assert re.fullmatch(r"\d{14}", product.id)
            assert has_right_check_digit(product.id)


def test_no_number_can_be_a_real_article() -> None:
    # 952: demonstrations; UPC-A number system 4: inside a company.
    gtins = [product_id for product_id in PRODUCTS if product_id.isdigit()]
    assert all(g.startswith(("0952", "004")) for g in gtins)
    assert any(g.startswith("004") for g in gtins)


@pytest.mark.parametrize("product", PRODUCTS.values(), ids=PRODUCTS)
def test_each_product_is_whole(product: Product) -> None:
    languages = dict(product.names)
    assert re.search(r"[\u4e00-\u9fff]", languages["zh_CN"])
    assert languages["en"].isascii()
    assert re.fullmatch(r"[a-z]+", product.initials)
    CN.tax_class(product.tax_class)
    if product.deposit:
        CN.tax_class(product.deposit.tax_class)
    if product.unit_price:
        assert product.unit_price.amount.currency == CN.currency.code
    assert product.is_weighed == bool(product.plu)


@pytest.mark.parametrize("product", PRODUCTS.values(), ids=PRODUCTS)
def test_each_product_has_its_own_picture(product: Product) -> None:
    path = DEMO / "pictures" / product.picture
    assert path.stat().st_size < 20_000
    with Image.open(path) as picture:
        assert picture.size == (320, 320)
        corner = picture.convert("RGBA").getpixel((0, 0))
    assert isinstance(corner, tuple)
    assert corner[3] == 0


def test_pictures_and_products_are_one_to_one() -> None:
    files = {path.name for path in (DEMO / "pictures").glob("*.png")}
    assert files == {product.picture for product in PRODUCTS.values()}
    assert len(files) == len(PRODUCTS)
    contents = {path.read_bytes() for path in (DEMO / "pictures").glob("*.png")}
    assert len(contents) == len(files)


def test_codes_find_every_product() -> None:
    codes = {code["code"]: code["product"] for code in CATALOGUE["codes"]}
    assert len(codes) == len(CATALOGUE["codes"])
    assert set(codes.values()) == set(PRODUCTS)
    for code, product_id in codes.items():
        assert code.isdigit()
        assert product_id in {code, f"plu:{code}"}


def test_produce_is_broad_enough_to_choose_from() -> None:
    loose = [p for p in PRODUCTS.values() if p.category in {"fruit", "vegetables"}]
    loose = [p for p in loose if p.plu]
    assert len(loose) >= 18
    bases = {p.unit_price.base_grams for p in loose if p.unit_price}
    assert bases == {500, 1000}
    assert all(p.tax_class == "reduced" for p in loose)


def test_all_tax_classes_occur() -> None:
    used = {product.tax_class for product in PRODUCTS.values()}
    assert used == {tax.id for tax in CN.tax_classes}


def test_the_cases_that_need_staff_exist() -> None:
    prices = [p for p in PRODUCTS.values() if not is_for_sale(p)]
    assert {p.unit_price is None for p in prices} == {True, False}
    restrictions = [product.restriction for product in PRODUCTS.values()]
    assert any(r.min_age == 18 and not r.staff_only for r in restrictions)
    assert any(r.staff_only and r.min_age == 18 for r in restrictions)
    assert any(r.max_quantity and r.not_discountable for r in restrictions)
    assert [p for p in PRODUCTS.values() if p.is_free]
    assert [p for p in PRODUCTS.values() if p.deposit]
    assert len([p for p in PRODUCTS.values() if p.is_bag]) >= 2


def test_all_kinds_of_promotion_occur() -> None:
    kinds = Counter(type(promotion.rule) for promotion in PROMOTIONS)
    single = {NForM, MixAndMatch, Bundle, PercentOff, AmountOff}
    assert single <= set(kinds)
    assert kinds[MemberPrice] >= 4
    rules = [p.rule for p in PROMOTIONS]
    thresholds = [r.each_full for r in rules if isinstance(r, Threshold)]
    assert sorted(thresholds) == [False, True]
    assert any(isinstance(r, NForM) and (r.n, r.m) == (3, 2) for r in rules)


@pytest.mark.parametrize("promotion", PROMOTIONS, ids=lambda p: p.id)
def test_each_promotion_is_consistent(promotion: Promotion) -> None:
    assert set(dict(promotion.names)) == {"zh_CN", "en"}
    covered = [PRODUCTS[product_id] for product_id in promotion.products]
    assert not any(p.restriction.not_discountable for p in covered)
    match promotion.rule:
        case MemberPrice(price):
            (product,) = covered
            usual = product.unit_price
            assert promotion.members_only
            assert usual is not None
            assert price.base_grams == usual.base_grams
            assert 0 < price.amount.minor < usual.amount.minor
        case Bundle(components, price):
            assert set(components) == promotion.products
            usual_prices = [PRODUCTS[part].unit_price for part in components]
            assert price.minor < sum(p.amount.minor for p in usual_prices if p)
        case AmountCoupon() | PercentCoupon():
            assert promotion.coupon_code
        case _:
            assert covered or promotion.exclusion_group


def test_promotion_ids_and_coupon_codes_are_unique() -> None:
    ids = [promotion.id for promotion in PROMOTIONS]
    codes = [p.coupon_code for p in PROMOTIONS if p.coupon_code]
    assert len(set(ids)) == len(ids)
    assert len(set(codes)) == len(codes) == 2


def test_recalls_stop_one_lot_and_one_whole_product() -> None:
    recalls = CATALOGUE["recalls"]
    assert all(recall["product"] in PRODUCTS for recall in recalls)
    assert {recall["lot"] is None for recall in recalls} == {True, False}
    lot = next(recall for recall in recalls if recall["lot"])
    texts = [s["text"] for s in SYMBOLS if s["product"] == lot["product"]]
    assert any(text.endswith(f"10{lot['lot']}") for text in texts)
    assert not all(text.endswith(f"10{lot['lot']}") for text in texts)


def test_symbols_cover_the_symbologies_of_a_store() -> None:
    kinds = Counter(symbol["symbology"] for symbol in SYMBOLS)
    assert kinds.most_common(1)[0][0] == "ean13"
    needed = {"upca", "databar", "databar_expanded", "gs1_datamatrix", "qr", "code128"}
    assert needed <= set(kinds)
    packaged = {p.id for p in PRODUCTS.values() if not p.plu}
    assert packaged <= {symbol["product"] for symbol in SYMBOLS}


@pytest.mark.parametrize("symbol", SYMBOLS, ids=lambda s: s["text"][:40])
def test_each_symbol_says_its_product(symbol: dict[str, str]) -> None:
    product, text = symbol["product"], symbol["text"]
    assert product in PRODUCTS
    assert symbol["caption"]
    if "label" in symbol:
        return
    match symbol["symbology"]:
        case "ean13" | "upca" as kind:
            assert len(text) == DIGITS[kind]
            assert text.zfill(14) == product
        case "databar":
            assert text == f"01{product}"
        case "gs1_datamatrix" | "databar_expanded":
            assert text.startswith(f"01{product}")
        case "qr":
            assert f"/01/{product}" in text
            assert text.startswith("https://id.example.com/")
        case other:
            pytest.fail(f"no rule for {other}")


def test_some_dates_have_passed_and_some_have_not() -> None:
    today = date(2026, 2, 27)
    days = [
        on_day(symbol["text"], today)
        for symbol in SYMBOLS
        if "{today" in symbol["text"] and symbol["symbology"] != "qr"
    ]
    expiries = [day[18:24] for day in days if day[16:18] == "17"]
    assert all(re.fullmatch(r"\d{6}", day) for day in expiries)
    assert any(day < "260227" for day in expiries)
    assert any(day > "260227" for day in expiries)
    assert not any("{" in day for day in days)


LABELS = [symbol for symbol in SYMBOLS if "label" in symbol]


@pytest.mark.parametrize("symbol", LABELS, ids=lambda s: s["text"])
def test_each_label_follows_its_template(symbol: dict[str, str]) -> None:
    digits, template = symbol["text"], TEMPLATES[symbol["label"]]
    assert has_right_check_digit(digits)
    fields = label_fields(template, digits)
    assert f"plu:{fields[LabelField.PLU].lstrip('0')}" == symbol["product"]
    assert PRODUCTS[symbol["product"]].is_weighed


def test_labels_with_both_sums_agree_but_for_the_one_meant_wrong() -> None:
    gaps = []
    for symbol in LABELS:
        if symbol["label"] != "price-weight-18":
            continue
        fields = label_fields(TEMPLATES["price-weight-18"], symbol["text"])
        price = PRODUCTS[symbol["product"]].unit_price
        assert price is not None
        assert price.base_grams is not None
        grams = int(fields[LabelField.WEIGHT])
        due = divide(price.amount.minor * grams, price.base_grams)
        gaps.append(abs(due - int(fields[LabelField.AMOUNT])))
    assert sorted(gaps)[:-1] == [0] * (len(gaps) - 1)
    assert max(gaps) > CN.amount_tolerance_minor


def test_every_kind_of_label_occurs() -> None:
    assert {symbol["label"] for symbol in LABELS} == set(TEMPLATES)


def test_people_have_what_their_roles_need() -> None:
    roles = Counter(person["role"] for person in PEOPLE["staff"])
    assert roles == {"attendant": 2, "supervisor": 1}
    pins = [person["pin"] for person in PEOPLE["staff"]]
    assert all(re.fullmatch(r"\d{6}", pin) for pin in pins)
    secrets = pins + [person["badge"] for person in PEOPLE["staff"]]
    codes = [member["code"] for member in PEOPLE["members"]]
    assert len(codes) == 3
    assert len(set(secrets + codes)) == len(secrets) + len(codes)


def test_no_person_code_is_read_as_an_article() -> None:
    codes = [person["badge"] for person in PEOPLE["staff"]]
    codes += [member["code"] for member in PEOPLE["members"]]
    codes += [p.coupon_code for p in PROMOTIONS if p.coupon_code]
    assert not any(code.isdigit() for code in codes)


def test_texts_carry_no_control_character_but_the_separator() -> None:
    for symbol in SYMBOLS:
        assert symbol["text"].replace(GS, "").isprintable()
