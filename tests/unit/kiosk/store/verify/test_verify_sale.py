"""The sums of a sale: any true one passes, any changed amount is found."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.sale import Sale
from kiosk.store.codec import to_json
from kiosk.store.verify.chain import Discrepancy
from kiosk.store.verify.sale import check_sale

ITEM = st.tuples(
    st.sampled_from(["standard", "reduced", "zero"]),
    st.integers(1, 99_999),
    st.sampled_from([None, 500, 1000, 100]),
    st.integers(1, 9_999),
    st.integers(0, 5_000),
)
SALES = st.tuples(
    st.lists(ITEM, min_size=1, max_size=6).map(tuple),
    st.sampled_from(["inclusive", "exclusive"]),
)


def plain(sale: Sale) -> dict[str, Any]:
    """Return a sale as JSON has it: lists, no tuples."""

    def listed(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: listed(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [listed(item) for item in value]
        return value

    made: dict[str, Any] = listed(to_json(sale) | {"receipt_no": "A01-0-000001"})
    return made


def amounts(value: Any, where: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the paths of all amounts that a sale's sums depend on."""
    if isinstance(value, dict):
        pairs: list[tuple[Any, Any]] = list(value.items())
    elif isinstance(value, list):
        pairs = list(enumerate(value))
    elif isinstance(value, int) and where[-1] in {
        "gross",
        "net",
        "tax",
        "amount",
        "total",
        "savings",
    }:
        return [where]
    else:
        return []
    return [path for key, item in pairs for path in amounts(item, (*where, key))]


@given(SALES)
def test_a_true_sale_passes(
    make_sale: Callable[..., Sale], drawn: tuple[Any, str]
) -> None:
    check_sale(plain(make_sale("b-1", *drawn)))


@given(SALES, st.data(), st.integers(-500, 500).filter(bool))
def test_any_changed_amount_is_found(
    make_sale: Callable[..., Sale],
    drawn: tuple[Any, str],
    data: st.DataObject,
    off: int,
) -> None:
    sale = plain(make_sale("b-1", *drawn))
    *path, last = data.draw(st.sampled_from(amounts(sale)))
    target: Any = sale
    for key in path:
        target = target[key]
    target[last] += off
    with pytest.raises(Discrepancy):
        check_sale(sale)


