"""The demo store's data as the simulator needs it: products, symbols, codes.

Reads `catalogue.json`, `symbols.json` and `people.json` from a folder. It is a
second reader of those files on purpose: nothing of the kiosk is imported here.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

_TODAY = re.compile(r"\{today([+-]\d+)?:([%a-zA-Z]+)\}")


@dataclass(frozen=True, slots=True)
class Symbol:
    """One symbol that a product carries; `text` is as printed today."""

    product: str
    symbology: str
    text: str
    caption: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """A product as the panel shows it."""

    id: str
    names: tuple[tuple[str, str], ...]
    price: str
    category: str
    picture: str
    symbols: tuple[Symbol, ...]

    @property
    def is_produce(self) -> bool:
        """Whether it lies loose on the pan (it has a PLU)."""
        return self.id.startswith("plu:")


@dataclass(frozen=True, slots=True)
class DemoCode:
    """A code a person shows: member, coupon, badge."""

    kind: str
    text: str
    caption: str


@dataclass(frozen=True, slots=True)
class Demo:
    """The demo folder, read."""

    folder: Path
    store_names: tuple[tuple[str, str], ...]
    tiles: tuple[Tile, ...]
    codes: tuple[DemoCode, ...]

    def tile(self, product: str) -> Tile:
        """Return a product. Raises ValueError when there is none."""
        for tile in self.tiles:
            if tile.id == product:
                return tile
        raise ValueError(f"no product {product!r} in the demo catalogue")

    def picture(self, name: str) -> Path:
        """Return a picture's path. Raises ValueError when there is none."""
        if Path(name).name != name:
            raise ValueError(f"no picture {name!r}")
        path = self.folder / "pictures" / name
        if not path.is_file():
            raise ValueError(f"no picture {name!r}")
        return path


class CatalogueError(ValueError):
    """The demo data cannot be read; the message is one line."""


def load(folder: Path, today: date) -> Demo:
    """Read a demo folder. Raises CatalogueError for what is wrong."""
    try:
        catalogue = _json(folder / "catalogue.json")
        symbols = [_symbol(row, today) for row in _json(folder / "symbols.json")]
        people = _json(folder / "people.json")
        return Demo(
            folder,
            tuple((tag, text) for tag, text in catalogue["store"]["names"]),
            tuple(_tile(row, symbols) for row in catalogue["products"]),
            tuple(_codes(catalogue, people)),
        )
    except (KeyError, TypeError) as error:
        raise CatalogueError(f"{folder}: the demo data lack {error}") from None


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CatalogueError(f"{path}: {error.strerror}") from None
    except ValueError as error:
        raise CatalogueError(f"{path}: {error}") from None


def _symbol(row: dict[str, Any], today: date) -> Symbol:
    def on(match: re.Match[str]) -> str:
        return (today + timedelta(days=int(match[1] or 0))).strftime(match[2])

    return Symbol(
        row["product"],
        row["symbology"],
        _TODAY.sub(on, row["text"]),
        row.get("caption", ""),
        row.get("label", ""),
    )


def _tile(row: dict[str, Any], symbols: list[Symbol]) -> Tile:
    return Tile(
        row["id"],
        tuple((tag, text) for tag, text in row["names"]),
        _price(row.get("unit_price")),
        row.get("category", ""),
        row.get("picture", ""),
        tuple(symbol for symbol in symbols if symbol.product == row["id"]),
    )


def _price(unit_price: dict[str, Any] | None) -> str:
    if unit_price is None:
        return "—"
    yuan, fen = divmod(unit_price["amount"]["minor"], 100)
    grams = unit_price.get("base_grams")
    per = {None: "", 1000: " / kg"}.get(grams, f" / {grams} g")
    return f"¥{yuan}.{fen:02d}{per}"


def _codes(catalogue: dict[str, Any], people: dict[str, Any]) -> list[DemoCode]:
    found = [DemoCode("member", row["code"], row["name"]) for row in people["members"]]
    for row in catalogue["promotions"]:
        if row.get("coupon_code"):
            caption = " / ".join(text for _, text in row["names"])
            found.append(DemoCode("coupon", row["coupon_code"], caption))
    for row in people["staff"]:
        caption = f"{row['name']} ({row['role']})"
        found.append(DemoCode("badge", row["badge"], caption))
    return found
