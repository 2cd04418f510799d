"""Barcodes that the printer draws itself: QR, EAN/UPC, Code 128; and reading back.

The QR comes from segno and the reading from zxing-cpp, so that one checks the other.
"""

from __future__ import annotations

import numpy as np
import segno
import zxingcpp
from PIL import Image

from hardware_sim.escpos.paper import Dots

_EC_LEVELS = {48: "l", 49: "m", 50: "q", 51: "h"}
_GS_K = {
    0: zxingcpp.BarcodeFormat.UPCA,
    2: zxingcpp.BarcodeFormat.EAN13,
    3: zxingcpp.BarcodeFormat.EAN8,
    5: zxingcpp.BarcodeFormat.ITF,
    8: zxingcpp.BarcodeFormat.Code128,
}


def qr_dots(data: bytes, module: int, level: int) -> Dots:
    """Return a QR code; `module` dots a module. Raises ValueError (too much data)."""
    code = segno.make(
        data, error=_EC_LEVELS.get(level, "l"), micro=False, boost_error=False
    )
    matrix = np.array(code.matrix, dtype=np.bool_)
    return matrix.repeat(module, axis=0).repeat(module, axis=1)


def bar_dots(kind: int, data: bytes, module: int, height: int) -> Dots:
    """Return a linear symbol of GS k, kind as function A numbers it.

    Raises ValueError for an unknown kind or data that it cannot hold.
    """
    if kind not in _GS_K:
        raise ValueError(f"barcode kind {kind} is not simulated")
    text = data.decode("latin-1").removeprefix("{B").removeprefix("{C")
    code = zxingcpp.create_barcode(text, _GS_K[kind])
    image = np.array(code.to_image(scale=1, add_hrt=False, add_quiet_zones=False))
    row = (image[len(image) // 2] < 128).repeat(module)
    return np.tile(row, (height, 1))


def read_back(picture: Image.Image) -> list[tuple[str, str]]:
    """Return (format, text) of what a decoder finds on a receipt, top to bottom."""
    grey = np.asarray(picture.convert("L"))
    found = zxingcpp.read_barcodes(grey)
    found.sort(key=lambda code: code.position.top_left.y)
    return [(str(code.format), code.text) for code in found]
