"""A soft-decision decoder for EAN and UPC: what low light and few pixels leave.

Lines across an upright region are matched one by one (each has its own curvature),
their digit scores added, and the best number with a right check digit taken. The
margin over the second best tells a reading from a guess.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from drivers.barcode import regions
from drivers.barcode.image import Grey
from drivers.barcode.matched import Lines, Path, search
from drivers.barcode.patterns import EAN8, EAN13, UPCE, Layout, Number, best_number
from drivers.barcode.regions import Cut, Region
from drivers.barcode.symbol import Quad, Symbol, Symbology

_MODULE = 3.0  # samples a module of an EAN-13 that fills the region
_SHORTEST = 40.0  # pixels: under half a pixel a module nothing is left to read
_CHECK_LINES = 3  # ... and that check another engine
_SCOUTS = 2  # lines that find the direction, and whether there is a symbol at all
_LINES = 7  # lines that are added up
_HOPELESS = 0.62  # mean match of the scouts; what is no EAN stays under it
_MOST_ZOOM = 8.0
# Of the length: a scan line may cross slanting bars, which a high region would smear.
_CHECK_HEIGHT = 0.12
_LEAST_HEIGHT = 8.0  # of a region round one scan line
LAYOUTS = {
    Symbology.EAN13: EAN13,
    Symbology.UPCA: EAN13,
    Symbology.EAN8: EAN8,
    Symbology.UPCE: UPCE,
}
# Least mean, margin and sum of the two of a reading that stands alone. Tuned on 374
# photos (other symbologies and text among them) and on these turned, blurred, cut.
_GOOD = {
    Symbology.EAN13: (0.76, 0.18, 1.0),
    Symbology.UPCA: (0.76, 0.18, 1.0),
    Symbology.EAN8: (0.82, 0.45, 1.3),
    Symbology.UPCE: (0.84, 0.30, 1.2),
}
# Bars of a symbol are 30, 22 and 17; blur joins some, dirt and add-ons make more.
_BARS = {
    Symbology.EAN13: (14, 45),
    Symbology.EAN8: (15, 32),
    Symbology.UPCE: (12, 28),
}
_BLURS = (0.4, 0.8)  # modules, sigma: in focus, and 2 pixels of defocus
_OVERRULES = 0.3  # margin against an engine that read something else
_SWING = 0.15  # of the contrast of the line
_FAINT = 4.0  # levels
_WIDTHS = np.arange(0.72, 1.21, 0.04)  # of the module that the region's length says
_NEAR_WIDTHS = np.arange(0.84, 1.13, 0.04)  # where an engine gave the ends
_LOOSE_WIDTHS = np.arange(0.64, 1.09, 0.04)  # ... or a rectangle with quiet zones


@dataclass(frozen=True, slots=True)
class Reading:
    """A number and how far it may be trusted."""

    symbol: Symbol
    mean: float  # match a digit
    margin: float  # over the second best number

    @property
    def good(self) -> bool:
        """Whether it stands alone."""
        mean, margin, both = _GOOD[self.symbol.symbology]
        return (
            self.mean >= mean
            and self.margin >= margin
            and self.mean + self.margin >= both
        )


def read(grey: Grey, region: Region, layout: Layout = EAN13) -> Reading | None:
    """Return the best number in a region, or None where there is none to be seen."""
    if region.length < _SHORTEST:
        return None
    view = _View.of(grey, region, layout, _WIDTHS)
    scouts = view.lines(_SCOUTS)
    fewest, most = _BARS[layout.symbology]
    if not fewest <= max(_bars(line) for line in scouts) <= most:
        return None
    both = np.concatenate([scouts, scouts[:, ::-1]])
    readings = []
    for blur in _BLURS:
        paths = search(both, layout, view.widths, blur)
        ahead, astern = (_mean(paths[: len(scouts)]), _mean(paths[len(scouts) :]))
        if max(ahead, astern) < _HOPELESS:
            continue
        reading = view.read(layout, _LINES, blur, turned=astern > ahead)
        if reading.good:
            return reading
        readings.append(reading)
    return max(readings, key=lambda r: r.margin, default=None)


def again(grey: Grey, symbol: Symbol, *, exact: bool = True) -> Reading | None:
    """Read once more, by other means, what an engine says is a retail symbol.

    `exact` says that the points are the ends of the symbol. Returns a reading that
    agrees, or else a good one that does not, or else None. The engines may have it
    the wrong way round: an upside-down EAN-13 has been read as another.
    """
    region = _region(symbol)
    if region.length < _SHORTEST:
        return None
    layout = LAYOUTS[symbol.symbology]
    widths = _NEAR_WIDTHS if exact else _LOOSE_WIDTHS
    view = _View.of(grey, region, layout, widths)
    for turned in (False, True):
        reading = view.read(layout, _CHECK_LINES, _BLURS[0], turned=turned)
        if reading.symbol.text == symbol.text:
            return reading
        if reading.good and reading.margin >= _OVERRULES:
            return reading
    return None


def _region(symbol: Symbol) -> Region:
    (x0, y0), (x1, y1), _, (x3, y3) = symbol.points
    length = math.hypot(x1 - x0, y1 - y0)
    height = min(math.hypot(x3 - x0, y3 - y0), _CHECK_HEIGHT * length)
    height = max(_LEAST_HEIGHT, height)
    angle = math.degrees(math.atan2(y1 - y0, x1 - x0))
    return Region(symbol.centre, length, height, angle, 0.0)


@dataclass(frozen=True, slots=True)
class _View:
    """A region as an upright picture at the decoder's scale."""

    cut: Cut
    widths: npt.NDArray[np.float64]  # of a module, in samples

    @classmethod
    def of(
        cls,
        grey: Grey,
        region: Region,
        layout: Layout,
        widths: npt.NDArray[np.float64],
    ) -> _View:
        zoom = min(_MOST_ZOOM, _MODULE * EAN13.modules / region.length)
        flat = replace(region, height=min(region.height, region.length))
        module = zoom * region.length / layout.modules
        return cls(regions.cut(grey, flat, zoom), widths * module)

    def lines(self, count: int) -> Lines:
        """Average the rows to some lines."""
        rows, columns = self.cut.grey.shape
        size = (columns, min(count, rows))
        lines = cv2.resize(self.cut.grey, size, interpolation=cv2.INTER_AREA)
        return lines.astype(np.float32)

    def read(self, layout: Layout, count: int, blur: float, *, turned: bool) -> Reading:
        """Read it one way round."""
        lines = self.lines(count)
        facing = lines[:, ::-1] if turned else lines
        paths = search(facing, layout, self.widths, blur)
        number = best_number(layout, _add(paths))
        outline = _outline(paths, self.cut.grey.shape, turned)
        symbol = self.cut.place(_symbol(number, layout, outline))
        return Reading(symbol, number.mean, number.margin)


