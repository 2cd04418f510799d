"""Published frames, and the newest of them for any number of readers."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StageFrame:
    """One published frame. `at_ns` is monotonic, when it left the camera."""

    number: int
    at_ns: int
    jpeg: bytes
    readable: bool = False


class FrameHub:
    """The newest frame, for any number of readers on the loop."""

    def __init__(self) -> None:
        self.newest: StageFrame | None = None
        self._arrived = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def attach(self) -> None:
        """Take frames for the running loop from now on."""
        self._loop = asyncio.get_running_loop()

    def hand_over(self, frame: StageFrame) -> None:
        """Take a frame from the camera's thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.publish, frame)

    def publish(self, frame: StageFrame) -> None:
        """Take a frame and wake the readers; on the loop's thread."""
        self.newest = frame
        arrived, self._arrived = self._arrived, asyncio.Event()
        arrived.set()

    async def next(self) -> StageFrame:
        """Wait for the next frame."""
        await self._arrived.wait()
        if self.newest is None:
            raise RuntimeError("woken without a frame")
        return self.newest
