"""Times as the store keeps them: UTC, fixed width, so that text sorts by time."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_text(at: datetime) -> str:
    """Return an aware time as "2026-03-14T08:05:09.000000Z"; ValueError if naive."""
    if at.tzinfo is None:
        raise ValueError(f"{at} has no time zone")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def utc_time(text: str) -> datetime:
    """Return a stored time."""
    return datetime.fromisoformat(text)
