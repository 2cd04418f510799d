"""Weighing: what is on the pan, what it may be, what it will cost."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.cart import Line, gross
from kiosk.domain.product import Product
from kiosk.domain.quantity import Weight
from kiosk.engine import Snapshot
from kiosk.lane.controls import Controls
from kiosk.ui.viewmodels.lookup import LookUpView, Tile, tile
from kiosk.ui.viewmodels.rows import Rows
from kiosk.ui.wording import Wording

QML_IMPORT_NAME = "KioskModels"
QML_IMPORT_MAJOR_VERSION = 1

TOP = 3  # suggestions shown
_NO_SCALE = frozenset({"absent", "lost", "fault"})


@dataclass(frozen=True, slots=True)
class WeighFace:
    """What is shown of the pan and the chosen product."""

    pan: str = "absent"  # absent, fault, motion, under, over, empty, stable
    weight: str = ""
    tare: str = ""
    name: str = ""
    other_name: str = ""
    unit: str = ""
    price: str = ""
    picture: str = ""
    category: str = ""
    ready: bool = False


def pan_state(snapshot: Snapshot) -> str:
    """Return what the pan is doing, from the scale's own words."""
    status = snapshot.devices.get("scale")
    reading = snapshot.scale
    if reading is None or (status is not None and status.health in _NO_SCALE):
        return "absent"
    if reading.state != "ok":
        return str(reading.state)
    return "stable" if reading.grams > 0 else "empty"


def weigh_face(snapshot: Snapshot, product: Product | None, say: Wording) -> WeighFace:
    """Return weight, unit price and price together (W3), from one reading."""
    pan = pan_state(snapshot)
    grams = snapshot.scale.grams if snapshot.scale is not None else 0
    tare = product.tare_grams if product is not None else 0
    net = grams - tare
    shown = pan in {"stable", "empty"}
    face = WeighFace(
        pan,
        say.weight(max(net, 0) if product else grams) if shown else "",
        say.weight(tare) if tare else "",
    )
    if product is None:
        return face
    ready = pan == "stable" and net > 0 and product.unit_price is not None
    line = Line("", product, Weight(net, tare))
    price = say.money(gross(line, say.profile.rounding)) if ready else ""
    return WeighFace(
        face.pan,
        face.weight,
        face.tare,
        say.product(product),
        say.other_name(product.names),
        say.unit_price(product.unit_price),
        price,
        say.picture(product),
        product.category,
        ready,
    )


@QmlElement
class WeighView(QObject):
    """The pan, the suggestions, and the product chosen for it."""

    changed = Signal()

    def __init__(self, controls: Controls, parent: QObject) -> None:
        super().__init__(parent)
        self._controls = controls
        self.lookup_view = LookUpView(controls, self, weighed=True)
        self._suggestions = Rows(Tile, self)
        self._suggested: tuple[Product, ...] = ()
        self._product: Product | None = None
        self._snapshot: Snapshot | None = None
        self._say: Wording | None = None
        self._face = WeighFace()

    def publish(self, snapshot: Snapshot, say: Wording) -> None:
        """Take the newest snapshot."""
        self._snapshot, self._say = snapshot, say
        self.lookup_view.publish(say)
        self._suggested = snapshot.suggestions[:TOP]
        self._suggestions.update([tile(product, say) for product in self._suggested])
        self._show()

    def _show(self) -> None:
        if self._snapshot is None or self._say is None:
            return
        face = weigh_face(self._snapshot, self._product, self._say)
        if face != self._face:
            self._face = face
            self.changed.emit()

    def begin(self) -> None:
        """Open the screen for a new weighing."""
        self._product = None
        self.lookup_view.reset("")
        self._controls.begin_weighing()
        self._show()

    def take(self, product: Product) -> None:
        """Choose a product found elsewhere."""
        self._product = product
        self._show()

    @Slot(str)
    def pick(self, product_id: str) -> None:
        """Choose a suggestion or a search result."""
        found = (p for p in self._suggested if p.id == product_id)
        product = next(found, None) or self.lookup_view.product(product_id)
        if product is not None:
            self.take(product)

    @Slot()
    def unpick(self) -> None:
        """Go back to choosing."""
        self._product = None
        self._show()

    @Slot()
    def confirm(self) -> None:
        """Ask for the line at what the scale shows, when it is ready."""
        if self._product is not None and self._face.ready:
            self._controls.weigh(self._product.id)

    @Slot()
    def zero(self) -> None:
        """Zero the empty scale."""
        self._controls.zero_scale()

    @Property(LookUpView, constant=True)
    def lookup(self) -> LookUpView:
        """The search among weighed products."""
        return self.lookup_view

    @Property(Rows, constant=True)
    def suggestions(self) -> Rows:
        """What the camera takes it for, likeliest first."""
        return self._suggestions

    @Property(str, notify=changed)
    def pan(self) -> str:
        """`stable`, `motion`, `empty`, `under`, `over`, `fault` or `absent`."""
        return self._face.pan

    @Property(str, notify=changed)
    def weight(self) -> str:
        """The weight charged, or on the pan; empty while it is not known."""
        return self._face.weight

    @Property(str, notify=changed)
    def tare(self) -> str:
        """The container's weight taken off; empty: none."""
        return self._face.tare

    @Property(bool, notify=changed)
    def chosen(self) -> bool:
        """Whether a product is chosen."""
        return bool(self._face.name)

    @Property(str, notify=changed)
    def name(self) -> str:
        """The chosen product."""
        return self._face.name

    @Property(str, notify=changed)
    def otherName(self) -> str:
        """The same in the other language."""
        return self._face.other_name

    @Property(str, notify=changed)
    def unit(self) -> str:
        """Its unit price with the base."""
        return self._face.unit

    @Property(str, notify=changed)
    def price(self) -> str:
        """What it costs at the weight shown; empty while it is not known."""
        return self._face.price

    @Property(str, notify=changed)
    def picture(self) -> str:
        """Its picture's URL."""
        return self._face.picture

    @Property(str, notify=changed)
    def category(self) -> str:
        """Its category."""
        return self._face.category

    @Property(bool, notify=changed)
    def ready(self) -> bool:
        """Whether it can be added now."""
        return self._face.ready
