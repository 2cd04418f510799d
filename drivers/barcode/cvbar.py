"""cv2.barcode as an engine: it takes any rotation, and misreads most of the three."""

from __future__ import annotations

import cv2

from drivers.barcode.image import Grey
from drivers.barcode.symbol import Symbol, Symbology, retail_text

# Sides of the detector's picture. The fast path must stay within a frame
# (hot-path 1: 320-400 costs 11 ms, 512 costs 23); the second thread may take longer.
FAST_SIDE = 384
DEEP_SIDE = 512
_MIN_SIDE = 16  # below it there is no symbol, and the detector divides by zero

_TYPES = {
    "EAN_13": Symbology.EAN13,
    "EAN_8": Symbology.EAN8,
    "UPC_A": Symbology.UPCA,
    "UPC_E": Symbology.UPCE,
}


class CvBarcode:
    """One detector; one thread uses it at a time."""

    def __init__(self, side: int = FAST_SIDE) -> None:
        self._detector = cv2.barcode.BarcodeDetector()
        self._detector.setDownsamplingThreshold(float(side))

    def read(self, grey: Grey) -> list[Symbol]:
        """Symbols of one picture with a valid check digit."""
        if min(grey.shape) < _MIN_SIDE:
            return []
        found, texts, kinds, corners = self._detector.detectAndDecodeWithType(grey)
        if not found:
            return []
        symbols = []
        for text, kind, quad in zip(texts, kinds, corners, strict=True):
            symbology = _TYPES.get(kind)
            if symbology is None:
                continue
            if symbology is Symbology.EAN13 and text.startswith("0"):
                symbology, text = Symbology.UPCA, text[1:]
            if (printed := retail_text(text, symbology)) is None:
                continue
            a, b, c, d = ((float(x), float(y)) for x, y in quad)
            symbols.append(Symbol(printed, symbology, (b, c, d, a)))
        return symbols
