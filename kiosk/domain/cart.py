"""The cart: lines as they were scanned. It is not priced (kiosk.domain.pricing)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import assert_never

from kiosk.domain.money import Money, Rounding, divide
from kiosk.domain.product import Product, UnitPrice
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
        case _ as never:
            assert_never(never)


def add_line(cart: Cart, line: Line) -> Cart:
    """Return the cart with a line, followed by its deposit if it has one (M7).

    ValueError when the cart already has a line of that id.
    """
    if any(other.id == line.id for other in cart.lines):
        raise ValueError(f"line {line.id} is in the cart already")
    deposit = line.product.deposit
    added: tuple[Line, ...] = (line,)
    if deposit is not None:
        product = Product(
            id=deposit.id,
            names=deposit.names,
            unit_price=UnitPrice(deposit.amount),
            tax_class=deposit.tax_class,
            category="deposit",
        )
        child = Line(f"{line.id}.deposit", product, Pieces(line.pieces), parent=line.id)
        added = line, child
    return replace(cart, lines=(*cart.lines, *added))


def remove_line(cart: Cart, line_id: str) -> Cart:
    """Return the cart without a line and its deposit (M7); KeyError for no line."""
    cart.line(line_id)
    return replace(
        cart,
        lines=tuple(
            line for line in cart.lines if line_id not in {line.id, line.parent}
        ),
    )


def change_pieces(cart: Cart, line_id: str, pieces: int) -> Cart:
    """Return the cart with a line, and its deposit, at another number of pieces.

    KeyError for no line; ValueError below 1, and for a weighed or labelled line.
    """
    line = cart.line(line_id)
    counted = isinstance(line.quantity, Pieces) and line.label_amount is None
    if pieces < 1 or not counted:
        raise ValueError(f"line {line_id} cannot have {pieces} pieces")
    return replace(
        cart,
        lines=tuple(
            replace(each, quantity=Pieces(pieces))
            if line_id in {each.id, each.parent}
            else each
            for each in cart.lines
        ),
    )


def add_promotions(cart: Cart, promotions: Iterable[Promotion]) -> Cart:
    """Return the cart with promotions added, unique and sorted by id."""
    by_id = {promotion.id: promotion for promotion in (*cart.promotions, *promotions)}
    return replace(cart, promotions=tuple(by_id[id_] for id_ in sorted(by_id)))
