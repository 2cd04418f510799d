"""The fast path of the stream: one frame, well within its 33 ms (hot-path 1)."""

from __future__ import annotations

from drivers.barcode import soft, zxing
from drivers.barcode.cvbar import CvBarcode
from drivers.barcode.evidence import Vote
from drivers.barcode.image import Grey
from drivers.barcode.symbol import RETAIL, Symbol

_SECONDS = 2  # new codes of a frame that get a second opinion, at 8 ms each


class FastDecoder:
    """zxing on every frame, and the soft decoder on what it sees for the first time.

    While there is nothing that both agree on, and nothing locked, cv2.barcode looks
    for codes at an angle. Each engine is one vote. One thread uses it at a time.
    """

    def __init__(self) -> None:
        self._cv = CvBarcode()

    def read(self, grey: Grey, locked: frozenset[str] = frozenset()) -> list[Vote]:
        """Return votes on one frame; `locked` are the texts that are said already."""
        symbols = zxing.read(grey)
        votes = [Vote("zxing", symbol) for symbol in symbols]
        fresh = [s for s in symbols if s.text not in locked]
        seconds = _seconds(grey, fresh, exact=True)
        agreed = {s.text for s in symbols} & {v.symbol.text for v in seconds}
        if agreed or len(fresh) < len(symbols):
            return votes + seconds
        turned = self._cv.read(grey)
        votes += [Vote("cv2", symbol) for symbol in turned]
        if not seconds:
            fresh = [s for s in turned if s.text not in locked]
            seconds = _seconds(grey, fresh, exact=False)
        return votes + seconds


def _seconds(grey: Grey, fresh: list[Symbol], *, exact: bool) -> list[Vote]:
    retail = [s for s in fresh if s.symbology in RETAIL][:_SECONDS]
    readings = (soft.again(grey, symbol, exact=exact) for symbol in retail)
    return [Vote("soft", r.symbol) for r in readings if r is not None]
