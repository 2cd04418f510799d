"""A polled scale: asks several times a second and tells each answer.

Every reading is told, also one that equals the last: who opens the weighing screen
late still sees what lies on the pan (field failure 20). When no answer comes, that
is told as FAULT, so that no old weight can stand for a new one (21). A weight counts
when two answers in a row agree on it: these protocols have no check character, and a
flipped bit is another weight.
"""

from __future__ import annotations

import threading
import time
from dataclasses import replace

from drivers.channel import ByteChannel, open_channel
from drivers.errors import DeviceError, DeviceTimeout, DeviceUrlError
from drivers.ports import Health, ScaleReading, ScaleState
from drivers.scale.codec import Indication, ScaleProtocol
from drivers.scale.mt8217 import MT8217
from drivers.scale.mt_sics import MT_SICS
from drivers.worker import DeviceWorker

POLL_S = 0.125  # 8 Hz: as live as a display, and well above a reply's time at 9600
REPLY_S = 0.5
MISSES = 3  # polls without an answer before the scale counts as lost

PROTOCOLS = {protocol.name: protocol for protocol in (MT8217, MT_SICS)}


class PolledScale(DeviceWorker):
    """A scale that answers a poll command with one frame."""

    def __init__(
        self,
        protocol: ScaleProtocol,
        channel: ByteChannel,
        name: str,
        reply_s: float = REPLY_S,
    ) -> None:
        super().__init__(name)
        self._protocol = protocol
        self._channel = channel
        self._reply_s = reply_s
        self._parser = protocol.parser()
        self._misses = 0
        self._before: Indication | None = None
        self._zero_asked = threading.Event()

    def zero(self) -> None:
        """Ask the scale to zero itself; the outcome shows in the readings."""
        self._zero_asked.set()
        self._poke.set()

    def _connect(self) -> None:
        self._channel.open()

    def _disconnect(self) -> None:
        self._channel.close()
        self._parser.reset()
        self._misses = 0
        self._before = None

    def _failed(self, error: DeviceError) -> None:
        super()._failed(error)
        self._tell(Indication(ScaleState.FAULT))

    def _serve(self) -> None:
        started = time.monotonic()
        if self._zero_asked.is_set():
            self._zero_asked.clear()
            self._channel.write(self._protocol.zero)
            # Its acknowledgement is no reading: it is read away with what is late.
            self._drain()
        indication = self._exchange(self._protocol.poll)
        if indication is None:
            self._missed()
        else:
            self._misses = 0
            if indication.state is ScaleState.FAULT:
                self._report(Health.FAULT, "scale_error")
            else:
                self._report(Health.OK)
            self._tell(self._confirmed(indication))
        self._pause(max(0.0, POLL_S - (time.monotonic() - started)))

    def _confirmed(self, said: Indication) -> Indication:
        """Return a weight as in motion until the answer before said it too."""
        before, self._before = self._before, said
        if said.state is ScaleState.OK and said != before:
            return replace(said, grams=0, state=ScaleState.MOTION, zero=False)
        return said

    def _exchange(self, command: bytes) -> Indication | None:
        self._channel.write(command)
        deadline = time.monotonic() + self._reply_s
        while time.monotonic() < deadline and not self._stop.is_set():
            found = self._parser.feed(self._channel.read())
            if found:
                return found[-1]  # coalesced answers: the newest is the pan's state
        return None

    def _missed(self) -> None:
        self._misses += 1
        self._before = None
        if self._misses >= MISSES:
            raise DeviceTimeout("the scale does not answer")
        self._tell(Indication(ScaleState.FAULT))
        # A late answer must not be taken for the answer to the next poll.
        self._drain()

    def _drain(self) -> None:
        deadline = time.monotonic() + self._reply_s  # a noisy line never falls silent
        while time.monotonic() < deadline and self._channel.read():
            pass
        self._parser.reset()

    def _tell(self, said: Indication) -> None:
        self._emit(
            ScaleReading(
                self.name,
                said.grams,
                said.state,
                time.monotonic_ns(),
                said.zero,
                said.net,
                said.raw,
            )
        )


def make_scale(protocol: str, url: str, name: str = "scale") -> PolledScale:
    """Return the scale at a device URL; `protocol` is a key of PROTOCOLS.

    Raises DeviceUrlError for a URL or a protocol that is not known.
    """
    known = PROTOCOLS.get(protocol)
    if known is None:
        names = ", ".join(sorted(PROTOCOLS))
        raise DeviceUrlError(f"unknown scale protocol {protocol!r}; known: {names}")
    return PolledScale(known, open_channel(url, known.settings), name)
