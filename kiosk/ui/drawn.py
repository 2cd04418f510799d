"""Small drawn items: an icon in a colour, a ring, a QR code.

The software renderer has no effects, so that tinting is done while drawing.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import segno
from PySide6.QtCore import Property, QByteArray, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem
from PySide6.QtSvg import QSvgRenderer

QML_IMPORT_NAME = "KioskModels"
QML_IMPORT_MAJOR_VERSION = 1

ICONS = Path(__file__).parent / "icons"
_FULL_TURN = 360 * 16  # Qt counts in sixteenths of a degree
_QUIET_ZONE = 4  # modules round a QR code (ISO/IEC 18004)


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    """Return an icon's renderer; FileNotFoundError for one that is not bundled."""
    svg = (ICONS / f"{name}.svg").read_text("utf-8")
    return QSvgRenderer(QByteArray(svg.replace("currentColor", colour).encode()))


class _Drawn(QQuickPaintedItem):
    """A painted item that draws again when a property changes."""

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self.setAntialiasing(True)


@QmlElement
class Glyph(_Drawn):
    """A Lucide icon in one colour, as large as the item."""

    changed = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self._colour = QColor("black")

    def _get_name(self) -> str:
        return self._name

    def _set_name(self, name: str) -> None:
        self._name = name
        self.changed.emit()
        self.update()

    def _get_colour(self) -> QColor:
        return self._colour

    def _set_colour(self, colour: QColor) -> None:
        self._colour = colour
        self.changed.emit()
        self.update()

    name = Property(str, _get_name, _set_name, notify=changed)
    color = Property(QColor, _get_colour, _set_colour, notify=changed)

    def paint(self, painter: QPainter) -> None:
        """Qt: draw the icon."""
        if self._name:
            box = QRectF(0, 0, self.width(), self.height())
            _renderer(self._name, self._colour.name()).render(painter, box)


@QmlElement
class Ring(_Drawn):
    """A ring that empties clockwise: how much of a time is left."""

    changed = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._fraction = 1.0
        self._colour = QColor("black")
        self._track = QColor("grey")

    def _get_fraction(self) -> float:
        return self._fraction

    def _set_fraction(self, fraction: float) -> None:
        self._fraction = fraction
        self.changed.emit()
        self.update()

    def _get_colour(self) -> QColor:
        return self._colour

    def _set_colour(self, colour: QColor) -> None:
        self._colour = colour
        self.changed.emit()
        self.update()

    def _get_track(self) -> QColor:
        return self._track

    def _set_track(self, track: QColor) -> None:
        self._track = track
        self.changed.emit()
        self.update()

    fraction = Property(float, _get_fraction, _set_fraction, notify=changed)
    color = Property(QColor, _get_colour, _set_colour, notify=changed)
    track = Property(QColor, _get_track, _set_track, notify=changed)

    def paint(self, painter: QPainter) -> None:
        """Qt: draw the track and what is left."""
        thick = self.width() / 12
        box = QRectF(0, 0, self.width(), self.height())
        box.adjust(thick / 2, thick / 2, -thick / 2, -thick / 2)
        painter.setPen(QPen(self._track, thick))
        painter.drawEllipse(box)
        pen = QPen(self._colour, thick)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(box, 90 * 16, int(self._fraction * _FULL_TURN))


@QmlElement
class QrCode(_Drawn):
    """A text as a QR code, dark on white whatever the theme."""

    changed = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._text = ""

    def _get_text(self) -> str:
        return self._text

    def _set_text(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.changed.emit()
            self.update()

    text = Property(str, _get_text, _set_text, notify=changed)

    def paint(self, painter: QPainter) -> None:
        """Qt: draw the modules on whole pixels."""
        box = QRectF(0, 0, self.width(), self.height())
        painter.fillRect(box, QColor("white"))
        if not self._text:
            return
        # UTF-8 is what phones guess; segno would take Shift JIS for some Chinese.
        matrix = segno.make_qr(self._text, error="m", encoding="utf-8").matrix
        modules = len(matrix) + 2 * _QUIET_ZONE
        size = max(1, int(min(self.width(), self.height()) // modules))
        edge = int((self.width() - size * len(matrix)) // 2)
        dark = QColor("black")
        for y, row in enumerate(matrix):
            for x, module in enumerate(row):
                if module:
                    painter.fillRect(edge + x * size, edge + y * size, size, size, dark)
