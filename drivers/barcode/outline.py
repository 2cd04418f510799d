"""The whole outline of a linear symbol of which an engine gives one scan line."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from drivers.barcode import regions
from drivers.barcode.image import Grey
from drivers.barcode.regions import Region
from drivers.barcode.symbol import LINEAR, Symbol

_FLAT = 0.2  # of the length: an outline of less height is of scan lines
_LIKE = 0.7  # correlation of a row with the scan line's while it crosses the same bars
_ZOOM_WIDTH = 256.0  # pixels of the picture that is looked at


def stretched(grey: Grey, symbol: Symbol) -> Symbol:
    """Return the symbol with its points moved to the ends of its bars."""
    (x0, y0), (x1, y1), _, (x3, y3) = symbol.points
    length = math.hypot(x1 - x0, y1 - y0)
    if symbol.symbology not in LINEAR or not length:
        return symbol
    if math.hypot(x3 - x0, y3 - y0) > _FLAT * length:
        return symbol
    angle = math.degrees(math.atan2(y1 - y0, x1 - x0))
    region = Region(symbol.centre, length, 2 * length, angle, 0.0)
    cut = regions.cut(grey, region, min(1.0, _ZOOM_WIDTH / length), margin=0.0)
    rows = cut.grey.astype(np.float32)
    rows -= rows.mean(axis=1, keepdims=True)
    rows /= np.sqrt(np.square(rows).sum(axis=1, keepdims=True)) + 1e-3
    middle = len(rows) // 2
    line = rows[max(0, middle - 1) : middle + 2].mean(axis=0)
    unlike = np.flatnonzero(rows @ line < _LIKE * float(line @ line) ** 0.5)
    top = int(max(unlike[unlike < middle], default=-1)) + 1
    bottom = int(min(unlike[unlike > middle], default=len(rows)))
    left, right = cut.across(symbol.points[0]), cut.across(symbol.points[1])
    upright = ((left, top), (right, top), (right, bottom), (left, bottom))
    return cut.place(replace(symbol, points=upright))
