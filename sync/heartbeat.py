"""The heartbeat: trusted time, and whether the cloud still has what it acknowledged.

A cloud restored from a backup has less than it once had; we learn it here even when
there is nothing new to send.
"""

from __future__ import annotations

from pathlib import Path

from sync import wire
from sync.client import CloudClient
from sync.clock import TrustedClock, measure_offset
from sync.errors import CloudUntrusted
from sync.push import LedgerView, take_high_water
from sync.store import SyncState


class Heartbeat:
    """The heartbeat lane; `unsigned` asks for the time, whatever our clock says."""

    def __init__(
        self,
        ledger: Path,
        device: str,
        cloud_key: bytes,
        clock: TrustedClock,
        state: SyncState,
        client: CloudClient,
        unsigned: CloudClient,
    ) -> None:
        self._ledger = ledger
        self._device = device
        self._cloud_key = cloud_key
        self._clock = clock
        self._state = state
        self._client = client
        self._unsigned = unsigned

    def close(self) -> None:
        """Close what the lane holds."""
        self._client.close()
        self._unsigned.close()
        self._state.close()

    def step(self) -> bool:
        """Measure the clock, then compare the marks.

        Raises SyncError and StoreError kinds.
        """
        offset = measure_offset(self._unsigned, self._cloud_key)
        self._clock.set_offset(offset)
        self._state.set_clock_offset_ms(offset)
        if self._ledger.exists():
            ledger = LedgerView(self._ledger)
            try:
                self._compare(ledger)
            finally:
                ledger.close()
        return False

    def _compare(self, ledger: LedgerView) -> None:
        before = {epoch: self._state.ack(epoch) for epoch, _ in ledger.heads()}
        path = f"/v1/devices/{self._device}"
        reply = self._client.get(path, wire.DeviceReply)
        if reply.device != self._device:
            raise CloudUntrusted("the cloud tells of another device")
        has = {ack.epoch: ack for ack in reply.acks}
        for epoch, ack in before.items():
            # What the upload lane learned meanwhile is newer than this answer.
            is_news = has.get(epoch) != ack and self._state.ack(epoch) == ack
            if is_news and not self._state.is_forked(epoch):
                mark = has.get(epoch)
                take_high_water(self._state, ledger, epoch, mark, self._clock.now())
