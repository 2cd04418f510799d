"""The camera as a scanner, from frames to events."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from dataclasses import replace
from queue import Queue
from typing import Any

import cv2
import numpy as np
import pytest

from drivers.camera import CameraScanner, CameraSettings, Patience
from drivers.errors import DeviceAbsent
from drivers.ports import DeviceStatus, Frame, Health, SymbolScanned

TEA, COLA = "9521234567899", "9520000000011"
QUICK = CameraSettings(patience=Patience(retry_s=0.01, retry_most_s=0.05))


def scans(text: str) -> Any:
    return lambda event: isinstance(event, SymbolScanned) and event.text == text


class Lane:
    """A CameraScanner whose camera shows what a test puts before it."""

    def __init__(self, script: Queue[Any], scripted: Any, studio: Any, events: Any):
        self.script = script
        self.events = events
        self.shown: list[Frame] = []
        self.sources: list[Any] = []
        self._scripted = scripted
        self._studio = studio
        self._numbers = itertools.count(1)
        self.looked = threading.Semaphore(0)
        self.scanner = self.make_scanner(QUICK)

    def make_scanner(self, settings: CameraSettings) -> CameraScanner:
        self.scanner = CameraScanner(
            "camera",
            self._make,
            is_known={TEA, COLA}.__contains__,
            on_preview=self._preview,
            settings=settings,
        )
        return self.scanner

    def _make(self) -> Any:
        self.sources.append(self._scripted(self.script))
        return self.sources[-1]

    def _preview(self, frame: Frame) -> None:
        self.shown.append(frame)
        self.looked.release()

    def see(self, picture: np.ndarray) -> None:
        """Show a picture, and wait until it was looked at."""
        number = next(self._numbers)
        at_ns = number * 33_000_000
        self.script.put(Frame(self._studio.jpeg(picture), at_ns, number))
        assert self.looked.acquire(timeout=30)


@pytest.fixture
def lane(script: Any, scripted: Any, studio: Any, events: Any) -> Iterator[Lane]:
    made = Lane(script, scripted, studio, events)
    yield made
    made.scanner.close()


def test_a_product_that_is_held_is_scanned_once(lane: Lane, studio: Any) -> None:
    lane.scanner.enable(lane.events)
    lane.see(studio.counter())
    for seed in range(8):
        lane.see(studio.held(TEA, seed=seed))
    lane.scanner.disable()
    [scan] = lane.events.of(SymbolScanned)
    assert scan == SymbolScanned("camera", TEA, "ean13", 2 * 33_000_000, gs1=False)
    assert type(scan.symbology) is str
    assert lane.events.of(DeviceStatus)[0].health is Health.OK


def test_the_same_product_again_after_it_left_the_view(lane: Lane, studio: Any) -> None:
    lane.scanner.enable(lane.events)
    for visit in range(2):
        for seed in range(3):
            lane.see(studio.held(TEA, seed=seed))
        for seed in range(35):
            lane.see(studio.counter(seed + 50 * visit))
    lane.scanner.disable()
    assert len(lane.events.of(SymbolScanned)) == 2


def test_a_gs1_datamatrix_is_told_as_such(lane: Lane, studio: Any) -> None:
    lane.scanner.enable(lane.events)
    lane.see(studio.held("09521234567899", "DataBarOmni"))
    lane.see(studio.held("09521234567899", "DataBarOmni", seed=1))
    lane.see(studio.held("member 8", "QRCode", seed=2))
    lane.scanner.disable()
    found = {(e.text, e.symbology, e.gs1) for e in lane.events.of(SymbolScanned)}
    assert found == {("0109521234567899", "databar", True), ("member 8", "qr", False)}


def test_a_small_turned_code_is_read_by_the_deep_thread(
    lane: Lane, studio: Any
) -> None:
    # However long a busy machine lets the deep thread wait, the lane stays awake.
    lane.make_scanner(replace(QUICK, idle_after_s=1e6)).enable(lane.events)
    paper = studio.held(TEA)[250:520, 470:910]
    small = cv2.resize(paper, None, fx=0.42, fy=0.42, interpolation=cv2.INTER_AREA)
    frame = studio.counter()
    rows, columns = small.shape
    frame[300 : 300 + rows, 500 : 500 + columns] = small
    turn = cv2.getRotationMatrix2D((590, 340), 37, 1)
    turned = cv2.warpAffine(frame, turn, (1280, 720), borderValue=140)
    seen = threading.Event()

    def show() -> None:
        while not seen.is_set():
            lane.see(turned)

    shopper = threading.Thread(target=show)
    shopper.start()
    try:
        lane.events.wait(scans(TEA), 60)
    finally:
        seen.set()
        shopper.join(30)


def test_broken_pictures_are_passed_over(lane: Lane, studio: Any) -> None:
    lane.scanner.enable(lane.events)
    lane.see(studio.counter())
    lane.script.put(Frame(b"\xff\xd8 no jpeg", 1, 9001))
    lane.script.put(Frame(b"", 1, 9002))
    for seed in range(3):
        lane.see(studio.held(TEA, seed=seed))
    lane.events.wait(scans(TEA))


def test_a_still_counter_is_watched_and_motion_wakes_it_at_once(
    lane: Lane, studio: Any
) -> None:
    settings = replace(QUICK, idle_after_s=0.0, idle_fps=1000.0)
    lane.make_scanner(settings).enable(lane.events)
    for seed in range(4):
        lane.see(studio.counter(seed))
    assert lane.scanner.idle
    assert len(lane.shown) == 4  # the picture goes on
    lane.see(studio.held(TEA))
    lane.see(studio.held(TEA, left=300, seed=1))
    assert not lane.scanner.idle
    lane.events.wait(scans(TEA))


def test_disabled_it_says_nothing_and_enabled_again_it_says_what_is_there(
    lane: Lane, studio: Any
) -> None:
    for _ in range(2):
        lane.scanner.enable(lane.events)
        lane.scanner.enable(lane.events)  # twice: no effect
        for seed in range(3):
            lane.see(studio.held(TEA, seed=seed))
        lane.events.wait(scans(TEA))
        lane.scanner.disable()
        lane.scanner.disable()
    assert len(lane.events.of(SymbolScanned)) == 2
    assert not [t for t in threading.enumerate() if t.name.startswith("camera")]


def test_open_claims_the_camera_for_enable(lane: Lane, studio: Any) -> None:
    lane.scanner.open()
    assert [s.opened for s in lane.sources] == [1]
    lane.scanner.enable(lane.events)
    lane.see(studio.counter())
    assert [s.opened for s in lane.sources] == [1]
    lane.scanner.close()
    assert lane.sources[0].closed >= 1


def test_open_says_when_there_is_no_camera() -> None:
    class Missing:
        def open(self) -> None:
            raise DeviceAbsent("no camera at /dev/video0")

    scanner = CameraScanner("camera", Missing)  # type: ignore[arg-type]
    with pytest.raises(DeviceAbsent):
        scanner.open()
    scanner.close()


def test_opened_and_never_enabled_it_is_released(lane: Lane) -> None:
    lane.scanner.open()
    lane.scanner.close()
    assert lane.sources[0].closed == 1
