"""The receipt model: what is printed, in which words (D3, D4, D5, W3)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.product import Names
from kiosk.domain.profile import Profile
from kiosk.domain.profiles import CN, DE, US
from kiosk.domain.receipt import (
    Cut,
    Heading,
    Qr,
    Receipt,
    Rule,
    StoreFacts,
    Text,
    TwoColumns,
    build_receipt,
)
from kiosk.domain.receipt_text import (
    CELLS,
    cells,
    mask,
    per_base,
    percent,
    term,
    weight,
)
from kiosk.domain.sale import Sale, SaleDiscount, SaleLine, SaleTax, SaleTender

STORE = StoreFacts(
    names=(("zh_CN", "拐角超市"), ("en", "Corner Market")),
    address=(("zh_CN", "样例路 1 号"), ("en", "1 Sample Road")),
    tax_id="91000000DEMO00001X",
    lane="1",
)
HASH = "0123456789abcdef" * 4


def line(name: str, **facts) -> SaleLine:
    basis = {
        "id": name,
        "product": name,
        "names": (("zh_CN", f"中{name}"), ("en", name)),
        "tax_class": "standard",
        "unit": 1196,
        "base_grams": None,
        "pieces": 1,
        "grams": None,
        "tare_grams": 0,
        "gross": 1196,
        "discounts": (),
        "net": 1196,
        "tax": 0,
    }
    return SaleLine(**(basis | facts))


def sale(*lines: SaleLine, **facts) -> Sale:
    basis = {
        "basket": "b",
        "receipt_no": "A01-1-000017",
        "currency": "CNY",
        "exponent": 2,
        "tax_mode": "inclusive",
        "profile": "CN/1",
        "generation": 3,
        "opened_at": "2026-03-14T16:02:59+00:00",
        "paid_at": "2026-03-15T00:03:05+08:00",
        "member": "",
        "lines": lines,
        "taxes": (SaleTax("standard", 130_000, 1058, 138, 1196),),
        "tenders": (SaleTender("i", "wechat", "S001A0000123", 1196, "420"),),
        "total": 1196,
        "savings": 0,
        "postings": (),
    }
    return Sale(**(basis | facts))


def printed(
    sold: Sale, profile: Profile = CN, languages=("zh_CN", "en"), copy: int = 0
) -> Receipt:
    return build_receipt(sold, STORE, profile, languages, 41, HASH, copy)


def texts(receipt: Receipt) -> list[str]:
    found = []
    for row in receipt.rows:
        match row:
            case Heading(text) | Text(text):
                found.append(text)
            case TwoColumns(left, right):
                found.append(f"{left} | {right}")
            case _:
                pass
    return found


def test_a_whole_receipt_in_two_languages() -> None:
    milk = line("milk", pieces=2, gross=2392)
    assert texts(printed(sale(milk, savings=5, member="member-4711"))) == [
        "拐角超市",
        "Corner Market",
        "样例路 1 号",
        "1 Sample Road",
        "税号 Tax ID | 91000000DEMO00001X",
        "小票号 Receipt | A01-1-000017",
        "收银台 Lane | 1",
        "时间 Time | 2026-03-15 00:03:05+08:00",
        "会员 Member | ****4711",
        "中milk",
        "milk",
        "  2 x 11.96 | 23.92 A",
        "已优惠 You saved | 0.05",
        "合计 Total CNY | 11.96",
        "微信支付 WeChat Pay ****0123 | 11.96",
        "价格含税 Prices include tax",
        "税率 Rate      净额 Net    税额 Tax   含税 Gross",
        "A 13 %            10.58        1.38        11.96",
        "账目 Entry | 41  0123456789abcdef",
        "谢谢惠顾 Thank you",
    ]


def test_vector_T12_a_weighed_line_states_weight_price_and_product() -> None:
    weighed = line("plum", base_grams=1000, grams=735, tare_grams=15, gross=879)
    found = texts(printed(sale(weighed)))
    assert "  0.735 kg x 11.96/kg = 8.79 | 8.79 A" in found
    assert "  皮重 tare 0.015 kg" in found


@pytest.mark.parametrize("names", [(), (("zh_CN", ""), ("en", ""))])
def test_goods_without_a_name_are_told_by_their_number(names: Names) -> None:
    receipt = build_receipt(
        sale(line("09520001001017", names=names)), STORE, CN, CN.languages, 7, HASH, 0
    )
    assert Text("09520001001017") in receipt.rows


def test_labels_discounts_and_deposits() -> None:
    lines = (
        line("meat", label=True, gross=500),
        line("fish", label=True, grams=735, base_grams=500, gross=500),
        line("can", discounts=(SaleDiscount("p", (("en", "3 for 2"),), 333),)),
        line("crate", parent="can", tax_class="zero", unit=25, gross=25),
    )
    found = texts(printed(sale(*lines)))
    assert "  标签价 label price | 5.00 A" in found
    assert "  0.735 kg 标签价 label price | 5.00 A" in found
    assert "  - 3 for 2 | -3.33  " in found
    assert "  crate" in found
    assert "    1 x 0.25 | 0.25 Z" in found


def test_tax_on_top_shows_net_and_tax_before_the_total() -> None:
    sold = sale(
        line("milk"),
        tax_mode="exclusive",
        currency="USD",
        taxes=(SaleTax("standard", 82_500, 1196, 99, 1295),),
        total=1295,
    )
    found = texts(printed(sold, US, ("en",)))
    start = found.index("Net | 11.96")
    assert found[start : start + 3] == [
        "Net | 11.96",
        "Tax | 0.99",
        "Total USD | 12.95",
    ]
    assert "Tax is added to prices" in found
    assert "T 8.25 %" in "".join(found)


def test_vector_D3_a_german_receipt_states_begin_and_end() -> None:
    found = texts(printed(sale(line("milk")), DE, ("de",)))
    assert "Beginn | 2026-03-15 00:02:59+08:00" in found
    assert "Summe CNY | 11.96" in found


def test_a_copy_says_so_and_is_otherwise_the_same() -> None:
    original, copy = printed(sale(line("milk"))), printed(sale(line("milk")), copy=2)
    extra = [row for row in copy.rows if row not in original.rows]
    assert extra == [Heading("副本 COPY 2")]
    assert copy.receipt_no == original.receipt_no == "A01-1-000017"


def test_the_code_proves_the_entry_and_the_cut_is_last() -> None:
    rows = printed(sale(line("milk"))).rows
    assert Qr("SE1|A01-1-000017|41|0123456789abcdef|1196|CNY") in rows
    assert rows[-1] == Cut()
    assert rows.count(Rule()) == 5


def test_a_time_that_is_not_certain_is_marked() -> None:
    bought = sale(line("milk"))
    page = STORE, CN, CN.languages, 7, HASH, 0
    assert "时钟未校准 clock unsure" not in texts(build_receipt(bought, *page))
    marked = build_receipt(bought, *page, clock_sure=False)
    assert "时钟未校准 clock unsure" in texts(marked)


def test_no_tender_when_nothing_was_to_pay() -> None:
    found = texts(printed(sale(line("milk"), tenders=(), total=0)))
    assert "合计 Total CNY | 0.00" in found
    assert not any("WeChat" in text for text in found)


def test_terms_are_whole_in_each_language() -> None:
    from kiosk.domain.receipt_text import _TERMS

    keys = set(_TERMS["en"])
    assert all(set(terms) == keys for terms in _TERMS.values())
    assert term("total", "fr") == "Total"
    assert term("giftcard", "en") == "giftcard"


@pytest.mark.parametrize(
    ("profile", "grams", "expected"),
    [
        (CN, 735, "0.735 kg"),
        (CN, 5, "0.005 kg"),
        (US, 735, "1.62 lb"),
        (US, 4536, "10.00 lb"),
        (replace(CN, weight_decimals=2), 735, "0.74 kg"),
    ],
)
def test_weights(profile: Profile, grams: int, expected: str) -> None:
    assert weight(grams, profile) == expected


def test_small_words() -> None:
    assert [per_base(grams) for grams in (1000, 454, 500)] == ["kg", "lb", "500 g"]
    rates = (0, 130_000, 82_500, 100_000, 1_000_000, 205_000)
    assert [percent(rate) for rate in rates] == [
        "0 %",
        "13 %",
        "8.25 %",
        "10 %",
        "100 %",
        "20.5 %",
    ]
    assert mask("S001A0000123") == "****0123"


@given(st.lists(st.integers(0, 10**9), min_size=3, max_size=3))
def test_tax_cells_fill_the_row(amounts: list[int]) -> None:
    row = cells("税率", *map(str, amounts))
    assert len(row) + 2 == sum(CELLS)  # two Chinese characters, twice as wide
