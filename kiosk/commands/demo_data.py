"""The demo's catalogue with prices drawn anew by a seed; everything else stays."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from random import Random
from typing import Any

from kiosk.domain.gs1 import check_digit
from kiosk.domain.money import divide

_LOWEST, _HIGHEST = 85, 115  # per cent of the printed price


def draw_data(source: Path, target: Path, rng: Random) -> dict[str, Any]:
    """Copy the demo data with drawn prices; return the catalogue written."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    catalogue = json.loads((source / "catalogue.json").read_text("utf-8"))
    symbols = json.loads((source / "symbols.json").read_text("utf-8"))
    percents = {
        product["id"]: rng.randint(_LOWEST, _HIGHEST)
        for product in catalogue["products"]
    }
    for product in catalogue["products"]:
        if product["unit_price"] is not None:
            _scale(product["unit_price"]["amount"], percents[product["id"]])
    for promotion in catalogue["promotions"]:
        _reprice(promotion, percents)
    prices = {product["id"]: product["unit_price"] for product in catalogue["products"]}
    for symbol in symbols:
        _relabel(symbol, prices)
    _write(target / "catalogue.json", catalogue)
    _write(target / "symbols.json", symbols)
    return dict(catalogue)


def _scale(money: dict[str, Any], percent: int) -> None:
    money["minor"] = divide(money["minor"] * percent, 100)


def _reprice(promotion: dict[str, Any], percents: dict[str, int]) -> None:
    """Keep a member's or a bundle's price in step with its goods' prices."""
    rule = promotion["rule"]
    if rule["type"] == "MemberPrice":
        _scale(rule["price"]["amount"], percents[promotion["products"][0]])
    elif rule["type"] == "Bundle":
        _scale(rule["price"], min(percents[one] for one in rule["components"]))


def _relabel(symbol: dict[str, Any], prices: dict[str, Any]) -> None:
    """Print the drawn price on a label; one that disagrees on purpose stays."""
    text, price = symbol["text"], prices[symbol["product"]]
    kind = symbol.get("label")
    if kind is None or "kg" not in symbol["caption"]:
        return
    grams = round(float(symbol["caption"].split(" kg")[0]) * 1000)
    minor = divide(price["amount"]["minor"] * grams, price["base_grams"])
    if kind == "price-weight-18":
        body = f"{text[:7]}{minor:05d}{text[12:17]}"
    elif kind == "price-13":
        body = f"{text[:7]}{minor:05d}"
    else:
        body = text[:-1]  # a weight label has no price
    symbol["text"] = f"{body}{check_digit(body)}"
    symbol["caption"] = f"{grams / 1000:.3f} kg  ¥{minor / 100:.2f}"


def _write(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1), "utf-8")
