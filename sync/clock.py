"""Trusted time: the local clock plus the offset that the cloud's signed time gave.

Nothing else moves the offset (ledger-and-sync, Time). The business date is not here.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from threading import Lock
from time import time

from sync import wire
from sync.client import CloudClient
from sync.errors import CloudUntrusted
from sync.identity import is_signed


class TrustedClock:
    """Shared by the agent's threads."""

    def __init__(self, offset_ms: int = 0) -> None:
        self._offset_ms = offset_ms
        self._lock = Lock()

    def now(self) -> datetime:
        """Return the trusted time, in UTC."""
        with self._lock:
            offset = timedelta(milliseconds=self._offset_ms)
        return datetime.now(UTC) + offset

    def set_offset(self, offset_ms: int) -> None:
        """Take a new offset: trusted time minus local clock, in milliseconds."""
        with self._lock:
            self._offset_ms = offset_ms


def measure_offset(client: CloudClient, cloud_key: bytes) -> int:
    """Ask the cloud for the time; return its clock minus ours, in milliseconds.

    Raises CloudUntrusted when the pinned key did not sign the answer.
    """
    nonce = secrets.token_urlsafe(16)
    before = time()
    reply = client.get("/v1/time", wire.TimeReply, nonce=nonce)
    after = time()
    # Our own nonce, whatever the answer calls it: an old answer does not verify.
    text = wire.time_text(nonce, reply.unix_ms)
    if not is_signed(cloud_key, reply.signature, text):
        raise CloudUntrusted("the time is not signed by the cloud we know")
    return reply.unix_ms - round((before + after) / 2 * 1000)
