"""UUIDv7: ids that sort by time (RFC 9562, section 5.7)."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID


def uuid7(at: datetime) -> str:
    """Return a new UUIDv7 for an aware time, as text; 74 bits are random."""
    milliseconds = int(at.timestamp() * 1000) & (1 << 48) - 1
    number = milliseconds << 80 | secrets.randbits(80)
    number = number & ~(0xF << 76) | 0x7 << 76  # version 7
    number = number & ~(0x3 << 62) | 0x2 << 62  # variant 10
    return str(UUID(int=number))
