"""Missing devices and a called colleague, in words, on the real screens."""

from __future__ import annotations

from dataclasses import replace

import pytest
import screen_samples as samples

CALLED = "A colleague has been called (3)"


def words(kiosk):
    return [item for item in kiosk.items() if item.inherits("QQuickText")]


def test_a_dark_lane_invites_to_look_up(kiosk, on_step):
    on_step(kiosk, "02-attract-nothing-reads")
    shown = kiosk.texts()
    assert "Look up your items" in shown
    assert not any("Scan" in text or "Hold your code" in text for text in shown)
    on_step(kiosk, "03-scan-nothing-reads")
    shown = kiosk.texts()
    assert "Touch No barcode and look your items up" in shown
    assert "Fruit and vegetables: please ask a colleague" in shown
    assert "No camera picture" in shown
    assert {"No camera now", "No scanner now", "No scale now"} <= set(shown)
    assert not any("Hold a barcode" in text for text in shown)


def test_a_lane_with_its_scanner_alone_says_so(kiosk, steps):
    snapshot = steps["03-scan-empty"][0]
    gone = samples.DeviceStatus("camera", samples.Health.LOST)
    devices = {**samples.OK, "camera": gone}
    kiosk.window.publish(replace(snapshot, devices=devices))
    kiosk.settle()
    assert "Hold a barcode to the scanner" in kiosk.texts()
    assert "No scanner now" not in kiosk.texts()


def test_a_lost_camera_shows_no_old_picture(kiosk, steps):
    snapshot = steps["03-scan-empty"][0]
    kiosk.window.publish(snapshot)
    kiosk.window.feed.show(b"\x40" * 480 * 270 * 4, 480, 270)
    kiosk.settle()
    assert any(item.inherits("Preview") for item in kiosk.items())
    gone = samples.DeviceStatus("camera", samples.Health.LOST)
    kiosk.window.publish(replace(snapshot, devices={"camera": gone}))
    kiosk.settle()
    assert not any(item.inherits("Preview") for item in kiosk.items())


def test_weighing_without_a_scale_sends_for_a_colleague(kiosk, on_step):
    on_step(kiosk, "10-weigh-no-scale")
    shown = kiosk.texts()
    assert "The scale does not answer" in shown
    assert "Please ask a colleague to weigh it." in shown


@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080)])
def test_a_called_colleague_stays_said_in_one_place(open_kiosk, steps, size):
    kiosk = open_kiosk(size)
    asked = samples.interventions()
    places = []
    for step in ("04-scan", "05-scan-unknown", "15-pay-method", "17-pay-asking"):
        snapshot = steps[step][0]
        session = replace(snapshot.session, interventions=asked)
        kiosk.window.publish(replace(snapshot, session=session))
        kiosk.settle()
        (said,) = (one for one in words(kiosk) if one.property("text") == CALLED)
        places.append(kiosk.box(said))
    assert len(set(places)) == 1
    kiosk.window.publish(steps["04-scan"][0])
    kiosk.settle()
    assert CALLED not in kiosk.texts()


@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080)])
@pytest.mark.parametrize("tag", ["en", "zh_CN"])
def test_all_states_at_once_fit_the_screen_in_large_text(
    open_kiosk, on_step, steps, size, tag
):
    kiosk = open_kiosk(size)
    kiosk.window.set_language(tag)
    on_step(kiosk, "06-scan-called")
    kiosk.lane.comfort.toggle_large_text()
    kiosk.settle()
    rows = {row.text for row in kiosk.lane.states.rows()}
    assert len(rows) == 6
    boxes = [kiosk.box(one) for one in words(kiosk) if one.property("text") in rows]
    assert len(boxes) == 6
    assert all(left >= 0 and right <= size[0] for left, _, right, _ in boxes)
