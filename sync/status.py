"""How far the cloud is behind the ledger: what staff and IT are told."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from kiosk.settings import Settings
from kiosk.store.clock import utc_time
from sync.push import LedgerView
from sync.store import LaneState, SyncReport
from sync.wire import Ack


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a lane's sync."""

    unsynced: int  # entries that the cloud has not acknowledged
    oldest_s: int  # age of the oldest of them
    acks: tuple[Ack, ...]
    forks: tuple[Ack, ...]
    clock_offset_ms: int | None
    lanes: tuple[LaneState, ...]

    @property
    def is_fine(self) -> bool:
        """Whether the cloud has everything, and nothing forked or fails."""
        is_failing = any(lane.failures for lane in self.lanes)
        return not (self.unsynced or self.forks or is_failing)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        data = asdict(self)
        data["acks"] = [ack.model_dump() for ack in self.acks]
        data["forks"] = [fork.model_dump() for fork in self.forks]
        for lane in data["lanes"]:
            at = lane["ok_at"]
            lane["ok_at"] = None if at is None else at.isoformat()
        return data


def read_status(settings: Settings) -> Status:
    """Read the ledger and sync.db; raises StoreError kinds."""
    acks: tuple[Ack, ...] = ()
    forks: tuple[Ack, ...] = ()
    lanes: tuple[LaneState, ...] = ()
    offset: int | None = None
    if settings.sync_path.exists():
        report = SyncReport(settings.sync_path)
        try:
            acks, forks = report.acks(), report.forks()
            lanes, offset = report.lanes(), report.clock_offset_ms()
        finally:
            report.close()
    unsynced, oldest_s = _unsynced(settings, {ack.epoch: ack.seq for ack in acks})
    return Status(unsynced, oldest_s, acks, forks, offset, lanes)


def _unsynced(settings: Settings, acked: dict[int, int]) -> tuple[int, int]:
    if not settings.ledger_path.exists():
        return 0, 0
    count, oldest = 0, []
    ledger = LedgerView(settings.ledger_path)
    try:
        for epoch, _ in ledger.heads():
            more, at = ledger.count_after(epoch, acked.get(epoch, 0))
            count += more
            oldest += [utc_time(at)] if at else []
    finally:
        ledger.close()
    if not oldest:
        return count, 0
    age = datetime.now(UTC) - min(oldest)
    return count, max(0, int(age.total_seconds()))
