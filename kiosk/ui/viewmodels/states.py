"""Quiet states of the lane: a colleague called, no network, devices that are gone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.session import Phase
from kiosk.engine import Snapshot
from kiosk.ui.wording import QT_TRANSLATE_NOOP, translate

OFFLINE_AFTER_S = 60  # the oldest unsynced entry's age that means: no network
_BROKEN = frozenset({"absent", "fault", "lost"})
_SHOPPING = frozenset({Phase.SCAN, Phase.TENDER, Phase.PAY})

_DEVICES = {  # device: icon, words; in the order of a purchase
    "camera": ("scan-barcode", QT_TRANSLATE_NOOP("State", "No camera now")),
    "scanner": ("scan-barcode", QT_TRANSLATE_NOOP("State", "No scanner now")),
    "scale": ("scale", QT_TRANSLATE_NOOP("State", "No scale now")),
    "printer": ("printer", QT_TRANSLATE_NOOP("State", "No paper receipts just now")),
}
_OFFLINE = QT_TRANSLATE_NOOP("State", "Offline, still selling")
_CALLED = QT_TRANSLATE_NOOP("State", "A colleague has been called")
_CALLED_OFTEN = QT_TRANSLATE_NOOP("State", "A colleague has been called (%1)")


class Reads(StrEnum):
    """What reads codes now."""

    CAMERA = "camera"  # and the scanner, where there is one
    SCANNER = "scanner"  # alone
    NOTHING = ""


@dataclass(frozen=True, slots=True)
class StateRow:
    """One state: its icon and its words. `trouble`: something does not work."""

    key: str
    icon: str
    text: str
    trouble: bool


def is_gone(snapshot: Snapshot, device: str) -> bool:
    """Whether a device said that it does not work; a silent one has not yet."""
    status = snapshot.devices.get(device)
    return status is not None and status.health in _BROKEN


def reads(snapshot: Snapshot) -> Reads:
    """Return what a shopper can hold a code to."""
    if not is_gone(snapshot, "camera"):
        return Reads.CAMERA
    works = "scanner" in snapshot.devices and not is_gone(snapshot, "scanner")
    return Reads.SCANNER if works else Reads.NOTHING


def state_rows(snapshot: Snapshot) -> list[StateRow]:
    """Put the states into words, the call for a colleague first."""
    rows = []
    called = _called(snapshot)
    if called:
        text = translate("State", _CALLED if called == 1 else _CALLED_OFTEN)
        rows.append(StateRow("called", "bell", text.replace("%1", str(called)), False))
    if snapshot.oldest_unsynced_s >= OFFLINE_AFTER_S:
        rows.append(StateRow("offline", "wifi-off", translate("State", _OFFLINE), True))
    for device, (icon, text) in _DEVICES.items():
        if is_gone(snapshot, device):
            rows.append(StateRow(device, icon, translate("State", text), True))
    return rows


def _called(snapshot: Snapshot) -> int:
    """Return how many things wait for a colleague who has not come yet."""
    session = snapshot.session
    if session.staff is not None or session.phase not in _SHOPPING:
        return 0
    return len(session.interventions)