def change(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    """Return a function that sets "lines.0.net" and the like; None removes."""

    def apply(sale: dict[str, Any]) -> None:
        *steps, last = [int(s) if s.isdigit() else s for s in path.split(".")]
        target: Any = sale
        for step in steps:
            target = target[step]
        if value is None:
            del target[last]
        else:
            target[last] = value

    return apply


@pytest.mark.parametrize(
    ("apply", "problem"),
    [
        (change("basket", None), "the sale: no proper basket"),
        (change("total", True), "the sale: no proper total"),
        (change("total", "1"), "the sale: no proper total"),
        (change("lines", {}), "the sale has no list of lines"),
        (change("lines.0", 7), "lines 1: not an object"),
        (change("lines.1.net", None), "lines 2: no proper net"),
        (
            change("lines.0.discounts.0", {}),
            "a discount of line 1: no proper promotion",
        ),
        (change("tax_mode", "none"), "tax mode 'none' is not known"),
        (change("lines.1.id", "l-1"), "two lines have one id"),
        (change("lines.1.parent", "l-9"), "line l-2: its line l-9 is missing"),
        (change("lines.1.parent", "l-2"), "line l-2: its line l-2 is missing"),
        (change("lines.1.base_grams", 0), "line l-2: a price per 0 g"),
        (change("lines.0.gross", 1), "line l-1: gross less discounts is not net"),
        (change("lines.0.tax_class", "x"), "tax class x is missing"),
        (change("taxes.1.tax_class", "reduced"), "a tax class stands twice"),
        (change("taxes.0.rate_ppm", 1), "tax class reduced: the tax is not its rate's"),
        (
            change("lines.1.grams", 99),
            "line l-2: gross is not unit price times quantity",
        ),
        (change("savings", 0), "discounts are 100, savings 0"),
        (change("total", 0), "the lines come to 2359, the total is 0"),
        (change("tenders.0.amount", 1), "tenders are 1, the total is 2359"),
        (change("postings.0.amount", 1), "the postings are off by -2358"),
        (change("postings.0.account", "x"), "tenders are 2359, their postings 0"),
    ],
)
def test_each_fault_is_named(
    make_sale: Callable[..., Sale],
    apply: Callable[[dict[str, Any]], None],
    problem: str,
) -> None:
    sale = plain(make_sale())
    apply(sale)
    with pytest.raises(Discrepancy) as found:
        check_sale(sale)
    assert str(found.value) == problem


def test_a_discount_never_turns_a_line_s_sign(make_sale: Callable[..., Sale]) -> None:
    sale = plain(make_sale())
    sale["lines"][0]["net"] = -1
    sale["lines"][0]["discounts"][0]["amount"] = 1581
    with pytest.raises(Discrepancy, match="between 0 and gross"):
        check_sale(sale)
    sale["lines"][0]["net"] = 1580
    sale["lines"][0]["discounts"] = [
        {"promotion": "p", "amount": 5},
        {"promotion": "q", "amount": -5},
    ]
    with pytest.raises(Discrepancy, match="not above 0"):
        check_sale(sale)


def test_a_class_is_the_sum_of_its_lines(make_sale: Callable[..., Sale]) -> None:
    sale = plain(make_sale())
    sale["taxes"][0]["gross"] += 1
    sale["taxes"][0]["net"] += 1
    with pytest.raises(Discrepancy) as found:
        check_sale(sale)
    assert str(found.value) == "tax class reduced: the lines do not add up to its gross"


def test_a_label_is_charged_as_printed(make_sale: Callable[..., Sale]) -> None:
    sale = plain(make_sale())
    sale["lines"][1]["grams"] = 730
    with pytest.raises(Discrepancy, match="unit price times quantity"):
        check_sale(sale)
    sale["lines"][1]["label"] = True
    check_sale(sale)


def weighed(mode: str, gross: int, tax: int) -> dict[str, Any]:
    """A sale of one line: 0.65/kg x 300 g = 19.5 minor units, at 13 %."""
    return {
        "basket": "b",
        "receipt_no": "A01-0-000001",
        "currency": "CNY",
        "exponent": 2,
        "tax_mode": mode,
        "profile": "X/1",
        "generation": 1,
        "opened_at": "",
        "paid_at": "",
        "member": "",
        "total": gross,
        "savings": 0,
        "lines": [
            {
                "id": "l",
                "product": "p",
                "tax_class": "standard",
                "unit": 65,
                "base_grams": 1000,
                "pieces": 1,
                "grams": 300,
                "gross": gross,
                "discounts": [],
                "net": gross,
                "tax": tax,
                "label": False,
                "parent": "",
            }
        ],
        "taxes": [
            {
                "tax_class": "standard",
                "rate_ppm": 130_000,
                "net": gross - tax,
                "tax": tax,
                "gross": gross,
            }
        ],
        "tenders": [
            {
                "intent": "i",
                "kind": "wechat",
                "order_no": "o",
                "amount": gross,
                "provider_ref": "",
            }
        ],
        "postings": [
            {"account": "tender:wechat", "amount": gross},
            {"account": "sales:standard", "amount": tax - gross},
            {"account": "tax:standard", "amount": -tax},
        ],
    }


def test_the_rounding_is_one_throughout_a_sale() -> None:
    check_sale(weighed("inclusive", 20, 2))  # half up: 19.5 -> 20, 2.3 -> 2
    check_sale(weighed("inclusive", 19, 2))  # down: 19.5 -> 19, 2.19 -> 2
    with pytest.raises(Discrepancy, match="gross is not"):
        check_sale(weighed("inclusive", 21, 2))
    with pytest.raises(Discrepancy, match="the tax is not"):
        check_sale(weighed("inclusive", 20, 3))


def test_tax_per_line_fits_only_as_a_whole(make_sale: Callable[..., Sale]) -> None:
    # T1: 3 x 0.99 at 13 % is 0.34 per receipt, 0.33 per line.
    items = (("standard", 99, None, 1, 0),) * 3
    sale = plain(make_sale("b-1", items))
    assert sale["taxes"][0]["tax"] == 34
    check_sale(sale)
    per_line = deepcopy(sale)
    for line in per_line["lines"]:
        line["tax"] = 11
    per_line["taxes"][0] |= {"tax": 33, "net": 264}
    per_line["postings"][1]["amount"] = -264
    per_line["postings"][2]["amount"] = -33
    check_sale(per_line)
    per_line["lines"][0]["tax"], per_line["lines"][1]["tax"] = 12, 10
    with pytest.raises(Discrepancy, match="the tax is not"):
        check_sale(per_line)


def test_cash_rounding_stands_between_total_and_tender(
    make_sale: Callable[..., Sale],
) -> None:
    sale = plain(make_sale())
    sale["tenders"][0] |= {"kind": "cash", "amount": 2360}
    sale["postings"][0] = {"account": "tender:cash", "amount": 2360}
    sale["postings"].append({"account": "rounding", "amount": -1})
    check_sale(sale)
