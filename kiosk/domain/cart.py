"""The cart: lines as they were scanned. It is not priced (kiosk.domain.pricing)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kiosk.domain.money import Money, Rounding, divide
from kiosk.domain.product import Product
from kiosk.domain.promotion import Promotion
from kiosk.domain.quantity import Pieces, Quantity, Weight


@dataclass(frozen=True, slots=True)
class Line:
    """One line of goods, a bag, or a deposit (then `parent` names its line)."""

    id: str
    product: Product
    quantity: Quantity
    label_amount: Money | None = None  # printed on a label: that is charged (W8)
    code: str = ""  # what was scanned; empty when chosen on the screen
    lot: str = ""
    serial: str = ""
    expiry: date | None = None
    parent: str = ""

    @property
    def pieces(self) -> int:
        """Units for piece promotions: a weighed line or a label counts as one."""
        return self.quantity.count if isinstance(self.quantity, Pieces) else 1


@dataclass(frozen=True, slots=True)
class Cart:
    """Lines in scan order, and what pins their prices (B1)."""

    pricing_instant: datetime
    lines: tuple[Line, ...] = ()
    promotions: tuple[Promotion, ...] = ()  # all that may apply, unique by id
    member_id: str = ""  # opaque; empty: no member
    coupons: frozenset[str] = frozenset()  # promotion ids of presented coupons

    def line(self, line_id: str) -> Line:
        """Return a line by id; KeyError when the cart has none."""
        for line in self.lines:
            if line.id == line_id:
                return line
        raise KeyError(line_id)


def gross(line: Line, rounding: Rounding) -> Money:
    """Return a line's price before promotions, rounded once (M2, W4, W8).

    ValueError for a product without a price: it must never become a line.
    """
    if line.label_amount is not None:
        return line.label_amount
    price = line.product.unit_price
    if price is None:
        raise ValueError(f"{line.product.id} has no price")
    match line.quantity:
        case Pieces(count):
            return price.amount * count
        case Weight(net_grams=grams):
            minor = divide(price.amount.minor * grams, price.base_grams or 1, rounding)
            return Money(minor, price.amount.currency)
