"""Symbols as pictures: one black-and-white matrix at whole pixels a module.

The writer is zxing-cpp (and segno for QR); quiet zones as each symbology asks for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import segno
import zxingcpp
from numpy.typing import NDArray

from hardware_sim.gs1 import bracketed

Grey = NDArray[np.uint8]
_F = zxingcpp.BarcodeFormat
_LINEAR = {
    "ean13": _F.EAN13,
    "ean8": _F.EAN8,
    "upca": _F.UPCA,
    "upce": _F.UPCE,
    "code128": _F.Code128,
    "itf14": _F.ITF,
    "databar": _F.DataBarOmni,
    "databar_expanded": _F.DataBarExp,
    "gs1_128": _F.Code128,
}
_MATRIX = {"datamatrix": _F.DataMatrix, "gs1_datamatrix": _F.DataMatrix}
_BRACKETED = {"gs1_datamatrix", "databar_expanded", "gs1_128"}
SYMBOLOGIES = (*_LINEAR, *_MATRIX, "qr")
"""The names that `draw` knows."""

_DIGITS = {
    "ean13": (13,),
    "ean8": (8,),
    "upca": (12,),
    "upce": (8,),
    "itf14": (14,),
    "databar": (14, 16),
}
_QUIET_MODULES = {"linear": 11, "matrix": 3, "qr": 4}
_LINEAR_MODULE, _MATRIX_MODULE = 3, 5  # pixels at scale 1
_WIDE_MODULES = 260  # a longer symbol is drawn finer, as on a real package
_BAR_HEIGHT = 130
_BAR_SHARE = 0.24  # of the length: what a tilt of 12 degrees needs
MAX_TEXT = 4096


@dataclass(frozen=True, slots=True)
class SymbolPicture:
    """A symbol with its quiet zone; `module_px` is the width of one module."""

    pixels: Grey
    module_px: int


def draw(symbology: str, text: str) -> SymbolPicture:
    """Draw a symbol. Raises ValueError in one clear line for what cannot be drawn."""
    if not 0 < len(text) <= MAX_TEXT:
        raise ValueError(f"a symbol holds 1 to {MAX_TEXT} characters")
    if symbology == "qr":
        return _qr(text)
    if symbology in _MATRIX:
        modules = _write(_MATRIX[symbology], symbology, text)
        return _framed(modules, _MATRIX_MODULE, _QUIET_MODULES["matrix"])
    if symbology not in _LINEAR:
        raise ValueError(f"unknown symbology {symbology!r}")
    row = _write(_LINEAR[symbology], symbology, text)
    row = row[len(row) // 3][None, :]
    module = _LINEAR_MODULE if row.shape[1] <= _WIDE_MODULES else _LINEAR_MODULE - 1
    quiet = _QUIET_MODULES["linear"] * module
    length = row.shape[1] * module
    high = max(_BAR_HEIGHT, round(length * _BAR_SHARE))
    bars = np.repeat(np.repeat(row, module, axis=1), high, axis=0)
    pixels = np.pad(bars, ((16, 0), (quiet, quiet)), constant_values=255)
    return SymbolPicture(pixels, module)


def _write(kind: zxingcpp.BarcodeFormat, symbology: str, text: str) -> Grey:
    lengths = _DIGITS.get(symbology)  # the writer would pad with zeros in silence
    if lengths and not (text.isdecimal() and len(text) in lengths):
        raise ValueError(f"{symbology} needs {lengths[-1]} digits, not {text!r}")
    content, options = text, {}
    if symbology in _BRACKETED:
        content, options = bracketed(text), {"gs1": True}
    elif symbology == "databar":
        content = text.removeprefix("01") if len(text) == 16 else text
    try:
        code = zxingcpp.create_barcode(content, kind, **options)
    except ValueError as error:
        reason = str(error).partition(" (retval")[0]
        raise ValueError(f"{symbology} cannot hold {text!r}: {reason}") from None
    image = code.to_image(scale=1, add_hrt=False, add_quiet_zones=False)
    return np.array(image, dtype=np.uint8)


def _qr(text: str) -> SymbolPicture:
    try:
        code = segno.make(text, micro=False, error="m", boost_error=False)
    except segno.DataOverflowError as error:
        raise ValueError(f"qr cannot hold this text: {error}") from None
    dark = np.array(code.matrix, dtype=np.uint8)
    modules = ((1 - dark) * 255).astype(np.uint8)
    size = _MATRIX_MODULE if len(modules) <= 45 else _LINEAR_MODULE
    return _framed(modules, size, _QUIET_MODULES["qr"])


def _framed(modules: Grey, module: int, quiet_modules: int) -> SymbolPicture:
    quiet = quiet_modules * module
    pixels = modules.repeat(module, axis=0).repeat(module, axis=1)
    return SymbolPicture(np.pad(pixels, quiet, constant_values=255), module)
