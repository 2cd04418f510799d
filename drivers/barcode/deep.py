"""The second stage of the stream: slow and thorough, one slice a frame."""

from __future__ import annotations

from drivers.barcode import regions, zxing
from drivers.barcode.evidence import Vote
from drivers.barcode.image import Grey


class DeepDecoder:
    """Regions upright at twice the size (barcode.md, Build 2). One thread uses it."""

    def read(self, grey: Grey) -> list[Vote]:
        """Votes of one frame that the fast path could not read."""
        votes = []
        for region in regions.find(grey):
            cut = regions.cut(grey, region)
            symbols = zxing.read(cut.grey, zxing.LINEAR_FORMATS)
            votes += [Vote("upright", cut.place(s)) for s in symbols]
        return votes
