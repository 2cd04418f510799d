"""Recognition: looks at the pan while somebody weighs, a few times a second.

It runs the model in a thread of its own and says which products it may be. What a
frame shows is never kept (rule: no frame leaves the box).
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass

from drivers.ports import Frame

log = logging.getLogger(__name__)

INTERVAL_S = 0.2  # 5 Hz is what the CPU budget allows (hot-path)
_NICE = 10


@dataclass(frozen=True, slots=True)
class Suggested:
    """What the goods on the pan may be, likeliest first; empty: none of ours."""

    product_ids: tuple[str, ...]


class Recogniser:
    """Feeds the newest frame to `look` while it is watching.

    `prepare` loads and warms the model up and returns `look`, on this thread; it
    returns None when there is no model, and the feature stays off.
    """

    def __init__(
        self,
        prepare: Callable[[], Callable[[Frame], tuple[str, ...]] | None],
        answer: Callable[[Suggested], None],
    ) -> None:
        self._prepare = prepare
        self._answer = answer
        self._frame: Frame | None = None
        self._seen: tuple[str, ...] | None = None  # told last
        self._fails = False  # and the log says so already
        self._watching = False
        self._running = True
        self._wake = threading.Condition()
        self._thread = threading.Thread(
            target=self._work, name="recognition", daemon=True
        )

    def start(self) -> None:
        """Start the thread; the model is loaded there."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread after the picture in work."""
        with self._wake:
            self._running = False
            self._wake.notify()
        self._thread.join()

    def watch(self, on: bool) -> None:
        """Start or stop looking; what was seen before is forgotten."""
        with self._wake:
            self._watching = on
            self._seen = ()
            self._wake.notify()
        if on:
            self._answer(Suggested(()))

    def offer(self, frame: Frame) -> None:
        """Take the newest frame; cheap, called for every frame."""
        with self._wake:
            self._frame = frame

    def _work(self) -> None:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        look = self._prepare()
        if look is None:
            return
        while self._wait():
            with self._wake:
                frame, self._frame = self._frame, None
            if frame is not None:
                self._tell(self._looked_at(frame, look))

    def _looked_at(
        self, frame: Frame, look: Callable[[Frame], tuple[str, ...]]
    ) -> tuple[str, ...]:
        try:
            found = look(frame)
        except Exception:  # an aid alone: the shopper searches by hand meanwhile
            if not self._fails:
                log.exception("a picture cannot be recognised")
            self._fails = True
            return ()
        self._fails = False
        return found

    def _tell(self, found: tuple[str, ...]) -> None:
        """Say what was found if it is news, and if somebody still weighs."""
        with self._wake:
            if not self._watching or found == self._seen:
                return
            self._seen = found
        self._answer(Suggested(found))

    def _wait(self) -> bool:
        """Wait for the next turn; False at the end."""
        with self._wake:
            self._wake.wait_for(lambda: not self._running, timeout=INTERVAL_S)
            self._wake.wait_for(lambda: self._watching or not self._running)
            return self._running
