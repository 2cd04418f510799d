"""The lane's camera: scans for the lane, frames for the recogniser, pictures to aim by.

Importing it loads OpenCV: kiosk.app does so in the thread of a late device.
"""

from __future__ import annotations

from collections.abc import Callable

from drivers.camera import CameraScanner, jpeg, open_source
from drivers.ports import Frame, Scanner
from kiosk.domain.gs1 import element_values
from kiosk.lane.previews import Previews


def make_camera(
    url: str,
    is_known: Callable[[str], bool],
    offer: Callable[[Frame], None],
    previews: Previews,
) -> Scanner:
    """Return the camera at a URL; `offer` gets each frame that was looked at."""
    element_values("")  # loads the GS1 tables here, not at somebody's first scan

    def look(frame: Frame) -> None:
        offer(frame)
        if previews.wants(frame.at_ns):
            pixels = jpeg.preview(frame)
            height, width = pixels.shape[:2]
            previews.show(pixels.tobytes(), width, height, frame.at_ns)

    return CameraScanner(
        "camera", lambda: open_source(url), is_known=is_known, on_preview=look
    )
