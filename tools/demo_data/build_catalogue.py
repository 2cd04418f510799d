"""Write demo/catalogue.json and demo/symbols.json from products.csv and offers.json.

It draws no picture (build_pictures.py) and is no part of the product: the demo
folder holds data only. Run `python tools/demo_data/build_catalogue.py` and commit
what it writes.
"""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

from pypinyin import Style, lazy_pinyin

HERE = Path(__file__).parent
DEMO = HERE.parents[1] / "demo"

Row = dict[str, str]
Body = dict[str, Any]


def check_digit(digits: str) -> str:
    """Return the GS1 check digit: weights 3, 1, ... from the right (W7)."""
    total = sum(int(d) * (3, 1)[i % 2] for i, d in enumerate(reversed(digits)))
    return str(-total % 10)


def product_id(row: Row) -> str:
    """Return the product id: GTIN-14 digits, or "plu:4011".

    EAN-13 numbers stand under the GS1 prefix 952, kept for demonstrations. UPC-A
    numbers stand under number system 4, kept for numbers inside a company (GS1
    General Specifications, RCN-12): neither is ever a real article.
    """
    kind, number = row["code"].split(":")
    match kind:
        case "plu":
            return row["code"]
        case "ean":
            stem = f"95200010{int(number):04d}"
            return f"0{stem}{check_digit(stem)}"
        case "upc":
            stem = f"4000100{int(number):04d}"
            return f"00{stem}{check_digit(stem)}"
        case _:
            raise ValueError(f"{row['key']}: unknown kind of code {kind!r}")


def money(minor: int) -> Body:
    """Return an amount of yuan as the codec reads it."""
    return {"minor": minor, "currency": "CNY"}


def names(entry: Body | Row) -> list[list[str]]:
    """Return both names of an entry."""
    return [["zh_CN", entry["zh"]], ["en", entry["en"]]]


def unit_price(row: Row, fen: int) -> Body:
    """Return a unit price at an amount, on the base of the row."""
    price: Body = {"amount": money(fen)}
    if row["grams"]:
        price["base_grams"] = int(row["grams"])
    return price


def product_body(row: Row) -> Body:
    """Return one product as kiosk.store.codec reads it."""
    body: Body = {
        "id": product_id(row),
        "names": names(row),
        "unit_price": unit_price(row, int(row["fen"])) if row["fen"] else None,
        "tax_class": row["tax"],
        "category": row["category"],
        "picture": f"{row['key']}.png",
        "initials": initials(row["zh"]),
    }
    if body["id"].startswith("plu:"):
        body["plu"] = body["id"].removeprefix("plu:")
    add_extras(body, row["extra"])
    return body


def add_extras(body: Body, extras: str) -> None:
    """Add the flags, limits, deposit and tare named in the last column."""
    restriction: Body = {}
    for extra in filter(None, extras.split(";")):
        name, _, value = extra.partition("=")
        match name:
            case "is_bag" | "is_free":
                body[name] = True
            case "tare":
                body["tare_grams"] = int(value)
            case "staff_only" | "not_discountable":
                restriction[name] = True
            case "min_age" | "max_quantity":
                restriction[name] = int(value)
            case "deposit":
                body["deposit"] = {
                    "id": "glass-bottle",
                    "names": [["zh_CN", "玻璃瓶押金"], ["en", "Glass bottle deposit"]],
                    "amount": money(int(value)),
                    "tax_class": body["tax_class"],
                }
            case _:
                raise ValueError(f"unknown extra {extra!r}")
    if restriction:
        body["restriction"] = restriction


def initials(text: str) -> str:
    """Return the pinyin initials of a Chinese name: 香蕉 -> xj."""
    letters = "".join(lazy_pinyin(text, style=Style.FIRST_LETTER))
    return re.sub(r"[^a-z]", "", letters.lower())


def promotion_body(entry: Body, rows: dict[str, Row]) -> Body:
    """Return one promotion, product keys replaced by ids."""
    body: Body = {"id": entry["id"], "names": names(entry)}
    if member := entry.get("member"):
        row = rows[member["product"]]
        price = unit_price(row, member["fen"])
        body["rule"] = {"type": "MemberPrice", "price": price}
        body["products"] = [product_id(row)]
        body["members_only"] = True
        return body
    rule = dict(entry["rule"])
    for name in ("amount", "price", "reach"):
        if name in rule:
            rule[name] = money(rule[name])
    if "components" in rule:
        rule["components"] = [product_id(rows[key]) for key in rule["components"]]
    body["rule"] = rule
    body["products"] = sorted(product_id(rows[key]) for key in entry["products"])
    for name in ("starts_at", "ends_at", "coupon_code", "exclusion_group"):
        if name in entry:
            body[name] = entry[name]
    return body


