"""Two stores in boxes side by side on one machine: nothing of one is the other's."""

from pathlib import Path

import pytest
from shop import JUICE, MILK, Shop

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.xdist_group("two_stores"),
    pytest.mark.timeout(300),
]


def test_two_stores_sell_side_by_side(tmp_path: Path) -> None:
    with Shop(tmp_path / "one") as one, Shop(tmp_path / "two") as two:
        one.scan(MILK)
        two.scan(MILK)
        two.scan(JUICE)
        assert [len(shop.state()["lines"]) for shop in (one, two)] == [1, 2]
        for shop in (one, two):
            shop.pay()
            shop.leave()
            shop.until_synced()
            assert len(shop.cloud_sales()) == 1
            assert len(shop.panel.get("/api/payment/orders").json()) == 1
            shop.verify()
        assert "Traceback" not in one.logs() + two.logs()
