"""The quiet states of the lane: which device is gone, what reads codes, who comes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import screen_samples as samples

from kiosk.domain.profiles import CN
from kiosk.domain.session import Phase
from kiosk.ui.viewmodels.pay import pay_face
from kiosk.ui.viewmodels.states import Reads, is_gone, reads, state_rows
from kiosk.ui.wording import Wording

EMPTY = samples.Snapshot(samples.scan(None), samples.OK)
BROKEN = [samples.Health.ABSENT, samples.Health.LOST, samples.Health.FAULT]


def without(*devices, health=samples.Health.LOST):
    gone = {name: samples.DeviceStatus(name, health) for name in devices}
    return replace(EMPTY, devices={**samples.OK, **gone})


def said(snapshot):
    return [row.text for row in state_rows(snapshot)]


def test_a_lane_on_which_all_works_says_nothing():
    assert said(EMPTY) == said(samples.Snapshot(samples.scan(None))) == []


@pytest.mark.parametrize("health", BROKEN)
@pytest.mark.parametrize("device", ["camera", "scanner", "scale"])
def test_a_missing_device_is_named(device, health):
    snapshot = without(device, health=health)
    assert said(snapshot) == [f"No {device} now"]
    assert is_gone(snapshot, device)


def test_several_missing_devices_are_each_named():
    snapshot = replace(
        without("camera", "scanner", "scale", "printer"), oldest_unsynced_s=61
    )
    assert [row.key for row in state_rows(snapshot)] == [
        "offline",
        "camera",
        "scanner",
        "scale",
        "printer",
    ]


def test_a_device_that_works_with_a_flaw_is_not_missing():
    worn = without("printer", "camera", health=samples.Health.DEGRADED)
    assert said(worn) == []
    assert reads(worn) is Reads.CAMERA


def test_offline_is_when_entries_wait_long():
    assert said(replace(EMPTY, oldest_unsynced_s=59)) == []
    assert said(replace(EMPTY, oldest_unsynced_s=60)) == ["Offline, still selling"]


def test_codes_are_held_to_what_works():
    assert reads(samples.Snapshot(samples.scan(None))) is Reads.CAMERA
    assert reads(without("scanner")) is Reads.CAMERA
    assert reads(without("camera")) is Reads.SCANNER
    assert reads(without("camera", "scanner")) is Reads.NOTHING


def test_a_lane_without_a_scanner_reads_nothing_when_its_camera_is_gone():
    gone = {"camera": samples.DeviceStatus("camera", samples.Health.ABSENT)}
    assert reads(replace(EMPTY, devices=gone)) is Reads.NOTHING


@pytest.mark.parametrize("phase", [Phase.SCAN, Phase.TENDER, Phase.PAY])
def test_a_called_colleague_is_said_while_anything_waits(phase):
    asked = samples.interventions()
    session = replace(EMPTY.session, phase=phase, interventions=asked[:1])
    assert said(replace(EMPTY, session=session)) == ["A colleague has been called"]
    session = replace(session, interventions=asked)
    assert said(replace(EMPTY, session=session)) == ["A colleague has been called (3)"]


def test_a_colleague_who_is_there_is_not_called():
    staff = samples.Staff("st-3", samples.Role.ATTENDANT, samples.NOW)
    session = replace(EMPTY.session, staff=staff, interventions=samples.interventions())
    assert said(replace(EMPTY, session=session)) == []


@pytest.mark.parametrize(
    ("gone", "hint", "blocked"),
    [
        ((), "camera", False),
        (("camera",), "scanner", False),
        (("camera", "scanner"), "Help", True),
    ],
)
def test_a_pay_code_is_asked_for_where_it_can_be_read(gone, hint, blocked):
    snapshot = without(*gone)
    session = replace(snapshot.session, phase=Phase.TENDER)
    face = pay_face(replace(snapshot, session=session), Wording(CN, "en", Path()))
    assert hint in face.hint
    assert face.blocked is blocked
