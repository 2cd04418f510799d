"""How a shopper wants to read and reach the screen, until the basket is over."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

QML_IMPORT_NAME = "KioskModels"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ComfortView(QObject):
    """Larger text, lower controls, high contrast: each on or off."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._large_text = False
        self._lowered = False
        self._contrast = False

    @Property(bool, notify=changed)
    def largeText(self) -> bool:
        """Whether all text is a fifth larger."""
        return self._large_text

    @Property(bool, notify=changed)
    def lowered(self) -> bool:
        """Whether every control is in the lower half of the screen."""
        return self._lowered

    @Property(bool, notify=changed)
    def contrast(self) -> bool:
        """Whether the high-contrast theme is shown instead of the store's."""
        return self._contrast

    @Slot()
    def toggle_large_text(self) -> None:
        """Switch larger text on or off."""
        self._set(not self._large_text, self._lowered, self._contrast)

    @Slot()
    def toggle_lowered(self) -> None:
        """Switch the lower controls on or off."""
        self._set(self._large_text, not self._lowered, self._contrast)

    @Slot()
    def toggle_contrast(self) -> None:
        """Switch high contrast on or off."""
        self._set(self._large_text, self._lowered, not self._contrast)

    def reset(self) -> None:
        """Back to the store's layout: the next shopper begins as everyone does."""
        self._set(False, False, False)

    def _set(self, large_text: bool, lowered: bool, contrast: bool) -> None:
        self._large_text, self._lowered = large_text, lowered
        self._contrast = contrast
        self.changed.emit()
