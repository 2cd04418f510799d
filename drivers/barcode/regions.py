"""Where bars are: regions of one direction, cut out, turned upright, enlarged.

The structure tensor [[Jxx, Jxy], [Jxy, Jyy]] of the gradients, averaged over a
window, is coherent where all gradients lie on one axis: on bars. zxing and zbar
are blind between 30 and 60 degrees and at small modules; upright and at twice the
size they read most of what they missed (barcode.md, Build 2).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from drivers.barcode.image import Grey
from drivers.barcode.symbol import Point, Symbol

_FINE_SIDE = 1280  # gradients are taken at this side: bars of a pixel must show ...
_SIDE = 480  # ... and their products averaged to this one
_LEAST_SIDE = 24  # of that picture
_WINDOWS = (36, 14)  # shares of the side: small codes, and one that fills the picture
_MIN_AREA = 0.002  # of the map: smaller is lettering
_COHERENT = 0.6  # 0 for no direction, 1 for bars
_NOISE = 4e3  # energy of sensor noise on dark paper
_STRONG = 0.06  # of the strongest energy; squared gradients, so a quarter in contrast


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle across the bars: centre, length along the code, height, angle."""

    centre: Point
    length: float
    height: float
    angle_deg: float  # of the reading direction, modulo 180
    energy: float


# The logarithm makes a dark symbol beside a lamp as strong as its contrast.
_LIGHT = np.round(np.log(np.arange(256) / 12 + 1) * 80).astype(np.uint8)


def find(grey: Grey, most: int = 3) -> list[Region]:
    """Return regions that look like bars, strongest first."""
    scale = min(1.0, _SIDE / max(grey.shape))
    rows, columns = (max(1, round(side * scale)) for side in grey.shape)
    if min(rows, columns) < _LEAST_SIDE:
        return []
    light = _reduced(cv2.LUT(grey, _LIGHT), _FINE_SIDE)
    gx = cv2.Scharr(light, cv2.CV_32F, 1, 0)
    gy = cv2.Scharr(light, cv2.CV_32F, 0, 1)
    products = [
        cv2.resize(p, (columns, rows), interpolation=cv2.INTER_AREA)
        for p in (gx * gx, gy * gy, gx * gy)
    ]
    found: list[Region] = []
    for share in _WINDOWS:
        window = max(7, round(max(rows, columns) / share)) | 1
        xx, yy, xy = (
            np.asarray(cv2.boxFilter(p, -1, (window, window)), np.float32)
            for p in products
        )
        tensor = _Tensor(xx, yy, xy)
        found += tensor.regions(scale)
    found.sort(key=lambda r: -r.energy)
    return _distinct(found)[:most]


def _reduced(picture: object, side: int) -> Grey:
    grey = np.asarray(picture, np.uint8)
    scale = side / max(grey.shape)
    if scale >= 1:
        return grey
    size = [max(1, round(length * scale)) for length in grey.shape[::-1]]
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)


_Map = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Tensor:
    xx: _Map
    yy: _Map
    xy: _Map

    def regions(self, scale: float) -> list[Region]:
        """Connected places of one direction."""
        trace = self.xx + self.yy
        spread = np.sqrt((self.xx - self.yy) ** 2 + 4 * self.xy * self.xy)
        strong = trace > _STRONG * float(np.percentile(trace, 99.5)) + _NOISE
        mask = ((spread > _COHERENT * trace) & strong).astype(np.uint8)
        count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
        areas = stats[:, cv2.CC_STAT_AREA]
        return [
            self._region(labels == label, scale)
            for label in range(1, count)
            if areas[label] >= _MIN_AREA * mask.size
        ]

    def _region(self, inside: npt.NDArray[np.bool_], scale: float) -> Region:
        xx, yy, xy = (float(m[inside].sum()) for m in (self.xx, self.yy, self.xy))
        angle = 0.5 * math.atan2(2 * xy, xx - yy)
        cos, sin = math.cos(angle), math.sin(angle)
        ys, xs = np.nonzero(inside)
        a0, a1 = np.percentile(xs * cos + ys * sin, (1, 99))
        c0, c1 = np.percentile(ys * cos - xs * sin, (1, 99))
        u, v = (a0 + a1) / 2, (c0 + c1) / 2
        return Region(
            (float(u * cos - v * sin) / scale, float(u * sin + v * cos) / scale),
            float(a1 - a0) / scale,
            float(c1 - c0) / scale,
            math.degrees(angle),
            xx + yy,
        )


def _distinct(found: list[Region]) -> list[Region]:
    kept: list[Region] = []
    for region in found:
        if not any(_same(region, other) for other in kept):
            kept.append(region)
    return kept


def _same(a: Region, b: Region) -> bool:
    """Whether two windows found the same place with nearly the same length."""
    apart = math.dist(a.centre, b.centre)
    turn = abs((a.angle_deg - b.angle_deg + 90) % 180 - 90)
    ratio = min(a.length, b.length) / max(a.length, b.length, 1.0)
    return turn < 5 and ratio > 0.9 and apart < 0.06 * max(a.length, b.length)


@dataclass(frozen=True, slots=True)
class Cut:
    """A region as an upright picture, and the way back to the frame."""

    grey: Grey
    back: np.ndarray  # 2x3, from the cut's pixels to the frame's

    def across(self, point: Point) -> float:
        """Return how far to the right in the cut a point of the frame lies."""
        inverse = cv2.invertAffineTransform(self.back)
        return float(inverse[0] @ (*point, 1.0))

    def place(self, symbol: Symbol) -> Symbol:
        """Return a symbol read in the cut with its points in the frame's pixels."""
        mapped = cv2.transform(np.array([symbol.points], np.float64), self.back)[0]
        a, b, c, d = ((float(x), float(y)) for x, y in mapped)
        return replace(symbol, points=(a, b, c, d))


def cut(grey: Grey, region: Region, zoom: float = 2.0, margin: float = 0.15) -> Cut:
    """Turn a region upright and enlarge it, with room for the quiet zones."""
    reach = region.length * (1 + 2 * margin) + 20
    width, height = round(reach * zoom), round((region.height + 8) * zoom)
    cos, sin = (f(math.radians(region.angle_deg)) / zoom for f in (math.cos, math.sin))
    (cx, cy), hw, hh = region.centre, width / 2, height / 2
    back = np.array([
        [cos, -sin, cx - cos * hw + sin * hh],
        [sin, cos, cy - sin * hw - cos * hh],
    ])
    upright = cv2.warpAffine(
        grey,
        back,
        (width, height),
        flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return Cut(np.asarray(upright, np.uint8), back)
