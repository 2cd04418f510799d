from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.domain.money import Money
from kiosk.domain.product import UnitPrice
from kiosk.domain.promotion import (
    AmountCoupon,
    AmountOff,
    Bundle,
    MixAndMatch,
    NForM,
    PercentCoupon,
    PercentOff,
    Threshold,
)


def cny(minor: int) -> Money:
    return Money(minor, "CNY")


@pytest.mark.parametrize(
    "make",
    [
        lambda: PercentOff(1_200_000),
        lambda: PercentOff(-1),
        lambda: PercentCoupon(1_000_001),
        lambda: AmountOff(cny(-1)),
        lambda: AmountCoupon(cny(-500)),
        lambda: NForM(2, 3),
        lambda: NForM(0, 0),
        lambda: MixAndMatch(3, -1),
        lambda: Bundle((), cny(100)),
        lambda: Bundle(("milk",), cny(-1)),
        lambda: Threshold(cny(0), cny(5)),
        lambda: Threshold(cny(100), cny(-5)),
        lambda: UnitPrice(cny(-1)),
        lambda: UnitPrice(cny(100), 0),
    ],
)
def test_what_cannot_be_meant_is_refused(make: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"no |take|bundle|threshold"):
        make()


def test_the_edges_can_be_meant() -> None:
    assert PercentOff(1_000_000) == PercentOff(1_000_000)
    assert NForM(2, 0).m == 0
    assert UnitPrice(cny(0), 1).base_grams == 1
