"""Sources by URL: which one, at what pace, and what is said when it is not there."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from drivers.camera.capture import Capture
from drivers.camera.mjpeg import MjpegSource
from drivers.camera.sources import FolderSource, VideoSource, open_source
from drivers.camera.v4l2 import V4l2Settings, V4l2Source
from drivers.errors import DeviceAbsent, DeviceLost, DeviceUrlError


@pytest.fixture
def folder(tmp_path: Path, studio: Any) -> Path:
    (tmp_path / "b.jpg").write_bytes(studio.jpeg(studio.counter(2)))
    cv2.imwrite(str(tmp_path / "a.png"), studio.counter(1))
    (tmp_path / "c.png").write_bytes(b"no picture")
    (tmp_path / "notes.txt").write_text("no picture either")
    return tmp_path


@pytest.fixture
def film(tmp_path: Path, studio: Any) -> Path:
    path = tmp_path / "shop film.avi"
    writer = cv2.VideoWriter(
        str(path), cv2.VideoWriter.fourcc(*"MJPG"), 25, (320, 180), True
    )
    for light in (60, 120, 180):
        writer.write(np.full((180, 320, 3), light, np.uint8))
    writer.release()
    return path


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("http://127.0.0.1:8090/mjpeg", MjpegSource),
        ("v4l2:///dev/video0?width=640&exposure=80", V4l2Source),
        ("file:///films/shop.mp4?fps=10&loop=1", VideoSource),
        ("dir:///pictures?fps=2", FolderSource),
    ],
)
def test_the_scheme_names_the_source(url: str, kind: type) -> None:
    assert type(open_source(url)) is kind


@pytest.mark.parametrize(
    "url",
    [
        "tcp://camera:80",
        "https://camera/mjpeg",
        "/dev/ttyUSB0",
        "nonsense",
        "",
        "v4l2:///dev/video0?colour=1",
        "v4l2:///dev/video0?width=wide",
        "dir:///pictures?fps=-1",
        "file:///film.mp4?width=3",
    ],
)
def test_what_is_no_camera_is_a_url_error_in_one_line(url: str) -> None:
    with pytest.raises(DeviceUrlError) as caught:
        open_source(url)
    assert "\n" not in str(caught.value)


def test_a_folder_gives_its_pictures_in_order_and_ends(folder: Path) -> None:
    source = open_source(f"dir://{folder}?fps=0")
    source.open()
    first, second = source.read(), source.read()
    assert (first.jpeg, first.number) == (b"", 1)
    assert isinstance(first.pixels, np.ndarray)
    assert second.jpeg.startswith(b"\xff\xd8")
    with pytest.raises(DeviceLost):
        source.read()
    source.close()


def test_a_folder_in_a_loop_goes_on(folder: Path) -> None:
    source = FolderSource(folder, fps=0, loop=1)
    source.open()
    names = [bool(source.read().jpeg) for _ in range(6)]
    assert names == [False, True] * 3
    source.close()


def test_a_missing_or_empty_folder_is_absent(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone"):
        with pytest.raises(DeviceAbsent):
            FolderSource(path).open()


def test_a_picture_that_went_away_is_lost(folder: Path) -> None:
    source = FolderSource(folder, fps=0)
    source.open()
    source.read()
    (folder / "b.jpg").unlink()
    with pytest.raises(DeviceLost):
        source.read()
    source.close()


def test_a_film_is_read_to_its_end(film: Path) -> None:
    source = open_source(f"file://{film.as_posix().replace(' ', '%20')}?fps=0")
    source.open()
    frames = [source.read() for _ in range(3)]
    assert [f.number for f in frames] == [1, 2, 3]
    lights = [int(np.asarray(f.pixels).mean()) for f in frames]
    assert lights == pytest.approx([60, 120, 180], abs=4)
    with pytest.raises(DeviceLost):
        source.read()
    source.close()
    with pytest.raises(DeviceLost):
        source.read()


def test_a_film_in_a_loop_starts_again(film: Path) -> None:
    source = VideoSource(str(film), fps=0, loop=1)
    source.open()
    lights = [int(np.asarray(source.read().pixels).mean()) for _ in range(5)]
    assert lights == pytest.approx([60, 120, 180, 60, 120], abs=4)
    source.close()


def test_what_is_no_film_is_absent(tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no film at all")
    for path in (broken, tmp_path / "gone.mp4", tmp_path):
        with pytest.raises(DeviceAbsent):
            VideoSource(str(path)).open()


def test_closing_wakes_a_reader_that_keeps_the_pace(folder: Path) -> None:
    source = FolderSource(folder, fps=1, loop=1)
    source.open()
    source.read()
    errors: list[Exception] = []

    def read() -> None:
        try:
            source.read()
            source.read()
        except DeviceLost as error:
            errors.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    source.close()
    reader.join(20)
    assert errors
    source.close()


class FakeCapture(Capture):
    """Takes OpenCV's place: gives what it is told, and notes what is set."""

    def __init__(self, pictures: list[np.ndarray | None]) -> None:
        self._pictures = pictures
        self.settings: list[tuple[int, float]] = []
        self.released = 0

    def read(self) -> np.ndarray | None:
        return self._pictures.pop(0)

    def set(self, prop: int, value: float) -> None:
        self.settings.append((prop, value))

    def release(self) -> None:
        self.released += 1


