"""cv2.VideoCapture, made safe to close from another thread.

OpenCV frees the capture under a `read` that runs: a crash. Here `release` waits for
it; whoever cannot wait calls it in a thread of its own.
"""

from __future__ import annotations

import threading

import cv2
import numpy as np
import numpy.typing as npt

from drivers.errors import DeviceAbsent


class Capture:
    """An open capture. Raises DeviceAbsent where there is none."""

    def __init__(self, path: str, backend: int) -> None:
        self._busy = threading.Lock()
        self._capture: cv2.VideoCapture | None = cv2.VideoCapture(path, backend)
        if not self._capture.isOpened():
            raise DeviceAbsent(f"nothing to be seen at {path}")

    def read(self) -> npt.NDArray[np.uint8] | None:
        """Return the next picture as OpenCV gives it; None at the end."""
        with self._busy:
            if self._capture is None:
                return None
            found, pixels = self._capture.read()
        return np.ascontiguousarray(pixels, np.uint8) if found else None

    def get(self, prop: int) -> float:
        """Return a property; 0 where it is not known."""
        with self._busy:
            return self._capture.get(prop) if self._capture is not None else 0.0

    def set(self, prop: int, value: float) -> None:
        """Set a property; one that the source lacks stays unset."""
        with self._busy:
            if self._capture is not None:
                self._capture.set(prop, value)

    def release(self) -> None:
        """Free it, after the read that runs."""
        with self._busy:
            capture, self._capture = self._capture, None
            if capture is not None:
                capture.release()
