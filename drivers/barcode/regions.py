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

from drivers.barcode.image import Grey
from drivers.barcode.symbol import Point, Symbol

_SIDE = 480  # the map is made on a picture of at most this side
_MIN_AREA = 0.0012  # of the map: smaller is lettering


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle across the bars: centre, length along the code, height, angle."""

    centre: Point
    length: float
    height: float
    angle_deg: float  # of the reading direction, modulo 180
    energy: float


def find(grey: Grey, most: int = 3) -> list[Region]:
    """Regions that look like bars, strongest first."""
    scale = min(1.0, _SIDE / max(grey.shape))
    small = grey
    if scale < 1:
        shrunk = cv2.resize(
            grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA
        )
        small = np.asarray(shrunk, np.uint8)
    if min(small.shape) < 24:
        return []
    gx = cv2.Scharr(small, cv2.CV_32F, 1, 0)
    gy = cv2.Scharr(small, cv2.CV_32F, 0, 1)
    window = max(7, round(max(small.shape) / 40)) | 1
    jxx = cv2.boxFilter(gx * gx, -1, (window, window))
    jyy = cv2.boxFilter(gy * gy, -1, (window, window))
    jxy = cv2.boxFilter(gx * gy, -1, (window, window))
    trace = jxx + jyy
    spread = np.sqrt((jxx - jyy) ** 2 + 4 * jxy * jxy)
    strong = trace > 0.15 * float(np.percentile(trace, 99.5)) + 1.0
    mask = ((spread > 0.6 * trace) & strong).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    regions = []
    for label in range(1, count):
        if stats[label, cv2.CC_STAT_AREA] < _MIN_AREA * small.size:
            continue
        inside = labels == label
        regions.append(_region(inside, trace, jxx, jyy, jxy, scale))
    regions.sort(key=lambda r: -r.energy)
    return regions[:most]


def _region(
    inside: np.ndarray,
    trace: np.ndarray,
    jxx: np.ndarray,
    jyy: np.ndarray,
    jxy: np.ndarray,
    scale: float,
) -> Region:
    dx = float((jxx[inside] - jyy[inside]).sum())
    angle = 0.5 * math.atan2(2 * float(jxy[inside].sum()), dx)
    ys, xs = np.nonzero(inside)
    along = xs * math.cos(angle) + ys * math.sin(angle)
    across = -xs * math.sin(angle) + ys * math.cos(angle)
    a0, a1 = np.percentile(along, (1, 99))
    c0, c1 = np.percentile(across, (1, 99))
    u, v = (a0 + a1) / 2, (c0 + c1) / 2
    centre = (
        (u * math.cos(angle) - v * math.sin(angle)) / scale,
        (u * math.sin(angle) + v * math.cos(angle)) / scale,
    )
    return Region(
        (float(centre[0]), float(centre[1])),
        float(a1 - a0) / scale,
        float(c1 - c0) / scale,
        math.degrees(angle),
        float(trace[inside].sum()),
    )


@dataclass(frozen=True, slots=True)
class Cut:
    """A region as an upright picture, and the way back to the frame."""

    grey: Grey
    back: np.ndarray  # 2x3, from the cut's pixels to the frame's

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
