"""The sums of a sale: rules 1 to 6 of docs/ledger-format.md."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

from kiosk.store.verify.chain import Discrepancy

Round = Callable[[int, int], int]

_SALE: dict[str, tuple[type, ...]] = {
    "basket": (str,),
    "receipt_no": (str,),
    "currency": (str,),
    "exponent": (int,),
    "tax_mode": (str,),
    "profile": (str,),
    "generation": (int,),
    "opened_at": (str,),
    "paid_at": (str,),
    "member": (str,),
    "total": (int,),
    "savings": (int,),
}
_PARTS: dict[str, dict[str, tuple[type, ...]]] = {
    "lines": {
        "id": (str,),
        "product": (str,),
        "tax_class": (str,),
        "unit": (int,),
        "base_grams": (int, type(None)),
        "pieces": (int,),
        "grams": (int, type(None)),
        "gross": (int,),
        "discounts": (list,),
        "net": (int,),
        "tax": (int,),
        "label": (bool,),
        "parent": (str,),
    },
    "taxes": {
        "tax_class": (str,),
        "rate_ppm": (int,),
        "net": (int,),
        "tax": (int,),
        "gross": (int,),
    },
    "tenders": {
        "intent": (str,),
        "kind": (str,),
        "order_no": (str,),
        "amount": (int,),
        "provider_ref": (str,),
    },
    "postings": {"account": (str,), "amount": (int,)},
}
_DISCOUNT: dict[str, tuple[type, ...]] = {"promotion": (str,), "amount": (int,)}


def check_sale(sale: dict[str, Any]) -> None:
    """Raise Discrepancy when a sale's body does not add up."""
    _check_shape(sale)
    if sale["tax_mode"] not in {"inclusive", "exclusive"}:
        raise Discrepancy(f"tax mode {sale['tax_mode']!r} is not known")
    _check_lines(sale["lines"])
    _check_classes(sale)
    _check_rounding(sale)
    _check_total(sale)
    _check_payment(sale)


def _check_shape(sale: dict[str, Any]) -> None:
    _check_fields("the sale", sale, _SALE)
    for part, fields in _PARTS.items():
        if not isinstance(sale.get(part), list):
            raise Discrepancy(f"the sale has no list of {part}")
        for n, item in enumerate(sale[part], 1):
            _check_fields(f"{part} {n}", item, fields)
    for n, line in enumerate(sale["lines"], 1):
        for discount in line["discounts"]:
            _check_fields(f"a discount of line {n}", discount, _DISCOUNT)


def _check_fields(where: str, item: Any, fields: dict[str, tuple[type, ...]]) -> None:
    if not isinstance(item, dict):
        raise Discrepancy(f"{where}: not an object")
    for name, kinds in fields.items():
        if name not in item or type(item[name]) not in kinds:
            raise Discrepancy(f"{where}: no proper {name}")


def _check_lines(lines: list[dict[str, Any]]) -> None:
    ids = {line["id"] for line in lines}
    if len(ids) != len(lines):
        raise Discrepancy("two lines have one id")
    for line in lines:
        off = sum(discount["amount"] for discount in line["discounts"])
        where = f"line {line['id']}"
        if line["gross"] - off != line["net"]:
            raise Discrepancy(f"{where}: gross less discounts is not net")
        low, high = sorted((0, line["gross"]))
        if not low <= line["net"] <= high:
            raise Discrepancy(f"{where}: net does not lie between 0 and gross")
        if any(discount["amount"] <= 0 for discount in line["discounts"]):
            raise Discrepancy(f"{where}: a discount is not above 0")
        if line["base_grams"] is not None and line["base_grams"] <= 0:
            raise Discrepancy(f"{where}: a price per {line['base_grams']} g")
        if line["parent"] and line["parent"] not in ids - {line["id"]}:
            raise Discrepancy(f"{where}: its line {line['parent']} is missing")


