"""One thread that opens a source, reads it, and opens it again when it is lost.

It cannot be made to stop while the source hangs: it is left behind, and ends by
itself when the call returns.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from drivers.errors import DeviceError
from drivers.ports import Frame, FrameSource

_log = logging.getLogger(__name__)
_NS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is too long, in seconds."""

    open_s: float = 10.0  # the sources' own limits are shorter, where they have one
    frozen_s: float = 3.0  # no changed frame: hung, or unplugged and repeating
    close_s: float = 1.0  # a driver may hang in release (opencv#5746)
    retry_s: float = 0.25  # first pause before opening again ...
    retry_most_s: float = 5.0  # ... doubled up to this
    tick_s: float = 0.25  # of the watch


class Grab:
    """One thread with one source at a time.

    `take` gets each changed frame; `lost` gets each DeviceError. Both are called on
    the thread, and never after `leave`.
    """

    def __init__(
        self,
        name: str,
        make: Callable[[], FrameSource],
        take: Callable[[Frame], None],
        lost: Callable[[DeviceError], None],
        patience: Patience,
        source: FrameSource | None = None,
    ) -> None:
        self._name = name
        self._make = make
        self._take = take
        self._lost = lost
        self._patience = patience
        self._source = source
        self._left = threading.Event()
        self._due_ns = 0  # when the present call is overdue; 0 in a pause
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    @property
    def overdue(self) -> bool:
        """Whether the source hangs or stands still."""
        return 0 < self._due_ns < time.monotonic_ns()

    def leave(self) -> None:
        """End the thread and close its source; waits no longer than `close_s`."""
        self._left.set()
        source = self._source
        if source is not None:
            closer = threading.Thread(
                target=source.close, name=f"{self._name}-close", daemon=True
            )
            closer.start()
            closer.join(self._patience.close_s)
        self._thread.join(self._patience.close_s)
        if self._thread.is_alive():
            _log.warning("%s hangs and is left behind", self._name)

    def _run(self) -> None:
        pause_s = self._patience.retry_s
        while not self._left.is_set():
            frames = self._attempt()
            if frames:
                pause_s = self._patience.retry_s
            self._left.wait(pause_s)
            pause_s = min(pause_s * 2, self._patience.retry_most_s)

    def _attempt(self) -> int:
        """Open, and read to the end; return how many changed frames came."""
        frames = 0
        number: int | None = None
        try:
            source = self._opened()
            self._expect(self._patience.frozen_s)
            while not self._left.is_set():
                frame = source.read()
                if frame.number == number or self._left.is_set():
                    continue
                number, frames = frame.number, frames + 1
                self._expect(self._patience.frozen_s)
                self._take(frame)
        except DeviceError as error:
            if not self._left.is_set():
                self._lost(error)
        finally:
            self._due_ns = 0
            source_, self._source = self._source, None
            if source_ is not None:
                source_.close()
        return frames

    def _opened(self) -> FrameSource:
        if self._source is None:
            self._expect(self._patience.open_s)
            source = self._make()
            self._source = source
            source.open()
        return self._source

    def _expect(self, limit_s: float) -> None:
        self._due_ns = time.monotonic_ns() + int(limit_s * _NS)
