"""The stage: what is shown to the camera now, drawn thirty times a second.

One thread draws and publishes; `hold` and `clear` come from any other. A hold's
frames repeat after its entry, so that each is drawn once and then kept.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import cv2

from hardware_sim.camera.frames import StageFrame
from hardware_sim.camera.item import Item
from hardware_sim.camera.motion import (
    ENTER_FRAMES,
    FPS,
    LOOP_FRAMES,
    Hand,
)
from hardware_sim.camera.scene import Scene, encode, is_readable

_EMPTY_FRAMES = 8  # different ones, so that a live empty table is no frozen picture


class _Hold:
    """What is held, and the frames already drawn of it."""

    def __init__(self, item: Item, hand: Hand) -> None:
        self.item = item
        self.hand = hand
        self.shown_at_ns = time.monotonic_ns()
        self.first_readable: StageFrame | None = None
        self._index = 0
        self._kept: list[tuple[bytes, bool]] = []

    def next(self, scene: Scene) -> tuple[bytes, bool]:
        """Return the next frame's JPEG, and whether it is readable."""
        index = self._index
        self._index += 1
        if index >= ENTER_FRAMES + LOOP_FRAMES:
            index = ENTER_FRAMES + (index - ENTER_FRAMES) % LOOP_FRAMES
        if index == len(self._kept):
            pose = self.hand.frame(index)
            jpeg = encode(scene.draw(self.item, pose))
            self._kept.append((jpeg, is_readable(self.item, pose)))
        return self._kept[index]


class Stage:
    """The camera's side of the store; `on_frame` is called on its thread."""

    def __init__(self, on_frame: Callable[[StageFrame], None]) -> None:
        self._on_frame = on_frame
        self._hold: _Hold | None = None
        self._number = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="camera", daemon=True)

    def start(self) -> None:
        """Start drawing."""
        self._thread.start()

    def stop(self) -> None:
        """Stop drawing; joins the thread."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def hold(self, item: Item, hand: Hand) -> int:
        """Hold an item before the camera; return when (monotonic ns)."""
        hold = _Hold(item, hand)
        self._hold = hold
        return hold.shown_at_ns

    def clear(self) -> None:
        """Take away what is held."""
        self._hold = None

    @property
    def first_readable(self) -> StageFrame | None:
        """The first readable frame of what is held now."""
        hold = self._hold
        return None if hold is None else hold.first_readable

    def _run(self) -> None:
        cv2.setNumThreads(1)
        scene = Scene()
        empty = [encode(scene.empty()) for _ in range(_EMPTY_FRAMES)]
        due = time.monotonic()
        while not self._stop.wait(max(0.0, due - time.monotonic())):
            due = max(due + 1 / FPS, time.monotonic() - 1 / FPS)
            self._publish(scene, empty)

    def _publish(self, scene: Scene, empty: list[bytes]) -> None:
        hold = self._hold
        self._number += 1
        if hold is None:
            jpeg, readable = empty[self._number % len(empty)], False
        else:
            jpeg, readable = hold.next(scene)
        frame = StageFrame(self._number, time.monotonic_ns(), jpeg, readable)
        if hold is not None and readable and hold.first_readable is None:
            hold.first_readable = frame
        self._on_frame(frame)
