"""Everything for one picture: engines in order of cost until the answer stands.

zxing is believed alone. cv2.barcode and zbar misread with a valid check digit, so
each needs a second reading of the same text, from any engine.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator

import cv2

from drivers.barcode import regions, zxing
from drivers.barcode.cvbar import CvBarcode
from drivers.barcode.evidence import overlap
from drivers.barcode.image import Grey, as_grey
from drivers.barcode.symbol import Symbol
from drivers.barcode.zbar import Zbar

cv2.setNumThreads(1)  # the cores belong to the other threads of the kiosk

_TRUST = {"zxing": 2, "cv2": 1, "zbar": 1}
_ENOUGH = 2
_Stage = tuple[str, Callable[[Grey], list[Symbol]]]
_local = threading.local()
_zbar = Zbar()


def decode(image: object) -> list[Symbol]:
    """Every symbol of a still picture, best first, with all the effort there is.

    `image` is uint8, HxW grey or HxWx3 BGR, any stride, and is not modified. Raises
    ValueError for another shape or type; a picture without a symbol gives [].
    """
    grey = as_grey(image)
    trust: Counter[str] = Counter()
    seen: dict[str, Symbol] = {}
    for engine, symbols in _stages(grey):
        for symbol in symbols:
            trust[symbol.text] += _TRUST[engine]
            seen.setdefault(symbol.text, symbol)
        if any(count >= _ENOUGH for count in trust.values()):
            break
    ranked = [seen[text] for text, count in trust.most_common() if count >= _ENOUGH]
    return _one_each(ranked)


def decode_texts(image: object) -> list[str]:
    """Return the texts of `decode`, for benchmarks."""
    return [symbol.text for symbol in decode(image)]


def _stages(grey: Grey) -> Iterator[tuple[str, list[Symbol]]]:
    yield "zxing", zxing.read(grey)
    yield "cv2", _cv().read(grey)
    yield "zxing", zxing.read(grey, full=True)
    for region in regions.find(grey):
        cut = regions.cut(grey, region)
        found = zxing.read(cut.grey, zxing.LINEAR_FORMATS)
        yield "zxing", [cut.place(symbol) for symbol in found]
    yield "zbar", _zbar.read(grey)


def _cv() -> CvBarcode:
    if not hasattr(_local, "cv"):
        _local.cv = CvBarcode()
    cv: CvBarcode = _local.cv
    return cv


def _one_each(ranked: list[Symbol]) -> list[Symbol]:
    kept: list[Symbol] = []
    for symbol in ranked:
        if not any(overlap(symbol, other) for other in kept):
            kept.append(symbol)
    return kept