def code_of(body: Body) -> Body:
    """Return the code a product is found by: its GTIN-14, or its PLU."""
    return {"code": body.get("plu", body["id"]), "product": body["id"]}


def catalogue(rows: dict[str, Row], offers: Body) -> Body:
    """Return the whole catalogue."""
    products = [product_body(row) for row in rows.values()]
    return {
        "store": offers["store"],
        "products": products,
        "codes": [code_of(body) for body in products],
        "promotions": [promotion_body(p, rows) for p in offers["promotions"]],
        "recalls": [
            {
                "id": recall["id"],
                "product": product_id(rows[recall["product"]]),
                "lot": recall["lot"],
                "names": names(recall),
            }
            for recall in offers["recalls"]
        ],
        "config": {},
    }


def symbols(rows: dict[str, Row], offers: Body) -> list[Body]:
    """Return the symbols: special ones, else EAN-13 or UPC-A, then store labels."""
    special: dict[str, list[Body]] = {}
    for entry in offers["symbols"]:
        gtin = product_id(rows[entry["product"]])
        text = entry["text"].replace("{gtin}", gtin)
        special.setdefault(gtin, []).append(entry | {"product": gtin, "text": text})
    found: list[Body] = []
    for row in rows.values():
        gtin = product_id(row)
        if gtin in special:
            found += special[gtin]
        elif row["code"].startswith("ean:"):
            found.append(linear(gtin, "ean13", gtin[1:]))
        elif row["code"].startswith("upc:"):
            found.append(linear(gtin, "upca", gtin[2:]))
    return found + [label(entry, rows[entry["product"]]) for entry in offers["labels"]]


def linear(product: str, symbology: str, text: str) -> Body:
    """Return a plain retail bar code."""
    caption = {"ean13": "EAN-13", "upca": "UPC-A"}[symbology]
    return {
        "product": product,
        "symbology": symbology,
        "text": text,
        "caption": caption,
    }


def label(entry: Body, row: Row) -> Body:
    """Return an in-store variable-measure label (W7, W8); "fen" overrides its price."""
    grams = entry["grams"]
    base = int(row["grams"])
    fen = entry.get("fen", (2 * int(row["fen"]) * grams + base) // (2 * base))
    plu = f"{row['code'].removeprefix('plu:'):0>5}"
    match entry["template"]:
        case "price-13":
            symbology, digits = "ean13", f"21{plu}{fen:05d}"
        case "weight-13":
            symbology, digits = "ean13", f"29{plu}{grams:05d}"
        case "price-weight-18":
            symbology, digits = "code128", f"26{plu}{fen:05d}{grams:05d}"
        case other:
            raise ValueError(f"unknown label template {other!r}")
    shown = f"{grams / 1000:.3f} kg  ¥{fen / 100:.2f}"
    return {
        "product": product_id(row),
        "symbology": symbology,
        "text": digits + check_digit(digits),
        "caption": entry.get("caption", shown),
        "label": entry["template"],
    }


def dump(data: Any) -> str:
    """Return JSON with one element of a list on a line, for readable changes."""
    if isinstance(data, dict):
        parts = [f"{json.dumps(key)}: {dump(value)}" for key, value in data.items()]
        return "{\n" + ",\n".join(parts) + "\n}"
    if isinstance(data, list) and data and isinstance(data[0], dict):
        parts = [json.dumps(item, ensure_ascii=False) for item in data]
        return "[\n  " + ",\n  ".join(parts) + "\n]"
    return json.dumps(data, ensure_ascii=False)


def read_sources() -> tuple[dict[str, Row], Body]:
    """Return products.csv by key, and offers.json."""
    with (HERE / "products.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["key"]: row for row in csv.DictReader(file)}
    return rows, json.loads((HERE / "offers.json").read_text(encoding="utf-8"))


def main() -> None:
    """Write both files."""
    rows, offers = read_sources()
    for name, data in (
        ("catalogue.json", catalogue(rows, offers)),
        ("symbols.json", symbols(rows, offers)),
    ):
        (DEMO / name).write_text(dump(data) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
