"""The engine: runs `step` and its effects on the main thread. No Qt here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from drivers.ports import DeviceStatus, ScaleReading
from kiosk.domain.product import Product
from kiosk.domain.session import Session


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An immutable picture of the lane, for screens, metrics and the admin page."""

    session: Session
    devices: Mapping[str, DeviceStatus] = field(default_factory=dict)
    scale: ScaleReading | None = None
    suggestions: tuple[Product, ...] = ()  # top 3 of the camera for the pan
    unsynced: int = 0  # ledger entries the cloud has not acknowledged
    oldest_unsynced_s: int = 0
    idle_prompt_s: int | None = None  # seconds left of the idle prompt, if shown
    pay_seconds_left: int | None = None
