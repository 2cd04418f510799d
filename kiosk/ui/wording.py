"""How values are said on the screen: money, weight, names, pictures.

It decides nothing about the sale; amounts come computed from the domain.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QUrl

from kiosk.domain.cart import Line
from kiosk.domain.money import Money, divide
from kiosk.domain.product import Names, Product, UnitPrice, text_in
from kiosk.domain.profile import Profile
from kiosk.domain.quantity import Pieces, Weight

# One unit in milligrams: grams become tenths, hundredths or thousandths of it.
_UNIT_MG = {"g": 1_000, "kg": 1_000_000, "lb": 453_592, "oz": 28_350}


def translate(context: str, text: str) -> str:
    """Return a text of a Qt Linguist context in the language shown now."""
    return QCoreApplication.translate(context, text)


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Mark a text for lupdate, which looks for this very name; return it as it is."""
    del context
    return text


@dataclass(frozen=True, slots=True)
class Wording:
    """Profile, language tag and pictures folder: all that wording depends on."""

    profile: Profile
    language: str
    pictures: Path

    def money(self, amount: Money) -> str:
        """Return an amount with its sign: "¥12.30"."""
        return self.profile.format(amount)

    def weight(self, grams: int) -> str:
        """Return a weight in the profile's unit and decimals: "0.735 kg"."""
        unit, decimals = self.profile.weight_unit, self.profile.weight_decimals
        scaled = divide(grams * 1_000 * 10**decimals, _UNIT_MG[unit])
        digits = f"{abs(scaled):0{decimals + 1}d}"
        if decimals:
            digits = f"{digits[:-decimals]}.{digits[-decimals:]}"
        return f"{'-' if scaled < 0 else ''}{digits} {unit}"

    def unit_price(self, price: UnitPrice | None) -> str:
        """Return a unit price with its base: "¥5.98 / 500 g", "¥7.90"."""
        if price is None:
            return ""
        amount = self.money(price.amount)
        match price.base_grams:
            case None:
                return amount
            case 1000:
                return f"{amount} / kg"
            case 454:
                return f"{amount} / lb"
            case grams:
                return f"{amount} / {grams} g"

    def quantity(self, line: Line) -> str:
        """Return what a line holds: "× 2" or "0.735 kg"."""
        match line.quantity:
            case Pieces(count):
                return f"× {count}"
            case Weight(net_grams=grams):
                return self.weight(grams)

    def name(self, names: Names) -> str:
        """Return a name in the chosen language, or else in any that it has."""
        texts = (text_in(names, self.language), *(text for _, text in names))
        return next((text for text in texts if text.strip()), "")

    def product(self, product: Product) -> str:
        """Return a product's name; its number when nobody has named it yet."""
        return self.name(product.names) or product.id.rpartition(":")[2]

    def other_name(self, names: Names) -> str:
        """Return the name in the profile's other language; empty when the same."""
        chosen = self.name(names)
        others = (text_in(names, tag) for tag in (*self.profile.languages, "en"))
        return next((text for text in others if text.strip() and text != chosen), "")

    def picture(self, product: Product) -> str:
        """Return a picture's URL; empty without one. Only plain file names count."""
        name = product.picture
        if not name or Path(name).name != name:
            return ""
        path = self.pictures / name
        return QUrl.fromLocalFile(path).toString() if path.is_file() else ""
