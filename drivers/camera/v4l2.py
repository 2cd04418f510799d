"""A V4L2 camera through OpenCV: the JPEG as it comes, and fixed controls.

Not run on hardware: there is no camera where this was written.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2

from drivers.camera.capture import Capture
from drivers.errors import DeviceAbsent, DeviceLost
from drivers.ports import Frame


@dataclass(frozen=True, slots=True)
class V4l2Settings:
    """What the camera is told; None leaves a control to the camera."""

    width: int = 1280
    height: int = 720
    fps: int = 30
    exposure: int | None = None  # in 100 us: 80 is 8 ms, short against motion blur
    focus: int | None = None  # the camera's own unit
    gain: int | None = None


class V4l2Source:
    """A FrameSource over /dev/videoN, or better /dev/v4l/by-path/..."""

    def __init__(
        self,
        path: str,
        settings: V4l2Settings | None = None,
        capture: Callable[[str, int], Capture] = Capture,
    ) -> None:
        self._path = path
        self._settings = settings or V4l2Settings()
        self._make = capture
        self._camera: Capture | None = None
        self._digest = 0
        self._number = 0

    def open(self) -> None:
        """Open the camera and set it; raises DeviceAbsent."""
        if not Path(self._path).exists():
            raise DeviceAbsent(f"no camera at {self._path}")
        camera = self._make(self._path, cv2.CAP_V4L2)
        for prop, value in _plan(self._settings).items():
            camera.set(prop, value)
        self._camera = camera

    def read(self) -> Frame:
        """Return the next picture; raises DeviceLost when the camera is gone.

        The number counts changed pictures: an unplugged camera may give the same one
        for ever (opencv#14044), and no sensor does.
        """
        camera = self._camera
        picture = camera.read() if camera is not None else None
        at_ns = time.monotonic_ns()
        if picture is None:
            raise DeviceLost("camera gives no picture")
        digest = zlib.crc32(picture.data)
        self._number += digest != self._digest
        self._digest = digest
        if picture.ndim == 3 and picture.shape[2] == 3:  # a driver that converts anyway
            return Frame(b"", at_ns, self._number, picture)
        return Frame(picture.tobytes(), at_ns, self._number)

    def close(self) -> None:
        """Release the camera; waits for a read that runs."""
        camera, self._camera = self._camera, None
        if camera is not None:
            camera.release()


def _plan(wanted: V4l2Settings) -> dict[int, float]:
    """Plan the settings, in order; after each reopen, for the camera has forgotten.

    MJPG goes first, or the size is refused at this rate. Control values reach the
    kernel as they are (V4L2 control reference).
    """
    plan: dict[int, float] = {
        cv2.CAP_PROP_FOURCC: cv2.VideoWriter.fourcc(*"MJPG"),
        cv2.CAP_PROP_FRAME_WIDTH: wanted.width,
        cv2.CAP_PROP_FRAME_HEIGHT: wanted.height,
        cv2.CAP_PROP_FPS: wanted.fps,
        cv2.CAP_PROP_CONVERT_RGB: 0,  # the JPEG itself, not pixels
    }
    if wanted.exposure is not None:
        plan[cv2.CAP_PROP_AUTO_EXPOSURE] = 1  # V4L2_EXPOSURE_MANUAL
        plan[cv2.CAP_PROP_EXPOSURE] = wanted.exposure
    if wanted.focus is not None:
        plan[cv2.CAP_PROP_AUTOFOCUS] = 0
        plan[cv2.CAP_PROP_FOCUS] = wanted.focus
    if wanted.gain is not None:
        plan[cv2.CAP_PROP_GAIN] = wanted.gain
    return plan
