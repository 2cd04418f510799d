"""What every frame source does: a film, a folder, and the simulated camera."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from drivers.camera import CameraScanner, CameraSettings, Patience, jpeg, open_source
from drivers.errors import DeviceAbsent, DeviceError, DeviceLost
from drivers.ports import DeviceStatus, FrameSource, Health

Maker = Callable[[], FrameSource]


@pytest.fixture(params=["film", "folder", "simulator"])
def make(
    request: pytest.FixtureRequest, tmp_path: Path, sim_store: Callable[[str], Any]
) -> Maker:
    pictures = [np.full((180, 320, 3), 40 * n, np.uint8) for n in range(1, 5)]
    match request.param:
        case "film":
            path = tmp_path / "film.avi"
            codec = cv2.VideoWriter.fourcc(*"MJPG")
            film = cv2.VideoWriter(str(path), codec, 50, (320, 180), True)
            for picture in pictures:
                film.write(picture)
            film.release()
            return lambda: open_source(f"file://{path}?loop=1")
        case "folder":
            for number, picture in enumerate(pictures):
                cv2.imwrite(str(tmp_path / f"{number}.jpg"), picture)
            return lambda: open_source(f"dir://{tmp_path}?fps=50&loop=1")
        case _:
            store = sim_store("mt8217")
            return lambda: open_source(store.devices["camera"])


def test_frames_come_in_order_with_rising_stamps(make: Maker) -> None:
    source = make()
    source.open()
    frames = [source.read() for _ in range(6)]
    source.close()
    stamps = [frame.at_ns for frame in frames]
    assert stamps == sorted(stamps)
    numbers = [frame.number for frame in frames]
    assert numbers == sorted(set(numbers))
    assert all(jpeg.preview(frame).shape == (270, 480, 4) for frame in frames)


def test_a_closed_source_is_lost_and_can_be_closed_again(make: Maker) -> None:
    source = make()
    with pytest.raises(DeviceLost):
        source.read()
    source.open()
    source.read()
    source.close()
    source.close()
    with pytest.raises(DeviceLost):
        source.read()


def test_closing_from_another_thread_ends_the_reading(make: Maker) -> None:
    source = make()
    source.open()
    ended: list[DeviceError] = []

    def read() -> None:
        try:
            while True:
                source.read()
        except DeviceError as error:
            ended.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    source.close()
    reader.join(20)
    assert [type(error) for error in ended] == [DeviceLost]


def test_a_source_opens_again_after_it_was_closed(make: Maker) -> None:
    source = make()
    for _ in range(2):
        source.open()
        assert source.read().at_ns > 0
        source.close()


@pytest.mark.parametrize(
    "url",
    [
        "file:///nonexistent/film.mp4",
        "dir:///nonexistent",
        "v4l2:///nonexistent/video0",
        "http://127.0.0.1:9/mjpeg",
    ],
)
def test_nothing_there_is_absent_in_one_line(url: str) -> None:
    with pytest.raises(DeviceAbsent) as caught:
        open_source(url).open()
    assert "\n" not in str(caught.value)


def is_status(health: Health, detail: str = "") -> Callable[[object], bool]:
    return lambda event: event == DeviceStatus("camera", health, detail)


@pytest.mark.parametrize("fault", ["freeze", "silent", "disconnect"])
def test_a_camera_that_fails_is_reported_and_comes_back(
    sim_store: Callable[[str], Any], events: Any, fault: str
) -> None:
    store = sim_store("mt8217")
    patience = Patience(frozen_s=1.0, retry_s=0.05, retry_most_s=0.2, tick_s=0.05)
    scanner = CameraScanner(
        "camera",
        lambda: open_source(store.devices["camera"]),
        settings=CameraSettings(patience=patience),
    )
    scanner.enable(events)
    try:
        events.wait(is_status(Health.OK))
        store.break_line("camera", fault)
        events.wait(lambda e: isinstance(e, DeviceStatus) and e.health is Health.LOST)
        store.heal()
        events.wait(is_status(Health.OK))
    finally:
        store.heal()
        scanner.close()
