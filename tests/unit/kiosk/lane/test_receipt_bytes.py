"""A receipt as the printer gets it, read back by the simulated printer's own code."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import till
from counter import PAY_CODE, Counter

from hardware_sim.escpos import Printer, describe
from kiosk.domain import events as e
from kiosk.domain.profiles import profile
from kiosk.domain.receipt import StoreFacts
from kiosk.domain.sale import Sale
from kiosk.domain.tender import IntentState
from kiosk.lane.printing import render_receipt

STORE = StoreFacts(
    names=(("zh_CN", "街角小店"), ("en", "Corner shop")),
    address=(("zh_CN", "示例路 1 号"), ("en", "1 Example Road")),
    tax_id="91330000EXAMPLE00X",
    lane="1",
)
HASH = "0123456789abcdef" * 4


@pytest.fixture
def sale(tmp_path: Path) -> Sale:
    milk = replace(
        till.product("milk", 790), names=(("zh_CN", "纯牛奶 1升"), ("en", "Pure milk"))
    )
    counter = Counter(tmp_path, goods={"09520000000011": milk, "4011": till.banana()})
    counter.scan()
    counter.scan()
    counter.load(735)
    counter.lane.weigh("plu:4011")
    counter.lane.pay()
    counter.scan(PAY_CODE)
    intent, now = counter.session.intent, counter.clock.now()
    counter.lane.receive(e.PaymentAnswered(now, intent.id, IntentState.PAID, "", "r"))
    sold = counter.ledger.sale("A01-0-000001")
    counter.close()
    assert sold is not None
    return sold


def printed(data: bytes) -> dict[str, object]:
    printer = Printer(speed=None)
    printer.feed(data)
    (receipt,) = printer.receipts
    return json.loads(json.dumps(describe(receipt)))  # type: ignore[no-any-return]


def render(sale: Sale, copy: int = 0) -> dict[str, object]:
    return printed(render_receipt(sale, STORE, profile("CN"), 7, HASH, copy))


def text_of(receipt: dict[str, object]) -> str:
    lines = receipt["lines"]
    assert isinstance(lines, list)
    return "\n".join(lines)


def test_the_receipt_is_readable_in_both_languages(sale: Sale) -> None:
    text = text_of(render(sale))
    for said in ("街角小店", "Corner shop", "纯牛奶 1升", "Pure milk", "A01-0-000001"):
        assert said in text
    assert "0.735" in text
    assert "24.59" in text  # 2 x 7.90 + 0.735 kg at 11.96


def test_its_code_carries_number_place_and_total(sale: Sale) -> None:
    receipt = render(sale)
    assert receipt["qr"] == [f"SE1|A01-0-000001|7|{HASH[:16]}|2459|CNY"]
    assert receipt["cut"] is True


def test_no_line_is_wider_than_the_paper(sale: Sale) -> None:
    long = replace(sale.lines[0], names=(("zh_CN", "长" * 60), ("en", "long " * 30)))
    text = text_of(render(replace(sale, lines=(long, *sale.lines[1:]))))
    for line in text.splitlines():
        assert sum(2 if ord(sign) > 0x2E80 else 1 for sign in line) <= 48


def test_a_copy_says_that_it_is_one(sale: Sale) -> None:
    original, copy = text_of(render(sale)), text_of(render(sale, 1))
    assert "COPY" not in original
    assert "COPY" in copy


def test_a_hostile_product_name_opens_no_drawer(sale: Sale) -> None:
    evil = replace(
        sale.lines[0], names=(("en", "milk\x1bp\x00\x19\xfa\x10\x14\x01\x1dV\x00"),)
    )
    receipt = render(replace(sale, lines=(evil, *sale.lines[1:])))
    assert "drawer" not in json.dumps(receipt["events"])
    assert receipt["cut"] is True
    assert "milk" in text_of(receipt)