def v4l2(
    tmp_path: Path, pictures: list[np.ndarray | None], settings: V4l2Settings
) -> tuple[V4l2Source, FakeCapture]:
    node = tmp_path / "video0"
    node.touch()
    capture = FakeCapture(pictures)
    return V4l2Source(str(node), settings, lambda path, backend: capture), capture


def test_v4l2_sets_mjpg_before_the_size_and_then_fixed_controls(tmp_path: Path) -> None:
    wanted = V4l2Settings(640, 480, 15, exposure=80, focus=30, gain=4)
    source, capture = v4l2(tmp_path, [], wanted)
    source.open()
    assert capture.settings == [
        (cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG")),
        (cv2.CAP_PROP_FRAME_WIDTH, 640),
        (cv2.CAP_PROP_FRAME_HEIGHT, 480),
        (cv2.CAP_PROP_FPS, 15),
        (cv2.CAP_PROP_CONVERT_RGB, 0),
        (cv2.CAP_PROP_AUTO_EXPOSURE, 1),
        (cv2.CAP_PROP_EXPOSURE, 80),
        (cv2.CAP_PROP_AUTOFOCUS, 0),
        (cv2.CAP_PROP_FOCUS, 30),
        (cv2.CAP_PROP_GAIN, 4),
    ]
    source.close()
    source.close()
    assert capture.released == 1


def test_v4l2_counts_changed_pictures_only(tmp_path: Path) -> None:
    one = np.frombuffer(b"\xff\xd8one", np.uint8)[None]
    two = np.frombuffer(b"\xff\xd8two", np.uint8)[None]
    pixels = np.zeros((4, 4, 3), np.uint8)
    source, _ = v4l2(tmp_path, [one, one, two, pixels, None], V4l2Settings())
    source.open()
    frames = [source.read() for _ in range(4)]
    assert [f.number for f in frames] == [1, 1, 2, 3]
    assert [f.jpeg for f in frames] == [b"\xff\xd8one"] * 2 + [b"\xff\xd8two", b""]
    with pytest.raises(DeviceLost):
        source.read()
    source.close()
    with pytest.raises(DeviceLost):
        source.read()


def test_v4l2_without_a_node_is_absent(tmp_path: Path) -> None:
    with pytest.raises(DeviceAbsent):
        V4l2Source(str(tmp_path / "video9")).open()
    node = tmp_path / "video8"
    node.write_bytes(b"no camera")
    with pytest.raises(DeviceAbsent):
        V4l2Source(str(node)).open()


def test_a_capture_is_released_once_and_gives_nothing_after(film: Path) -> None:
    capture = Capture(str(film), cv2.CAP_FFMPEG)
    assert capture.get(cv2.CAP_PROP_FRAME_WIDTH) == 320
    assert capture.read() is not None
    capture.release()
    capture.release()
    capture.set(cv2.CAP_PROP_POS_FRAMES, 0)
    assert capture.read() is None
    assert capture.get(cv2.CAP_PROP_FRAME_WIDTH) == 0