def _bars(line: Lines) -> int:
    """Count the dark bars: swings of more than a share of the line's contrast."""
    low, high = np.percentile(line, (5, 95))
    swing = max(_FAINT, _SWING * float(high - low))
    bars, falling, extreme = 0, False, float(line[0])
    for level in line.tolist():
        if (level < extreme) if falling else (level > extreme):
            extreme = level
        elif abs(level - extreme) > swing:
            falling = not falling
            bars += falling
            extreme = level
    return bars


def _mean(paths: list[Path]) -> float:
    return sum(path.mean for path in paths) / len(paths)


def _add(paths: list[Path]) -> Lines:
    """Add the scores of the lines, each by how well it fits as a whole."""
    weights = np.clip([(p.mean - 0.5) / 0.4 for p in paths], 0.01, 1) ** 2
    total = sum(w * p.scores for w, p in zip(weights, paths, strict=True))
    return np.asarray(total / weights.sum(), np.float32)


def _outline(paths: list[Path], shape: tuple[int, ...], turned: bool) -> Quad:
    """Corners of the symbol in the cut: the median of the lines' ends."""
    rows, columns = shape
    left = float(np.median([p.left for p in paths]))
    right = float(np.median([p.right for p in paths]))
    if turned:  # the symbol stands on its head in the cut
        left, right = columns - left, columns - right
        return ((left, rows), (right, rows), (right, 0.0), (left, 0.0))
    return ((left, 0.0), (right, 0.0), (right, rows), (left, rows))


def _symbol(number: Number, layout: Layout, outline: Quad) -> Symbol:
    if layout is EAN13 and number.text[0] == "0":
        return Symbol(number.text[1:], Symbology.UPCA, outline)
    return Symbol(number.text, layout.symbology, outline)
