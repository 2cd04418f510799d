"""Finding a product by hand: category, name, pinyin initials, PLU or code."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.product import Product
from kiosk.lane.controls import Controls
from kiosk.ui.texts import CATEGORIES, said
from kiosk.ui.viewmodels.rows import Rows
from kiosk.ui.wording import Wording

QML_IMPORT_NAME = "KioskModels"
QML_IMPORT_MAJOR_VERSION = 1

MAX_TILES = 60  # more is a longer search text, not a longer list
MAX_QUERY = 20
MIN_CODE = 8  # the shortest barcode people type: EAN-8


@dataclass(frozen=True, slots=True)
class Tile:
    """A product to choose."""

    key: str
    name: str
    otherName: str
    unit: str
    picture: str
    category: str
    weighed: bool


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A category to choose; the key is empty for all."""

    key: str
    name: str


def tile(product: Product, say: Wording) -> Tile:
    """Put a product into words."""
    return Tile(
        product.id,
        say.product(product),
        say.other_name(product.names),
        say.unit_price(product.unit_price),
        say.picture(product),
        product.category,
        product.is_weighed,
    )


@QmlElement
class LookUpView(QObject):
    """What was typed and chosen, and the products that fit."""

    changed = Signal()

    def __init__(self, controls: Controls, parent: QObject, *, weighed: bool) -> None:
        super().__init__(parent)
        self._controls = controls
        self._weighed_only = weighed
        self._say: Wording | None = None
        self._query = ""
        self._category = ""
        self._found: tuple[Product, ...] = ()
        self._categories: tuple[str, ...] = ()
        self._tiles = Rows(Tile, self)
        self._category_rows = Rows(CategoryRow, self)

    def publish(self, say: Wording) -> None:
        """Take the wording; texts change with the language."""
        if say != self._say:
            self._say = say
            self._show()

    def product(self, product_id: str) -> Product | None:
        """Return a product that is shown now."""
        return next((p for p in self._found if p.id == product_id), None)

    @Slot(str)
    def reset(self, category: str) -> None:
        """Begin a search, in a category or in all."""
        self._query, self._category = "", category
        found = self._search("", "")
        names = dict.fromkeys(product.category for product in found)
        known = [name for name in CATEGORIES if name in names]
        self._categories = (*known, *(name for name in names if name not in known))
        self._find()

    def _search(self, text: str, category: str) -> tuple[Product, ...]:
        found = self._controls.search(text, category)
        return tuple(p for p in found if p.is_weighed or not self._weighed_only)

    def _find(self) -> None:
        self._found = self._search(self._query, self._category)[:MAX_TILES]
        self._show()

    def _show(self) -> None:
        if self._say is None:
            return
        say = self._say
        self._tiles.update([tile(product, say) for product in self._found])
        self._category_rows.update([
            CategoryRow(name, said("Category", CATEGORIES, name))
            for name in self._categories
        ])
        self.changed.emit()

    @Property(Rows, constant=True)
    def tiles(self) -> Rows:
        """The products that fit."""
        return self._tiles

    @Property(Rows, constant=True)
    def categories(self) -> Rows:
        """The categories there are."""
        return self._category_rows

    @Property(str, notify=changed)
    def query(self) -> str:
        """What was typed."""
        return self._query

    @Property(str, notify=changed)
    def category(self) -> str:
        """The chosen category; empty: all."""
        return self._category

    @Property(bool, notify=changed)
    def nothing(self) -> bool:
        """Whether no product fits."""
        return not self._found

    @Property(bool, notify=changed)
    def isCode(self) -> bool:
        """Whether what was typed may be a barcode's digits."""
        return self._query.isdigit() and len(self._query) >= MIN_CODE

    @Slot(str)
    def type(self, key: str) -> None:
        """Add one key."""
        if len(self._query) < MAX_QUERY:
            self._query += key.lower()
            self._find()

    @Slot()
    def erase(self) -> None:
        """Take the last key back."""
        self._query = self._query[:-1]
        self._find()

    @Slot()
    def clear(self) -> None:
        """Take all keys back."""
        self._query = ""
        self._find()

    @Slot(str)
    def choose_category(self, category: str) -> None:
        """Show one category; the same again shows all."""
        self._category = "" if category == self._category else category
        self._find()

    @Slot()
    def use_as_code(self) -> None:
        """Take what was typed as if it were scanned."""
        self._controls.enter_code(self._query)
        self.clear()
