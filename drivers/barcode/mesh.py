"""A crumpled QR code smoothed: a mesh moved until the module centres are clear.

zxing finds such a code, lays a flat grid over it, and fails by its checksum. From
its corners and version a mesh of nodes is laid, and each node is moved to where the
known modules (finders, timing) have their colours and the others are far from grey.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from drivers.barcode.image import Grey
from drivers.barcode.symbol import Quad

_SCALE = 8  # pixels a module of the flat picture
_MARGIN = 2  # modules round it, for nodes to move into
MOST_VERSION = 10  # 29 modules a side cost 35 ms, 57 four times that
_NODES = 5  # a side
_STEPS = (0.5, 0.3, 0.15)  # modules, coarse to fine
_SWEEPS = 2
_STIFF = 0.08  # price of a bend, against a module that becomes clear
_QUIET = 4  # modules round the answer
_DRAWN = 4  # pixels a module of the answer
_KNOWN_WEIGHT = 2.0

_Map = npt.NDArray[np.float32]


def flatten(grey: Grey, corners: Quad, version: int) -> Grey:
    """Return the code of that version (ISO/IEC 18004, 1-40) as a clean picture."""
    mesh = _Mesh(grey, corners, 17 + 4 * version)
    for step in _STEPS:
        for _ in range(_SWEEPS):
            mesh.sweep(step)
    drawn = np.where(mesh.values > 0, 255, 0).astype(np.uint8)
    drawn = np.pad(drawn, _QUIET, constant_values=255)
    return drawn.repeat(_DRAWN, axis=0).repeat(_DRAWN, axis=1)


class _Mesh:
    """The nodes over one code, and how clear its modules are with them."""

    def __init__(self, grey: Grey, corners: Quad, modules: int) -> None:
        self._contrast = _contrast(grey, corners, modules)
        self._known = _known(modules)
        centres = (np.arange(modules) + 0.5 + _MARGIN) * _SCALE - 0.5
        self._centres = centres.astype(np.float32)
        at = np.linspace(0, _NODES - 1, modules)
        gap = np.abs(at[:, None] - np.arange(_NODES))
        self._reach = np.maximum(0, 1 - gap).astype(np.float32)  # modules x nodes
        self._nodes = np.zeros((2, _NODES, _NODES), np.float32)  # x and y, in modules
        self._best, self.values = self._rate()

    def sweep(self, step: float) -> None:
        """Try each node a step to each side, and keep what is clearer."""
        for index in np.ndindex(*self._nodes.shape):
            keep = float(self._nodes[index])
            for place in (keep - step, keep + step):
                self._nodes[index] = place
                rated, values = self._rate()
                if rated > self._best:
                    self._best, self.values, keep = rated, values, place
            self._nodes[index] = keep

    def _rate(self) -> tuple[float, _Map]:
        """Return how clear all modules are, and their values."""
        nodes, reach = self._nodes, self._reach
        shift = np.einsum("ij,cjk,lk->cil", reach, nodes, reach) * _SCALE
        x = (shift[0] + self._centres[None, :]).astype(np.float32)
        y = (shift[1] + self._centres[:, None]).astype(np.float32)
        seen = cv2.remap(self._contrast, x, y, cv2.INTER_LINEAR)
        values = np.asarray(seen, np.float32)
        known = self._known
        clear = np.where(known == 0, np.abs(values), _KNOWN_WEIGHT * known * values)
        bend = sum(float(np.square(np.diff(nodes, axis=a)).mean()) for a in (1, 2))
        return float(clear.mean()) - _STIFF * bend, values


def _contrast(grey: Grey, corners: Quad, modules: int) -> _Map:
    """Lay the code flat, from -1 black to 1 white by the light around each place."""
    side, low = (modules + 2 * _MARGIN) * _SCALE, _MARGIN * _SCALE
    high = side - low
    square = np.array([(low, low), (high, low), (high, high), (low, high)], np.float32)
    turn = cv2.getPerspectiveTransform(np.array(corners, np.float32), square)
    flat = cv2.warpPerspective(
        grey, turn, (side, side), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    flat = cv2.blur(flat.astype(np.float32), (_SCALE // 2 + 1, _SCALE // 2 + 1))
    around = (7 * _SCALE, 7 * _SCALE)  # a finder has as much black as white
    mean = cv2.blur(flat, around)
    spread = np.sqrt(np.maximum(cv2.blur(flat * flat, around) - mean * mean, 1.0))
    return np.asarray(np.clip((flat - mean) / spread, -1, 1), np.float32)


def _known(modules: int) -> _Map:
    """1 where a module is white by the standard, -1 black, 0 where it is data."""
    known = np.zeros((modules, modules), np.float32)
    finder = -np.ones((7, 7), np.float32)
    finder[1:6, 1:6] = 1
    finder[2:5, 2:5] = -1
    framed = np.pad(finder, 1, constant_values=1.0)
    known[:8, :8] = framed[1:, 1:]
    known[:8, -8:] = framed[1:, :-1]
    known[-8:, :8] = framed[:-1, 1:]
    timing = np.where(np.arange(8, modules - 8) % 2, 1.0, -1.0)
    known[6, 8:-8] = timing
    known[8:-8, 6] = timing
    return known
