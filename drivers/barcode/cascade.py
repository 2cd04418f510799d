"""Everything for one picture: engines in order of cost until the answer stands.

A matrix symbol, a DataBar or a Code 128 carries its own proof. An EAN or UPC has one
check digit, and every engine misreads some with a valid one: what the soft decoder
reads too is believed, what it reads otherwise is not, and of the rest zxing alone is
believed, the others if two agree.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import cv2
import zxingcpp as zx

from drivers.barcode import mesh, regions, soft, treatments, zxing
from drivers.barcode.cvbar import DEEP_SIDE, CvBarcode
from drivers.barcode.evidence import overlap
from drivers.barcode.image import Grey, as_grey
from drivers.barcode.outline import stretched
from drivers.barcode.patterns import EAN8, EAN13, UPCE
from drivers.barcode.symbol import MATRIX, RETAIL, SHORT, Symbol
from drivers.barcode.zbar import Zbar

cv2.setNumThreads(1)  # the cores belong to the other threads of the kiosk

_BUDGET_S = 0.18  # CPU time of this thread; the stage in work ends, no other begins
_REGIONS = 4
_CRUMPLED = 2  # QR codes of a picture that are smoothed
_SMALL = 720  # a picture of less is enlarged as a whole
_ENOUGH = 2
_TRUST = {"zxing": 2, "cv2": 1, "zbar": 1}
_zbar = Zbar()
_log = logging.getLogger(__name__)
_local = threading.local()


def decode(image: object) -> list[Symbol]:
    """Return every symbol of a still picture, best first, with all effort there is.

    `image` is uint8, HxW grey or HxWx3 BGR, any stride, and is not modified. Raises
    ValueError for another shape or type; a picture without a symbol gives [].
    """
    found = _Findings(as_grey(image))
    for stage in (_fast, _turned, _crumpled, _enlarged, _upright, _treated, _last):
        try:
            stage(found)
        except cv2.error as error:  # an assertion on a shape that nobody thought of
            _log.warning("%s: %s", stage.__name__, error)
        if found.accepted or found.spent:
            break
    return found.symbols()


def decode_texts(image: object) -> list[str]:
    """Return the texts of `decode`, for benchmarks."""
    return [symbol.text for symbol in decode(image)]


class _Findings:
    """What the stages found so far in one picture."""

    def __init__(self, grey: Grey) -> None:
        self.grey = grey
        self.accepted: dict[str, Symbol] = {}
        self._trust: Counter[str] = Counter()
        self._doubtful: dict[str, Symbol] = {}
        self._until_s = time.thread_time() + _BUDGET_S

    @property
    def spent(self) -> bool:
        """Whether the effort is used up."""
        return time.thread_time() > self._until_s

    def add(self, engine: str, symbols: Iterable[Symbol]) -> None:
        """Weigh what an engine read."""
        for symbol in symbols:
            if symbol.text in self.accepted:
                continue
            if symbol.symbology not in RETAIL or engine == "soft":
                self.accepted[symbol.text] = symbol
                continue
            reading = soft.again(self.grey, symbol, exact=engine == "zxing")
            if reading is None:
                self._doubt(engine, symbol)
            else:  # the same, or a better one
                self.accepted[reading.symbol.text] = reading.symbol

    def _doubt(self, engine: str, symbol: Symbol) -> None:
        trust = 1 if symbol.symbology in SHORT else _TRUST[engine]
        self._trust[symbol.text] += trust
        self._doubtful.setdefault(symbol.text, symbol)
        if self._trust[symbol.text] >= _ENOUGH:
            self.accepted[symbol.text] = symbol

    def symbols(self) -> list[Symbol]:
        """Return one symbol for each place, the best first."""
        kept: list[Symbol] = []
        for symbol in self.accepted.values():
            if symbol.symbology in MATRIX or not any(
                overlap(symbol, other) for other in kept
            ):
                kept.append(stretched(self.grey, symbol))
        return kept


def _fast(found: _Findings) -> None:
    found.add("zxing", zxing.read(found.grey))


def _turned(found: _Findings) -> None:
    found.add("zxing", zxing.read(found.grey, full=True))
    if not found.accepted:
        found.add("cv2", _cv().read(found.grey))


def _crumpled(found: _Findings) -> None:
    """QR codes that are seen and not read."""
    for corners, version in zxing.broken_qr(found.grey)[:_CRUMPLED]:
        if version <= mesh.MOST_VERSION:
            flat = mesh.flatten(found.grey, corners, version)
            symbols = zxing.read(flat, zxing.MATRIX_FORMATS)
            found.add("zxing", [replace(s, points=corners) for s in symbols])


def _upright(found: _Findings) -> None:
    """Regions of bars, turned upright: zxing again, and the soft decoder."""
    bars = regions.find(found.grey, _REGIONS)
    for region in bars:
        cut = regions.cut(found.grey, region)
        symbols = zxing.read(cut.grey, zxing.LINEAR_FORMATS)
        found.add("zxing", [cut.place(s) for s in symbols])
    for layout in (EAN13, UPCE, EAN8):  # the likeliest first: effort is limited
        for region in bars:
            if found.accepted or found.spent:
                return
            reading = soft.read(found.grey, region, layout)
            if reading is not None and reading.good:
                found.add("soft", [reading.symbol])


def _enlarged(found: _Findings) -> None:
    """A small picture at twice its size."""
    if max(found.grey.shape) < _SMALL:
        found.add("zxing", _zoomed(treatments.enlarged(found.grey), 2))


def _treated(found: _Findings) -> None:
    """The whole picture sharpened, then evened."""
    small = max(found.grey.shape) < _SMALL
    grey, zoom = (treatments.enlarged(found.grey), 2) if small else (found.grey, 1)
    for treat in (treatments.sharpened, treatments.evened):
        if found.accepted or found.spent:
            return
        found.add("zxing", _zoomed(treat(grey), zoom))


def _zoomed(grey: Grey, zoom: int) -> list[Symbol]:
    return [s.scaled(1 / zoom) for s in zxing.read(grey, full=True)]


def _last(found: _Findings) -> None:
    found.add("zxing", zxing.read(found.grey, binarizer=zx.Binarizer.GlobalHistogram))
    if not found.accepted:
        found.add("zbar", _zbar.read(found.grey))


def _cv() -> CvBarcode:
    if not hasattr(_local, "cv"):
        _local.cv = CvBarcode(DEEP_SIDE)
    cv: CvBarcode = _local.cv
    return cv
