"""The second stage of the stream: slow and thorough, one slice a frame.

Regions of bars are turned upright for zxing and the soft decoder on every frame; the
rest takes turns over the frames (barcode.md, Build 2).
"""

from __future__ import annotations

from dataclasses import replace

import zxingcpp as zx

from drivers.barcode import mesh, regions, soft, treatments, zxing
from drivers.barcode.evidence import Vote
from drivers.barcode.image import Grey
from drivers.barcode.patterns import EAN8, EAN13, UPCE
from drivers.barcode.zbar import Zbar

_REGIONS = 2


class DeepDecoder:
    """Reads what the fast path cannot. One thread uses it."""

    def __init__(self) -> None:
        self._zbar = Zbar()
        self._turn = 0

    def close(self) -> None:
        """End the helper process."""
        self._zbar.close()

    def read(self, grey: Grey) -> list[Vote]:
        """Return votes on one frame."""
        bars = regions.find(grey, _REGIONS)
        votes = [vote for region in bars for vote in self._upright(grey, region)]
        if votes:
            return votes
        self._turn += 1
        match self._turn % 4:
            case 0:
                return self._crumpled(grey)
            case 1:
                symbols = zxing.read(treatments.sharpened(grey), full=True)
                return [Vote("sharpened", s) for s in symbols]
            case 2:
                symbols = zxing.read(grey, binarizer=zx.Binarizer.GlobalHistogram)
                return [Vote("global", s) for s in symbols]
            case _:
                return [Vote("zbar", s) for s in self._zbar.read(grey)] if bars else []

    def _upright(self, grey: Grey, region: regions.Region) -> list[Vote]:
        cut = regions.cut(grey, region)
        symbols = zxing.read(cut.grey, zxing.LINEAR_FORMATS)
        votes = [Vote("upright", cut.place(s)) for s in symbols]
        for layout in (EAN13, EAN8 if self._turn % 2 else UPCE):
            reading = soft.read(grey, region, layout)
            if reading is not None and reading.good:
                return [*votes, Vote("soft", reading.symbol)]
        return votes

    @staticmethod
    def _crumpled(grey: Grey) -> list[Vote]:
        votes = []
        for corners, version in zxing.broken_qr(grey)[:1]:
            if version <= mesh.MOST_VERSION:
                flat = mesh.flatten(grey, corners, version)
                symbols = zxing.read(flat, zxing.MATRIX_FORMATS)
                votes += [Vote("mesh", replace(s, points=corners)) for s in symbols]
        return votes
