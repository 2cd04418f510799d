"""What the scripted shopper buys: drawn by a seed from the demo's data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

ENROLLED = 12  # loose products whose views are enrolled, the bought one among them
_UNSAFE = ("min_age", "staff_only", "max_quantity", "sale_from")


@dataclass(frozen=True, slots=True)
class Hold:
    """One thing held to the camera, and what should come of it."""

    what: str  # for the progress line
    body: dict[str, Any]  # of the simulator's /api/camera/hold
    expect: str = "added"  # the notice that follows
    times: int = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """One shopper's trip."""

    holds: tuple[Hold, ...]
    removed: str  # product whose line is taken out again
    fruit: str
    grams: int
    enrolled: tuple[str, ...]
    member_code: str
    pin: str


def draw_plan(data: Path, rng: Random) -> Plan:
    """Draw a basket that shows every kind of symbol and promotion."""
    catalogue = json.loads((data / "catalogue.json").read_text("utf-8"))
    symbols = json.loads((data / "symbols.json").read_text("utf-8"))
    people = json.loads((data / "people.json").read_text("utf-8"))
    shelf = _Shelf(catalogue, symbols, rng)
    plain = shelf.draw("ean13", 3)
    mixed = shelf.of_promotion("MixAndMatch")
    holds = [
        *(Hold("EAN-13", body) for body in plain),
        *(Hold("UPC-A", body) for body in shelf.draw("upca", 1)),
        *(Hold("GS1 DataBar", body) for body in shelf.draw("databar", 1)),
        *(Hold("GS1 DataMatrix, in date", body) for body in shelf.dated(fresh=True)),
        *(Hold("QR, Digital Link", body) for body in shelf.draw("qr", 1)),
        Hold("n for m", shelf.of_promotion("NForM", "ean13")[0], times=3),
        *(Hold("mix and match", body) for body in mixed[:3]),
        *(Hold("member price", body) for body in shelf.member_priced()),
        *(Hold("in-store label", body) for body in shelf.label()),
        *(Hold("expired", body, expect="expired") for body in shelf.dated(fresh=False)),
    ]
    rng.shuffle(holds)
    loose = [one["id"] for one in catalogue["products"] if _is_loose(one)]
    fruit = rng.choice(loose[:18])
    others = rng.sample([one for one in loose if one != fruit], ENROLLED - 1)
    member = rng.choice(people["members"])
    staff = next(one for one in people["staff"] if one["role"] == "attendant")
    return Plan(
        holds=tuple(holds),
        removed=plain[0]["product"],
        fruit=fruit,
        grams=rng.randrange(150, 2500, 5),
        enrolled=tuple(sorted({fruit, *others})),
        member_code=member["code"],
        pin=staff["pin"],
    )


def _is_loose(product: dict[str, Any]) -> bool:
    return len(product.get("plu", "")) == 4


class _Shelf:
    """The goods that a shopper may take without a colleague, each once."""

    def __init__(
        self, catalogue: dict[str, Any], symbols: list[dict[str, Any]], rng: Random
    ) -> None:
        self._products = {one["id"]: one for one in catalogue["products"]}
        self._promotions = catalogue["promotions"]
        self._recalled = {one["product"] for one in catalogue["recalls"]}
        self._symbols = symbols
        self._rng = rng
        self._taken: set[str] = set()

    def draw(self, symbology: str, count: int) -> list[dict[str, Any]]:
        """Take some goods with a symbol of a kind and nothing special about them."""
        promoted = {one for offer in self._promotions for one in offer["products"]}
        found = [
            symbol
            for symbol in self._symbols
            if symbol["symbology"] == symbology
            and "label" not in symbol
            and "21" not in symbol["caption"]
            and self._is_plain(symbol["product"])
            and symbol["product"] not in promoted
        ]
        return [self._take(symbol) for symbol in self._rng.sample(found, count)]

    def dated(self, fresh: bool) -> list[dict[str, Any]]:
        """Take a DataMatrix with a use-by date, in date or passed."""
        mark = "in date" if fresh else "expired"
        found = [
            symbol
            for symbol in self._symbols
            if symbol["symbology"] == "gs1_datamatrix" and mark in symbol["caption"]
        ]
        return [self._take(self._rng.choice(found))]

    def of_promotion(
        self, rule: str, symbology: str | None = None
    ) -> list[dict[str, Any]]:
        """Take the goods of one promotion of a kind, in random order."""
        offers = [one for one in self._promotions if one["rule"]["type"] == rule]
        self._rng.shuffle(offers)
        for offer in offers:
            found = [
                symbol
                for symbol in self._symbols
                if symbol["product"] in offer["products"]
                and symbol["symbology"] in {symbology or symbol["symbology"]}
            ]
            firsts = {symbol["product"]: symbol for symbol in reversed(found)}
            if firsts and len(firsts) == len(offer["products"]):
                chosen = list(firsts.values())
                self._rng.shuffle(chosen)
                return [self._take(symbol) for symbol in chosen]
        raise ValueError(f"the demo has no {rule} whose goods carry a symbol")

    def member_priced(self) -> list[dict[str, Any]]:
        """Take packaged goods with a member price."""
        found = [
            symbol
            for offer in self._promotions
            if offer["rule"]["type"] == "MemberPrice"
            for symbol in self._symbols
            if symbol["product"] in offer["products"] and "label" not in symbol
        ]
        return [self._take(self._rng.choice(found))]

    def label(self) -> list[dict[str, Any]]:
        """Take goods with an in-store label that is right."""
        found = [
            symbol
            for symbol in self._symbols
            if "label" in symbol and "kg" in symbol["caption"]
        ]
        return [self._take(self._rng.choice(found))]

    def _is_plain(self, product_id: str) -> bool:
        product = self._products[product_id]
        rule = product.get("restriction", {})
        price = product["unit_price"]
        return (
            product_id not in self._taken
            and product_id not in self._recalled
            and not any(rule.get(key) for key in _UNSAFE)
            and price is not None
            and price["amount"]["minor"] > 0
            and price.get("base_grams") is None
        )

    def _take(self, symbol: dict[str, Any]) -> dict[str, Any]:
        """Return how the simulator is told to hold it: the product's nth symbol."""
        product = symbol["product"]
        self._taken.add(product)
        own = [one for one in self._symbols if one["product"] == product]
        return {"product": product, "symbol": own.index(symbol)}
