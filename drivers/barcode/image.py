"""The picture at the door: checked once, grey and contiguous after."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]

MAX_SIDE = 32767  # OpenCV counts pixels in 16 bits where it warps


def as_grey(image: object) -> Grey:
    """Return the image as contiguous HxW grey; the caller's array is not modified.

    Takes uint8, HxW grey or HxWx3 BGR, any stride. Raises ValueError otherwise.
    """
    if not isinstance(image, np.ndarray):
        raise ValueError(f"an image is a numpy array, not {type(image).__name__}")
    if image.dtype != np.uint8:
        raise ValueError(f"an image is uint8, not {image.dtype}")
    if image.size == 0 or not (
        image.ndim == 2 or (image.ndim == 3 and image.shape[2] == 3)
    ):
        raise ValueError(f"an image is HxW or HxWx3, not {image.shape}")
    if max(image.shape) > MAX_SIDE:
        raise ValueError(f"an image is at most {MAX_SIDE} a side, not {image.shape}")
    flat = np.ascontiguousarray(image)
    if flat.ndim == 3:
        return np.asarray(cv2.cvtColor(flat, cv2.COLOR_BGR2GRAY), np.uint8)
    return flat
