"""Frame sources by URL: v4l2, rtsp, file, dir, http (architecture, rule 5).

v4l2:///dev/v4l/by-path/...?width=1280&height=720&fps=30&exposure=80&focus=30
file:///films/shop.mp4?fps=30&loop=1      rtsp://camera/stream
dir:///pictures?fps=5&loop=1              http://127.0.0.1:8090/mjpeg
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import cv2

from drivers.camera.mjpeg import MjpegSource
from drivers.camera.v4l2 import V4l2Settings, V4l2Source
from drivers.errors import DeviceAbsent, DeviceLost, DeviceUrlError
from drivers.ports import Frame, FrameSource

_FOLDER_FPS = 5.0
_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp"})
_RTSP_LIMIT_MS = 5000


def open_source(url: str) -> FrameSource:
    """Return the source that the URL names, not yet opened.

    Raises DeviceUrlError for a scheme or an option that we do not know.
    """
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    match parts.scheme:
        case "http":
            return MjpegSource(url)
        case "v4l2":
            numbers = {k: _whole(url, k, v) for k, v in options.items()}
            try:
                return V4l2Source(_path(parts), V4l2Settings(**numbers))
            except TypeError as error:
                raise DeviceUrlError(f"unknown camera option in {url}") from error
        case "rtsp":
            return VideoSource(url, fps=0.0)
        case "file" | "dir":
            fps = float(_whole(url, "fps", options.pop("fps", "-1")))
            loop = options.pop("loop", "0") == "1"
            if options:
                raise DeviceUrlError(f"unknown camera option in {url}")
            if parts.scheme == "dir":
                rate = _FOLDER_FPS if fps < 0 else fps
                return FolderSource(Path(_path(parts)), fps=rate, loop=loop)
            return VideoSource(_path(parts), fps=None if fps < 0 else fps, loop=loop)
        case _:
            raise DeviceUrlError(f"no camera has the scheme of {url}")


def _path(parts: SplitResult) -> str:
    """Return the path of v4l2:///dev/x, or of a relative dir://pictures/x."""
    return unquote(parts.netloc + parts.path)


def _whole(url: str, name: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise DeviceUrlError(f"{name}={text} is no number in {url}") from None


class Pace:
    """Holds a recording back to its own rate; wakes at once when it is closed."""

    def __init__(self, fps: float) -> None:
        self._step_s = 1 / fps if fps > 0 else 0.0
        self._due_s = 0.0
        self._closed = threading.Event()

    def wait(self) -> None:
        """Wait until the next frame is due; raises DeviceLost if closed."""
        now_s = time.monotonic()
        self._due_s = max(self._due_s + self._step_s, now_s)
        if self._closed.wait(max(0.0, self._due_s - now_s)):
            raise DeviceLost("camera is closed")

    def close(self) -> None:
        """End the wait."""
        self._closed.set()


class VideoSource:
    """A film, at its own rate or another, or an RTSP stream as fast as it comes."""

    def __init__(self, path: str, *, fps: float | None = None, loop: bool = False):
        self._path = path
        self._fps = fps
        self._loop = loop
        self._film: cv2.VideoCapture | None = None
        self._pace = Pace(0)
        self._number = 0

    def open(self) -> None:
        """Open the film; raises DeviceAbsent."""
        limits = (cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, cv2.CAP_PROP_READ_TIMEOUT_MSEC)
        options = [x for limit in limits for x in (limit, _RTSP_LIMIT_MS)]
        film = cv2.VideoCapture(self._path, cv2.CAP_FFMPEG, options)
        if not film.isOpened():
            raise DeviceAbsent(f"no film at {self._path}")
        fps = film.get(cv2.CAP_PROP_FPS) if self._fps is None else self._fps
        self._film, self._pace = film, Pace(fps)

    def read(self) -> Frame:
        """Return the next picture; raises DeviceLost at the end."""
        film = self._film
        if film is None:
            raise DeviceLost("film is closed")
        self._pace.wait()
        found, pixels = film.read()
        if not found and self._loop and self._number:
            film.set(cv2.CAP_PROP_POS_FRAMES, 0)
            found, pixels = film.read()
        if not found:
            raise DeviceLost("end of the film")
        self._number += 1
        return Frame(b"", time.monotonic_ns(), self._number, pixels)

    def close(self) -> None:
        """Release the film."""
        self._pace.close()
        film, self._film = self._film, None
        if film is not None:
            film.release()


class FolderSource:
    """The pictures of a folder, in the order of their names."""

    def __init__(self, folder: Path, *, fps: float, loop: bool = False) -> None:
        self._folder = folder
        self._fps = fps
        self._loop = loop
        self._files: Iterator[Path] | None = None
        self._pace = Pace(0)
        self._number = 0

    def open(self) -> None:
        """List the folder; raises DeviceAbsent."""
        try:
            files = sorted(self._folder.iterdir())
        except OSError as error:
            raise DeviceAbsent(f"no folder at {self._folder}") from error
        pictures = [f for f in files if f.suffix.lower() in _SUFFIXES]
        if not pictures:
            raise DeviceAbsent(f"no pictures in {self._folder}")
        self._files, self._pace = self._endless(pictures), Pace(self._fps)

    def read(self) -> Frame:
        """Return the next picture; raises DeviceLost after the last."""
        self._pace.wait()
        for path in self._files or ():
            self._number += 1
            if path.suffix.lower() in {".jpg", ".jpeg"}:
                return Frame(path.read_bytes(), time.monotonic_ns(), self._number)
            pixels = cv2.imread(str(path), cv2.IMREAD_COLOR)
            if pixels is not None:
                return Frame(b"", time.monotonic_ns(), self._number, pixels)
        raise DeviceLost("end of the folder")

    def close(self) -> None:
        """End the reading."""
        self._pace.close()
        self._files = None

    def _endless(self, pictures: list[Path]) -> Iterator[Path]:
        yield from pictures
        while self._loop:
            yield from pictures