def _check_classes(sale: dict[str, Any]) -> None:
    """Rules 2 and 3, but for the rounding."""
    classes = [tax["tax_class"] for tax in sale["taxes"]]
    if len(set(classes)) != len(classes):
        raise Discrepancy("a tax class stands twice")
    strays = {line["tax_class"] for line in sale["lines"]} - set(classes)
    if strays:
        raise Discrepancy(f"tax class {min(strays)} is missing")
    base = "gross" if sale["tax_mode"] == "inclusive" else "net"
    for tax in sale["taxes"]:
        where = f"tax class {tax['tax_class']}"
        lines = _of_class(sale, tax)
        if tax["net"] + tax["tax"] != tax["gross"]:
            raise Discrepancy(f"{where}: net and tax are not gross")
        if sum(line["net"] for line in lines) != tax[base]:
            raise Discrepancy(f"{where}: the lines do not add up to its {base}")
        if sum(line["tax"] for line in lines) != tax["tax"]:
            raise Discrepancy(f"{where}: the lines' taxes do not add up")


def _of_class(sale: dict[str, Any], tax: dict[str, Any]) -> list[dict[str, Any]]:
    return [line for line in sale["lines"] if line["tax_class"] == tax["tax_class"]]


def _half_up(whole: int, twice_rest: int, by: int) -> bool:
    return twice_rest >= by


def _half_even(whole: int, twice_rest: int, by: int) -> bool:
    return twice_rest > by or (twice_rest == by and whole % 2 == 1)


def _down(whole: int, twice_rest: int, by: int) -> bool:
    return False


def _rounded(goes_up: Callable[[int, int, int], bool]) -> Round:
    def rounded(amount: int, by: int) -> int:
        whole, rest = divmod(abs(amount), by)
        whole += goes_up(whole, 2 * rest, by)
        return whole if amount >= 0 else -whole

    return rounded


_ROUNDINGS = tuple(_rounded(rule) for rule in (_half_up, _half_even, _down))


def _check_rounding(sale: dict[str, Any]) -> None:
    """Rules 1 and 3: one rounding, per receipt or per line, must fit everywhere."""
    faults = [
        _rounding_fault(sale, rounding, per_line)
        for per_line, rounding in product((False, True), _ROUNDINGS)
    ]
    if all(faults):
        raise Discrepancy(faults[0])


def _rounding_fault(sale: dict[str, Any], rounding: Round, per_line: bool) -> str:
    for line in sale["lines"]:
        if line["gross"] != _gross(line, rounding):
            return f"line {line['id']}: gross is not unit price times quantity"
    for tax in sale["taxes"]:
        over = 1_000_000
        if sale["tax_mode"] == "inclusive":
            over += tax["rate_ppm"]
            base = tax["gross"]
        else:
            base = tax["net"]
        if per_line:
            wrong = any(
                line["tax"] != rounding(line["net"] * tax["rate_ppm"], over)
                for line in _of_class(sale, tax)
            )
        else:
            wrong = tax["tax"] != rounding(base * tax["rate_ppm"], over)
        if wrong:
            return f"tax class {tax['tax_class']}: the tax is not its rate's"
    return ""


def _gross(line: dict[str, Any], rounding: Round) -> int:
    if line["label"]:
        return int(line["gross"])
    if line["base_grams"] is None:
        return int(line["unit"] * line["pieces"])
    return rounding(line["unit"] * (line["grams"] or 0), line["base_grams"])


def _check_total(sale: dict[str, Any]) -> None:
    total = sum(line["net"] for line in sale["lines"])
    if sale["tax_mode"] == "exclusive":
        total += sum(tax["tax"] for tax in sale["taxes"])
    if total != sale["total"]:
        raise Discrepancy(f"the lines come to {total}, the total is {sale['total']}")
    saved = sum(
        discount["amount"] for line in sale["lines"] for discount in line["discounts"]
    )
    if saved != sale["savings"]:
        raise Discrepancy(f"discounts are {saved}, savings {sale['savings']}")


def _check_payment(sale: dict[str, Any]) -> None:
    paid = sum(tender["amount"] for tender in sale["tenders"])
    postings = sale["postings"]
    rounding = sum(p["amount"] for p in postings if p["account"] == "rounding")
    if paid != sale["total"] - rounding:
        raise Discrepancy(f"tenders are {paid}, the total is {sale['total']}")
    off = sum(posting["amount"] for posting in postings)
    if off:
        raise Discrepancy(f"the postings are off by {off}")
    booked = sum(p["amount"] for p in postings if p["account"].startswith("tender:"))
    if booked != paid:
        raise Discrepancy(f"tenders are {paid}, their postings {booked}")
