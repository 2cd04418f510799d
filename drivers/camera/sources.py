"""Frame sources by URL: v4l2, file, dir, http (architecture, rule 5).

v4l2:///dev/v4l/by-path/...?width=1280&height=720&fps=30&exposure=80&focus=30
file:///films/shop.mp4?fps=30&loop=1      dir:///pictures?fps=5&loop=1
http://127.0.0.1:8090/mjpeg
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import cv2

from drivers.camera.capture import Capture
from drivers.camera.mjpeg import MjpegSource
from drivers.camera.v4l2 import V4l2Settings, V4l2Source
from drivers.errors import DeviceAbsent, DeviceLost, DeviceUrlError
from drivers.ports import Frame, FrameSource
from drivers.url import Link, parse_url

_LINKS = frozenset({Link.V4L2, Link.FILE, Link.DIR, Link.HTTP})
_FOLDER_FPS = 5
_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp"})


def open_source(text: str) -> FrameSource:
    """Return the source that the URL names, not yet opened.

    Raises DeviceUrlError for a kind or an option that no camera has.
    """
    url = parse_url(text, _LINKS)
    if url.link is Link.HTTP:
        return MjpegSource(url)
    options = _options(text)
    try:
        match url.link:
            case Link.V4L2:
                return V4l2Source(url.path, V4l2Settings(**options))
            case Link.DIR:
                return FolderSource(Path(url.path), **options)
            case _:
                return VideoSource(url.path, **options)
    except TypeError:
        known = "width, height, exposure, focus, gain; fps; loop"
        raise DeviceUrlError(f"{text!r}: an option is none of {known}") from None


def _options(text: str) -> dict[str, int]:
    pairs = parse_qsl(urlsplit(text).query, keep_blank_values=True)
    if wrong := [name for name, value in pairs if not value.isdecimal()]:
        raise DeviceUrlError(f"{text!r}: {wrong[0]} is no whole number")
    return {name: int(value) for name, value in pairs}


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DeviceLost(f"{path.name} went away") from error


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
    """A film, at its own rate or at `fps` (0: as fast as it is read)."""

    def __init__(self, path: str, fps: int | None = None, loop: int = 0) -> None:
        self._path = path
        self._fps = fps
        self._loop = bool(loop)
        self._film: Capture | None = None
        self._pace = Pace(0)
        self._number = 0

    def open(self) -> None:
        """Open the film; raises DeviceAbsent."""
        if not Path(self._path).is_file():
            raise DeviceAbsent(f"no film at {self._path}")
        film = Capture(self._path, cv2.CAP_FFMPEG)
        fps = film.get(cv2.CAP_PROP_FPS) if self._fps is None else self._fps
        self._film, self._pace = film, Pace(fps)

    def read(self) -> Frame:
        """Return the next picture; raises DeviceLost at the end."""
        self._pace.wait()
        film = self._film
        if film is None:
            raise DeviceLost("film is closed")
        pixels = film.read()
        if pixels is None and self._loop and self._number:
            film.set(cv2.CAP_PROP_POS_FRAMES, 0)
            pixels = film.read()
        if pixels is None:
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

    def __init__(self, folder: Path, fps: int = _FOLDER_FPS, loop: int = 0) -> None:
        self._folder = folder
        self._fps = fps
        self._loop = bool(loop)
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
                return Frame(_bytes(path), time.monotonic_ns(), self._number)
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
