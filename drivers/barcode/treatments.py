"""Pictures made easier: enlarged, sharpened, evened. Never blurred, never reduced."""

from __future__ import annotations

import cv2
import numpy as np

from drivers.barcode.image import Grey

_BLUR = 2.0  # pixels, sigma of what sharpening takes away
_AMOUNT = 1.0
_CLIP, _TILES = 3.0, (8, 8)  # of contrast-limited equalisation


def enlarged(grey: Grey) -> Grey:
    """Return the picture at twice the size."""
    return _grey(cv2.resize(grey, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC))


def sharpened(grey: Grey) -> Grey:
    """Return the picture less its blur: small modules come apart."""
    blurred = cv2.GaussianBlur(grey, (0, 0), _BLUR)
    return _grey(cv2.addWeighted(grey, 1 + _AMOUNT, blurred, -_AMOUNT, 0))


def evened(grey: Grey) -> Grey:
    """Return the picture with the same contrast everywhere (CLAHE)."""
    return _grey(cv2.createCLAHE(_CLIP, _TILES).apply(grey))


def _grey(array: object) -> Grey:
    return np.asarray(array, np.uint8)
