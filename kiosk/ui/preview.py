"""The camera's picture on the screen: 480x270 BGRA, drawn one to one."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, QPointF, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickPaintedItem

QML_IMPORT_NAME = "KioskModels"
QML_IMPORT_MAJOR_VERSION = 1

_RADIUS = 20  # of the panels round it


@QmlElement
class PreviewFeed(QObject):
    """The newest picture; main thread only."""

    shown = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.image = QImage()

    @Property(bool, notify=shown)
    def alive(self) -> bool:
        """Whether a picture has come."""
        return not self.image.isNull()

    def show(self, buffer: bytes, width: int, height: int) -> None:
        """Take a BGRA picture; ValueError when the buffer is not width x height."""
        if len(buffer) != width * height * 4:
            raise ValueError(f"{len(buffer)} bytes are not {width}x{height} BGRA")
        # RGB32 is BGRA in memory on little endian; copy: the buffer is the caller's.
        self.image = QImage(buffer, width, height, QImage.Format.Format_RGB32).copy()
        self.shown.emit()

    def clear(self) -> None:
        """Forget the picture: the next shopper must not see the last one's hand."""
        if not self.image.isNull():
            self.image = QImage()
            self.shown.emit()


@QmlElement
class Preview(QQuickPaintedItem):
    """Draws a feed's picture at its own size, centred; QML updates it on `shown`."""

    feedChanged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)  # type: ignore[arg-type]  # a QQuickItem or None
        self._feed: PreviewFeed | None = None
        self.setAntialiasing(True)

    def _get_feed(self) -> PreviewFeed | None:
        return self._feed

    def _set_feed(self, feed: PreviewFeed | None) -> None:
        self._feed = feed
        self.feedChanged.emit()
        self.update()

    feed = Property(PreviewFeed, _get_feed, _set_feed, notify=feedChanged)

    def paint(self, painter: QPainter) -> None:
        """Qt: draw the newest picture."""
        if self._feed is None or self._feed.image.isNull():
            return
        image = self._feed.image
        left = (self.width() - image.width()) / 2
        top = (self.height() - image.height()) / 2
        corners = QPainterPath()
        corners.addRoundedRect(
            left, top, image.width(), image.height(), _RADIUS, _RADIUS
        )
        painter.setClipPath(corners)
        painter.drawImage(QPointF(left, top), image)
