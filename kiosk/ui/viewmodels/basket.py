"""The basket on the screen: lines, the last item, totals, the line being changed."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.intervention import Intervention
from kiosk.domain.priced import PricedLine
from kiosk.domain.profile import TaxMode
from kiosk.domain.quantity import Pieces
from kiosk.domain.session import Basket
from kiosk.engine import Snapshot
from kiosk.lane.controls import Controls
from kiosk.ui.texts import CAUSES, said
from kiosk.ui.viewmodels.rows import Rows
from kiosk.ui.wording import Wording

QML_IMPORT_NAME = "KioskModels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class CartRow:
    """One line as shown. `was` is the price before promotions, else empty."""

    key: str
    name: str
    otherName: str
    quantity: str
    unit: str
    amount: str
    was: str
    why: str
    saved: str
    picture: str
    category: str
    child: bool  # a deposit under its parent
    alert: str  # why a colleague is needed for it
    pieces: int  # 0: sold by weight or label, cannot be counted up


@dataclass(frozen=True, slots=True)
class BasketFace:
    """Totals and the last item."""

    last: CartRow | None = None
    total: str = ""
    savings: str = ""
    tax: str = ""
    pieces: int = 0


def cart_row(
    priced: PricedLine, open_causes: dict[str, Intervention], say: Wording
) -> CartRow:
    """Put one priced line into words."""
    line, product = priced.line, priced.line.product
    child = bool(line.parent)
    needed = open_causes.get(line.id)
    countable = isinstance(line.quantity, Pieces) and line.label_amount is None
    saved = bool(priced.discounts)
    return CartRow(
        key=line.id,
        name=say.product(product),
        otherName=say.other_name(product.names),
        quantity=say.quantity(line),
        unit=say.unit_price(product.unit_price),
        amount=say.money(priced.net),
        was=say.money(priced.gross) if saved else "",
        why=" · ".join(say.name(part.names) for part in priced.discounts),
        saved=say.money(priced.net - priced.gross) if saved else "",
        picture=say.picture(product),
        category=product.category,
        child=child,
        alert=said("Cause", CAUSES, needed.cause) if needed else "",
        pieces=line.pieces if countable and not child else 0,
    )


def cart_rows(
    basket: Basket, interventions: tuple[Intervention, ...], say: Wording
) -> list[CartRow]:
    """Return the lines newest first, each deposit under its parent."""
    causes = {line: asked for asked in interventions for line in asked.lines}
    rows: list[CartRow] = []
    for parent in reversed([p for p in basket.priced.lines if not p.line.parent]):
        family = [p for p in basket.priced.lines if p.line.parent == parent.line.id]
        rows += [cart_row(priced, causes, say) for priced in (parent, *family)]
    return rows


def basket_face(snapshot: Snapshot, rows: list[CartRow], say: Wording) -> BasketFace:
    """Return the totals as the domain computed them."""
    session = snapshot.session
    basket = session.basket
    if basket is None:
        return BasketFace(total=say.money(say.profile.money(0)))
    priced = basket.priced
    taxes = sum(tax.tax.minor for tax in priced.taxes)
    exclusive = say.profile.tax_mode is TaxMode.EXCLUSIVE
    return BasketFace(
        last=next((row for row in rows if row.key == session.last_line), None),
        total=say.money(priced.total),
        savings=say.money(priced.savings) if priced.savings.minor else "",
        tax=say.money(say.profile.money(taxes)) if exclusive else "",
        pieces=sum(p.line.pieces for p in priced.lines if not p.line.parent),
    )


@QmlElement
class BasketView(QObject):
    """Lines, totals, the last item, and the line a shopper opened."""

    changed = Signal()
    selectionChanged = Signal()
    scanned = Signal()  # a line came to the top: the card's edge flashes once
    grown = Signal(int)  # the row of a line that was scanned again

    def __init__(self, controls: Controls, parent: QObject) -> None:
        super().__init__(parent)
        self._controls = controls
        self._face = BasketFace()
        self._rows = Rows(CartRow, self)
        self._selected = ""

    def publish(self, snapshot: Snapshot, say: Wording) -> None:
        """Take the newest snapshot."""
        session = snapshot.session
        basket = session.basket
        rows = cart_rows(basket, session.interventions, say) if basket else []
        self._rows.update(rows)
        face = basket_face(snapshot, rows, say)
        last, before = face.last, self._last()
        fresh = last is not None and last.key != before.key
        more = last is not None and last.quantity != before.quantity
        if face != self._face:
            self._face = face
            self.changed.emit()
        if fresh:
            self.scanned.emit()
        if last is not None and (fresh or more):
            self.grown.emit(rows.index(last))
        if self._selected:
            self.selectionChanged.emit()

    @Property(Rows, constant=True)
    def rows(self) -> Rows:
        """The lines, newest first."""
        return self._rows

    @Property(bool, notify=changed)
    def empty(self) -> bool:
        """Whether nothing was scanned yet."""
        return self._face.pieces == 0

    @Property(int, notify=changed)
    def pieces(self) -> int:
        """Number of goods, deposits apart."""
        return self._face.pieces

    @Property(str, notify=changed)
    def total(self) -> str:
        """What is to be paid."""
        return self._face.total

    @Property(str, notify=changed)
    def savings(self) -> str:
        """What promotions took off; empty: nothing."""
        return self._face.savings

    @Property(str, notify=changed)
    def tax(self) -> str:
        """The tax on top, where prices exclude it; else empty."""
        return self._face.tax

    def _last(self) -> CartRow:
        return self._face.last or _NO_ROW

    @Property(str, notify=changed)
    def lastKey(self) -> str:
        """The last line's id; empty without one."""
        return self._last().key

    @Property(str, notify=changed)
    def lastName(self) -> str:
        """The last item's name in the chosen language."""
        return self._last().name

    @Property(str, notify=changed)
    def lastOtherName(self) -> str:
        """The same in the other language."""
        return self._last().otherName

    @Property(str, notify=changed)
    def lastQuantity(self) -> str:
        """Pieces or weight."""
        return self._last().quantity

    @Property(str, notify=changed)
    def lastUnit(self) -> str:
        """The unit price with its base."""
        return self._last().unit

    @Property(str, notify=changed)
    def lastAmount(self) -> str:
        """What the line costs."""
        return self._last().amount

    @Property(str, notify=changed)
    def lastWas(self) -> str:
        """What it would cost without promotions; empty: the same."""
        return self._last().was

    @Property(str, notify=changed)
    def lastWhy(self) -> str:
        """Which promotions it has."""
        return self._last().why

    @Property(str, notify=changed)
    def lastSaved(self) -> str:
        """What they took off, negative; empty: nothing."""
        return self._last().saved

    @Property(str, notify=changed)
    def lastPicture(self) -> str:
        """The picture's URL; empty: none."""
        return self._last().picture

    @Property(str, notify=changed)
    def lastCategory(self) -> str:
        """The category, for the tint."""
        return self._last().category

    @Property(str, notify=changed)
    def lastAlert(self) -> str:
        """Why a colleague is needed for it; empty: not."""
        return self._last().alert

    def _chosen(self) -> CartRow:
        rows = (row for row in self._rows.rows() if row.key == self._selected)
        return next(rows, _NO_ROW)

    def has_selection(self) -> bool:
        """Whether the opened line is still in the basket."""
        return bool(self._chosen().key)

    @Property(str, notify=selectionChanged)
    def selectedKey(self) -> str:
        """The opened line's id; empty when it is gone or none is open."""
        return self._chosen().key

    @Property(str, notify=selectionChanged)
    def selectedName(self) -> str:
        """The opened line's name."""
        return self._chosen().name

    @Property(str, notify=selectionChanged)
    def selectedQuantity(self) -> str:
        """Its pieces or weight."""
        return self._chosen().quantity

    @Property(str, notify=selectionChanged)
    def selectedAmount(self) -> str:
        """What it costs."""
        return self._chosen().amount

    @Property(str, notify=selectionChanged)
    def selectedPicture(self) -> str:
        """Its picture's URL."""
        return self._chosen().picture

    @Property(str, notify=selectionChanged)
    def selectedCategory(self) -> str:
        """Its category."""
        return self._chosen().category

    @Property(bool, notify=selectionChanged)
    def canCount(self) -> bool:
        """Whether its pieces can be changed."""
        return self._chosen().pieces > 0

    @Property(bool, notify=selectionChanged)
    def canLess(self) -> bool:
        """Whether one piece fewer is left to take."""
        return self._chosen().pieces > 1

    @Slot(str)
    def select(self, key: str) -> None:
        """Open a line."""
        self._selected = key
        self.selectionChanged.emit()

    @Slot()
    def more(self) -> None:
        """One piece more of the opened line."""
        row = self._chosen()
        self._controls.change_quantity(row.key, row.pieces + 1)

    @Slot()
    def less(self) -> None:
        """One piece fewer of the opened line, never below one."""
        row = self._chosen()
        if row.pieces > 1:
            self._controls.change_quantity(row.key, row.pieces - 1)

    @Slot()
    def remove(self) -> None:
        """Take the opened line out."""
        self._controls.remove_line(self._selected)
        self.select("")


_NO_ROW = CartRow("", "", "", "", "", "", "", "", "", "", "", False, "", 0)
