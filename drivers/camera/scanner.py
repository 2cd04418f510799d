"""The camera as a scanner: newest frame -> votes -> evidence -> SymbolScanned.

Threads: grab and watch (NewestFrame), decode (fast, owns the evidence), deep (slow,
niced, on the latest frame that gave nothing). See hot-path.md.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue

import cv2

from drivers.barcode.deep import DeepDecoder
from drivers.barcode.evidence import Confirmed, Evidence, Rules, Vote
from drivers.barcode.fast import FastDecoder
from drivers.barcode.image import Grey
from drivers.camera import jpeg
from drivers.camera.grab import Patience
from drivers.camera.motion import Motion
from drivers.camera.newest import NewestFrame
from drivers.ports import DeviceStatus, Frame, FrameSource, Sink, SymbolScanned

_log = logging.getLogger(__name__)
# A broken JPEG, or an assertion of OpenCV on it: no picture may end a thread.
_UNREADABLE = (ValueError, cv2.error)
_NICE = 10  # the deep thread yields to decode and paint (hot-path 5)
_REST = 2.0  # times its work; a cluttered counter must not cost a whole core
_WAKE_S = 0.5  # how soon the decode thread sees that it is disabled


@dataclass(frozen=True, slots=True)
class CameraSettings:
    """How the camera watches."""

    idle_fps: float = 5.0  # frames looked at while nothing moves: motion in 200 ms
    idle_after_s: float = 3.0  # still for this long is idle
    rules: Rules = field(default_factory=Rules)
    patience: Patience = field(default_factory=Patience)


class CameraScanner:
    """A Scanner over a camera.

    `make` gives a fresh, unopened source; `is_known` tells whether the shop sells a
    text; `on_preview` gets each frame that was looked at, on the decode thread.
    """

    def __init__(
        self,
        name: str,
        make: Callable[[], FrameSource],
        *,
        is_known: Callable[[str], bool] = lambda _: False,
        on_preview: Callable[[Frame], None] | None = None,
        settings: CameraSettings | None = None,
    ) -> None:
        self.name = name
        self.idle = False  # nothing moves: watched slowly, not decoded
        self._make = make
        self._on_preview = on_preview
        self._settings = settings or CameraSettings()
        self._evidence = Evidence(is_known, self._settings.rules)
        self._newest = NewestFrame(name, make, self._status, self._settings.patience)
        self._deep = _DeepThread(f"{name}-deep")
        self._opened: FrameSource | None = None
        self._sink: Sink | None = None
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()

    def open(self) -> None:
        """Open the camera; raises a DeviceError."""
        source = self._make()
        source.open()
        self._opened = source

    def enable(self, sink: Sink) -> None:
        """Start watching; what is in view may be said again."""
        if self._thread is not None:
            return
        self._sink = sink
        self._stopped.clear()
        self._evidence.reset()
        source, self._opened = self._opened, None
        self._newest.start(source)
        self._deep.start()
        self._thread = threading.Thread(
            target=self._run, name=f"{self.name}-decode", daemon=True
        )
        self._thread.start()

    def disable(self) -> None:
        """Stop watching; joins the threads."""
        self._stopped.set()
        self._newest.stop()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self._deep.stop()

    def close(self) -> None:
        """Release the camera."""
        self.disable()
        source, self._opened = self._opened, None
        if source is not None:
            source.close()

    def _status(self, status: DeviceStatus) -> None:
        if self._sink is not None:
            self._sink(status)

    def _run(self) -> None:
        decoder, attention = FastDecoder(), _Attention(self._settings.idle_after_s)
        count = 0
        while not self._stopped.is_set():
            found = self._newest.wait(count, _WAKE_S)
            if found is None:
                continue
            count, frame = found
            try:
                self.idle = not attention.held_by(frame)
                if not self.idle:
                    self._look(decoder, frame, jpeg.grey(frame))
            except _UNREADABLE as error:  # the next one comes soon
                _log.info("%s: frame %d: %s", self.name, frame.number, error)
                continue
            self._show(frame)
            if self.idle:
                self._stopped.wait(1 / self._settings.idle_fps)

    def _look(self, decoder: FastDecoder, frame: Frame, grey: Grey) -> None:
        votes = decoder.read(grey, self._evidence.locked)
        confirmed = self._evidence.watch(frame.at_ns, votes)
        for at_ns, late in self._deep.results():
            confirmed += self._evidence.late(at_ns, frame.at_ns, late)
        for scan in confirmed:
            self._emit(scan)
        if not votes:
            self._deep.offer(frame.at_ns, grey)

    def _emit(self, scan: Confirmed) -> None:
        symbol = scan.symbol
        event = SymbolScanned(
            self.name, symbol.text, symbol.symbology.value, scan.at_ns, symbol.gs1
        )
        if self._sink is not None:
            self._sink(event)

    def _show(self, frame: Frame) -> None:
        if self._on_preview is not None:
            self._on_preview(frame)


class _Attention:
    """Whether anything has moved lately."""

    def __init__(self, idle_after_s: float) -> None:
        self._idle_after_s = idle_after_s
        self._motion = Motion()
        self._moved_s = time.monotonic()

    def held_by(self, frame: Frame) -> bool:
        """Whether the frame is worth decoding; raises ValueError for a broken one."""
        now_s = time.monotonic()
        if self._motion.moved(jpeg.watched(frame)):
            self._moved_s = now_s
        return now_s - self._moved_s <= self._idle_after_s


class _DeepThread:
    """Runs the deep decoder on the latest frame offered."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._changed = threading.Condition()
        self._offer: tuple[int, Grey] | None = None
        self._results: SimpleQueue[tuple[int, list[Vote]]] = SimpleQueue()
        self._running = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the thread."""
        self._running = True
        self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread after the picture in work."""
        with self._changed:
            self._running, self._offer = False, None
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self.results()

    def offer(self, at_ns: int, grey: Grey) -> None:
        """Give the latest picture; one that still waits is dropped."""
        with self._changed:
            self._offer = (at_ns, grey)
            self._changed.notify_all()

    def results(self) -> list[tuple[int, list[Vote]]]:
        """Take what was found since, with the time of its frame."""
        found = []
        while True:
            try:
                found.append(self._results.get_nowait())
            except Empty:
                return found

    def _run(self) -> None:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        decoder = DeepDecoder()
        try:
            while (work := self._next()) is not None:
                at_ns, grey = work
                begun_s = time.thread_time()
                try:
                    votes = decoder.read(grey)
                except _UNREADABLE as error:
                    _log.warning("%s: %s", self._name, error)
                    votes = []
                if votes:
                    self._results.put((at_ns, votes))
                else:
                    self._rest((time.thread_time() - begun_s) * _REST)
        finally:
            decoder.close()

    def _rest(self, pause_s: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: not self._running, pause_s)

    def _next(self) -> tuple[int, Grey] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._offer or not self._running)
            work, self._offer = self._offer, None
            return work if self._running else None
