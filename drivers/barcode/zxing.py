"""zxing-cpp as an engine: pixels in, symbols out, in the project's own words."""

from __future__ import annotations

import zxingcpp as zx

from drivers.barcode.image import Grey
from drivers.barcode.symbol import (
    LINEAR,
    Quad,
    Symbol,
    Symbology,
    expand_upce,
    is_gtin,
    retail_text,
)

_F = zx.BarcodeFormat
_NAMES: dict[zx.BarcodeFormat, Symbology] = {
    _F.EAN13: Symbology.EAN13,
    _F.EAN8: Symbology.EAN8,
    _F.UPCA: Symbology.UPCA,
    _F.UPCE: Symbology.UPCE,
    _F.Code128: Symbology.CODE128,
    _F.ITF: Symbology.ITF14,
    _F.ITF14: Symbology.ITF14,
    _F.DataBarOmni: Symbology.DATABAR,
    _F.DataBarStk: Symbology.DATABAR,
    _F.DataBarStkOmni: Symbology.DATABAR,
    _F.DataBarLtd: Symbology.DATABAR,
    _F.DataBarExp: Symbology.DATABAR_EXPANDED,
    _F.DataBarExpStk: Symbology.DATABAR_EXPANDED,
    _F.QRCode: Symbology.QR,
    _F.QRCodeModel2: Symbology.QR,
    _F.DataMatrix: Symbology.DATAMATRIX,
}
RETAIL_FORMATS = zx.BarcodeFormats([_F.EAN13, _F.EAN8, _F.UPCA, _F.UPCE])
LINEAR_FORMATS = zx.BarcodeFormats([
    *RETAIL_FORMATS,
    _F.Code128,
    _F.ITF14,
    _F.DataBar,
    _F.DataBarExp,
    _F.DataBarLtd,
])
MATRIX_FORMATS = zx.BarcodeFormats([_F.QRCode, _F.DataMatrix])
KIOSK_FORMATS = zx.BarcodeFormats([*LINEAR_FORMATS, *MATRIX_FORMATS])


def read(
    grey: Grey,
    formats: zx.BarcodeFormats = KIOSK_FORMATS,
    *,
    full: bool = False,
    binarizer: zx.Binarizer = zx.Binarizer.LocalAverage,
) -> list[Symbol]:
    """Symbols of one picture. `full` also turns, shrinks and inverts it."""
    found = zx.read_barcodes(
        grey,
        formats=formats,
        try_rotate=full,
        try_downscale=full,
        try_invert=full,
        text_mode=zx.TextMode.Plain,
        binarizer=binarizer,
    )
    symbols = (_symbol(b) for b in found)
    return [s for s in symbols if s is not None]


def broken_qr(grey: Grey) -> list[tuple[Quad, int]]:
    """Return corners and version of QR codes that fail by their checksum."""
    found = zx.read_barcodes(
        grey,
        formats=zx.BarcodeFormats([_F.QRCode]),
        try_invert=False,
        try_downscale=False,
        return_errors=True,
    )
    return [
        (_corners(b), int(b.extra["Version"]))
        for b in found
        if b.error is not None
        and b.format in {_F.QRCode, _F.QRCodeModel2}
        and isinstance(b.extra, dict)
        and str(b.extra.get("Version", "")).isdigit()
    ]


def _corners(barcode: zx.Barcode) -> Quad:
    p = barcode.position
    corners = (p.top_left, p.top_right, p.bottom_right, p.bottom_left)
    a, b, c, d = ((float(q.x), float(q.y)) for q in corners)
    return a, b, c, d


def _clockwise(corners: Quad) -> Quad:
    """Turn the outline over: zxing goes by the scan line, and up is where y is less."""
    a, b, c, d = corners
    turn = (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])
    return corners if turn >= 0 else (d, c, b, a)


def _symbol(barcode: zx.Barcode) -> Symbol | None:
    symbology = _NAMES.get(barcode.format)
    if symbology is None or not barcode.valid:
        return None
    text: str | None = barcode.text
    match symbology:
        case Symbology.EAN13 if barcode.text.startswith("0"):
            # zxing names a UPC-A an EAN-13 with a leading 0: the same bars.
            symbology, text = Symbology.UPCA, barcode.text[1:]
        case Symbology.UPCE:
            text = _printed_upce(barcode)
        case Symbology.ITF14 if len(barcode.text) != 14 or not is_gtin(barcode.text):
            text = None  # ITF without its frame is read from any striped thing
        case _:
            pass
    if not text:
        return None
    gs1 = barcode.content_type == zx.ContentType.GS1
    corners = _corners(barcode)
    if symbology in LINEAR:
        corners = _clockwise(corners)
    return Symbol(text, symbology, corners, gs1)


def _printed_upce(barcode: zx.Barcode) -> str | None:
    """Find the printed number: zxing gives the expanded one as text."""
    extra = barcode.extra
    printed = extra.get("UPCE", "") if isinstance(extra, dict) else ""
    return retail_text(printed, Symbology.UPCE) if expand_upce(printed) else None
