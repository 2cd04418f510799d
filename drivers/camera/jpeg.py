"""JPEG to pixels, no larger than asked: libjpeg scales while it decodes.

Raises ValueError for bytes that are no JPEG; a truncated one gives what there is.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import simplejpeg

from drivers.ports import Frame

Pixels = npt.NDArray[np.uint8]

WATCH_SIDE = 90  # rows of the picture that watches for motion: 1/8 of 720
_MOST_PIXELS = 64_000_000  # a hostile header must not take the memory


def grey(frame: Frame) -> Pixels:
    """Return the frame as HxW grey, full size (2.2 ms for 720p)."""
    if isinstance(frame.pixels, np.ndarray):
        return _to_grey(frame.pixels)
    return _decode(frame.jpeg, "GRAY")[:, :, 0]


def colour(frame: Frame) -> Pixels:
    """Return the frame as HxWx3 BGR, full size, for recognition."""
    if isinstance(frame.pixels, np.ndarray):
        return frame.pixels
    return _decode(frame.jpeg, "BGR")


def watched(frame: Frame) -> Pixels:
    """Return the frame as grey of about 90 rows, for motion only (0.8 ms)."""
    if isinstance(frame.pixels, np.ndarray):
        step = max(1, frame.pixels.shape[0] // WATCH_SIDE)
        return _to_grey(np.ascontiguousarray(frame.pixels[::step, ::step]))
    return _decode(frame.jpeg, "GRAY", WATCH_SIDE, 1)[:, :, 0]


def preview(frame: Frame, width: int = 480, height: int = 270) -> Pixels:
    """Return the frame as BGRA of exactly width x height (hot-path 3)."""
    if isinstance(frame.pixels, np.ndarray):
        bgra = cv2.cvtColor(frame.pixels, cv2.COLOR_BGR2BGRA)
    else:
        bgra = _decode(frame.jpeg, "BGRA", height, width)
    if bgra.shape[:2] != (height, width):
        bgra = cv2.resize(bgra, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(bgra, np.uint8)


def _decode(jpeg: bytes, space: str, height: int = 0, width: int = 0) -> Pixels:
    try:
        rows, columns, *_ = simplejpeg.decode_jpeg_header(jpeg, strict=False)
    except KeyError:  # simplejpeg of a colour space that it has no name for
        raise ValueError("no JPEG") from None
    if rows * columns > _MOST_PIXELS:
        raise ValueError(f"a picture of {columns}x{rows} is too large")
    decoded = simplejpeg.decode_jpeg(
        jpeg,
        colorspace=space,
        fastdct=True,
        fastupsample=True,
        min_height=min(height, rows),
        min_width=min(width, columns),
        min_factor=1,
        strict=False,
    )
    return np.asarray(decoded, np.uint8)


def _to_grey(pixels: Pixels) -> Pixels:
    if pixels.ndim == 2:
        return pixels
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)
