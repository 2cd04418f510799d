"""Reading the demo folder: dates, prices, codes, and clear refusals."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hardware_sim.catalogue import load

CATALOGUE: dict[str, Any] = {
    "store": {"id": "S1", "names": [["zh_CN", "店"], ["en", "Shop"]]},
    "products": [
        {
            "id": "plu:4011",
            "names": [["zh_CN", "香蕉"], ["en", "Bananas"]],
            "unit_price": {
                "amount": {"minor": 598, "currency": "CNY"},
                "base_grams": 500,
            },
            "picture": "banana.png",
        },
        {"id": "09520001001031", "names": [["en", "Yoghurt"]]},
    ],
    "promotions": [{"id": "p", "names": [["en", "5 off"]], "coupon_code": "C5"}],
}
SYMBOLS = [
    {
        "product": "09520001001031",
        "symbology": "gs1_datamatrix",
        "text": "010952000100103117{today-3:%y%m%d}15{today:%y%m%d}",
    }
]
PEOPLE = {
    "staff": [{"name": "A", "role": "attendant", "badge": "B-1"}],
    "members": [{"name": "M", "code": "M-1"}],
}


def folder(tmp_path: Path, **files: Any) -> Path:
    content = {"catalogue": CATALOGUE, "symbols": SYMBOLS, "people": PEOPLE} | files
    for name, value in content.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(value), encoding="utf-8")
    return tmp_path


def test_dates_are_printed_for_today(tmp_path: Path) -> None:
    demo = load(folder(tmp_path), date(2026, 1, 2))
    [symbol] = demo.tile("09520001001031").symbols
    assert symbol.text == "01095200010010311725123015260102"


def test_prices_and_codes(tmp_path: Path) -> None:
    demo = load(folder(tmp_path), date(2026, 1, 2))
    assert demo.tile("plu:4011").price == "¥5.98 / 500 g"
    assert demo.tile("plu:4011").is_produce
    assert demo.tile("09520001001031").price == "—"
    assert [(code.kind, code.text) for code in demo.codes] == [
        ("member", "M-1"),
        ("coupon", "C5"),
        ("badge", "B-1"),
    ]


def test_what_is_missing_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"catalogue\.json: No such file"):
        load(tmp_path, date(2026, 1, 2))
    with pytest.raises(ValueError, match="lack 'store'"):
        load(folder(tmp_path, catalogue={}), date(2026, 1, 2))
    demo = load(folder(tmp_path), date(2026, 1, 2))
    with pytest.raises(ValueError, match="no product"):
        demo.tile("x")


@pytest.mark.parametrize("name", ["../people.json", "", "banana.png"])
def test_no_picture_outside_the_pictures(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="no picture"):
        load(folder(tmp_path), date(2026, 1, 2)).picture(name)
