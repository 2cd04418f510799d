"""Whether something moves, from pictures of 90 rows: the watch of an idle lane."""

from __future__ import annotations

import cv2
import numpy as np

from drivers.camera.jpeg import Pixels

_CELL = 8  # a hand at the edge moves a few cells and hardly the mean of the picture
_LEVELS = 10.0  # of 255, mean over a cell: sensor noise averages to 1 or 2
_CELLS = 2  # one is a flicker of a lamp on metal


class Motion:
    """Compares each picture with the one before."""

    def __init__(self) -> None:
        self._last: Pixels | None = None

    def moved(self, picture: Pixels) -> bool:
        """Whether the picture differs from the last; the first one does."""
        last, self._last = self._last, picture
        if last is None or last.shape != picture.shape:
            return True
        rows, columns = (max(1, side // _CELL) for side in picture.shape)
        change = cv2.absdiff(picture, last)
        cells = cv2.resize(change, (columns, rows), interpolation=cv2.INTER_AREA)
        return int(np.count_nonzero(cells > _LEVELS)) >= _CELLS
