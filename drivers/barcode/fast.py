"""The fast path of the stream: one frame, within 20 ms of CPU (hot-path 1)."""

from __future__ import annotations

from drivers.barcode import zxing
from drivers.barcode.cvbar import CvBarcode
from drivers.barcode.evidence import Vote
from drivers.barcode.image import Grey


class FastDecoder:
    """zxing on every frame; cv2.barcode beside it while nothing is locked.

    The two engines on one frame are two votes. One thread uses it at a time.
    """

    def __init__(self) -> None:
        self._cv = CvBarcode()

    def read(self, grey: Grey, locked: frozenset[str] = frozenset()) -> list[Vote]:
        """Votes of one frame; `locked` are the texts that are said already."""
        votes = [Vote("zxing", s) for s in zxing.read(grey)]
        if not any(v.symbol.text in locked for v in votes):
            votes += [Vote("cv2", s) for s in self._cv.read(grey)]
        return votes
