"""Cameras: frame sources by URL, the newest frame, the camera as a scanner."""

from drivers.camera.grab import Patience
from drivers.camera.newest import NewestFrame
from drivers.camera.scanner import CameraScanner, CameraSettings
from drivers.camera.sources import open_source

__all__ = [
    "CameraScanner",
    "CameraSettings",
    "NewestFrame",
    "Patience",
    "open_source",
]
