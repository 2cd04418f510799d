"""Which camera pictures go to the screen: few, and none that nobody sees.

The decode thread asks and shows; the main thread says which phase it is and when a
picture was taken over. Both only set a flag, so no lock is needed.
"""

from __future__ import annotations

from collections.abc import Callable

from kiosk.domain.session import Phase

EVERY_NS = 66_000_000  # 15 fps (hot-path 3)

_AIMED = frozenset({Phase.SCAN, Phase.TENDER, Phase.PAY})  # screens with the picture


class Previews:
    """Hands on a picture (BGRA, width, height) once the last one was taken over.

    A main thread that is busy gets no queue of pictures to work off.
    """

    def __init__(self, hand_on: Callable[[bytes, int, int], None]) -> None:
        self._hand_on = hand_on
        self.wanted = False  # whether the screen shows pictures
        self._waiting = False
        self._next_ns = 0

    def follow(self, phase: Phase) -> None:
        """Know which screen is shown."""
        self.wanted = phase in _AIMED

    def wants(self, at_ns: int) -> bool:
        """Whether a frame of that time should be shown."""
        return self.wanted and not self._waiting and at_ns >= self._next_ns

    def show(self, buffer: bytes, width: int, height: int, at_ns: int) -> None:
        """Hand a picture on."""
        self._waiting, self._next_ns = True, at_ns + EVERY_NS
        self._hand_on(buffer, width, height)

    def taken(self) -> None:
        """The main thread has the picture."""
        self._waiting = False
