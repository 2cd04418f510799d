"""The window: first frame, languages live, pictures, no stale objects, few redraws."""

from __future__ import annotations

from dataclasses import replace

import pytest
import screen_samples as samples
from hostile import HOSTILE
from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QFontInfo, QGuiApplication, QImage
from PySide6.QtTest import QSignalSpy

from kiosk.domain.profiles import CN, DE
from kiosk.settings import ScreenSettings
from kiosk.ui.language import UnknownLanguageError
from kiosk.ui.window import FONT_FAMILY, build_window, fitted

LANDSCAPE = (1920, 1080)


def test_the_first_frame_is_told_once(open_kiosk, qtbot, steps):
    kiosk = open_kiosk()
    spy = QSignalSpy(kiosk.window.firstFrame)
    kiosk.window.publish(steps["01-attract"][0])
    qtbot.waitUntil(lambda: spy.count() == 1)
    kiosk.window.publish(steps["04-scan"][0])
    kiosk.settle()
    assert spy.count() == 1


def test_the_bundled_font_is_used(open_kiosk):
    open_kiosk()
    assert QFontInfo(QGuiApplication.font()).family() == FONT_FAMILY


def test_the_language_is_switched_live_by_touch(kiosk, on_step):
    on_step(kiosk, "04-scan")
    assert "Dingdang cola 330 ml" in kiosk.texts()
    kiosk.touch("language")
    kiosk.controls.start.assert_not_called()
    kiosk.lane.want_language("zh_CN")
    kiosk.settle()
    shown = kiosk.texts()
    assert "叮当可乐 330毫升" in shown
    assert "付款" in shown
    assert "Pay" not in shown


@pytest.mark.parametrize("name", ["04-scan", "27-staff", "15-pay-method", "09-weigh"])
def test_no_english_is_left_in_chinese(kiosk, on_step, name):
    kiosk.window.set_language("zh_CN")
    on_step(kiosk, name)
    allowed = {"English", "Scan an item to start", "PIN", "kg", "g", "A01000042"}
    names = {
        text
        for product in samples.load().products.values()
        for _, text in product.names
    }
    left = [
        text
        for text in kiosk.texts()
        if text not in names | allowed
        and len(text) > 1
        and not any(ord(char) > 0x2E7F for char in text)
        and any(char.isalpha() and char.isascii() for char in text)
        and not text.endswith((" kg", " g", "st-3"))
    ]
    assert left == []


def test_a_language_nobody_translated_leaves_the_old_one(kiosk):
    with pytest.raises(UnknownLanguageError):
        kiosk.window.set_language("fr")
    assert kiosk.window.language == "en"


@pytest.mark.parametrize(
    ("wanted", "profile", "tag"),
    [("", CN, "zh_CN"), ("en", CN, "en"), ("xx", CN, "zh_CN"), ("", DE, "en")],
)
def test_the_first_language_is_the_settings_or_the_profiles(
    open_kiosk, wanted, profile, tag
):
    kiosk = open_kiosk()  # the application and its fonts
    screen = ScreenSettings(width=1080, height=1920, language=wanted)
    window = build_window(kiosk.controls, screen, profile, samples.DEMO / "pictures")
    assert window.language == tag
    window.close()


def test_a_picture_is_written(kiosk, on_step, tmp_path):
    on_step(kiosk, "04-scan")
    kiosk.window.grab(tmp_path / "scan.png")
    image = QImage(str(tmp_path / "scan.png"))
    assert (image.width(), image.height()) == (1080, 1920)


def test_a_picture_that_cannot_be_written_is_an_error(kiosk, tmp_path):
    with pytest.raises(OSError, match="cannot be written"):
        kiosk.window.grab(tmp_path / "missing" / "scan.png")


def test_the_newest_line_is_inside_the_lists_view(kiosk, steps, catalogue):
    """Hot path 7: a new row counts only when its delegate really is in view."""
    lines = [samples.line(i, catalogue.like("cola"), i) for i in range(1, 41)]
    for count in range(1, len(lines) + 1, 3):
        held = samples.basket(lines[:count])
        kiosk.window.publish(samples.Snapshot(samples.scan(held, f"l{count}")))
        kiosk.settle()
        cart = kiosk.find("cart")
        newest = [i for i in kiosk.items() if i.property("key") == f"l{count}"]
        assert newest
        top, bottom = kiosk.box(newest[0])[1], kiosk.box(newest[0])[3]
        assert kiosk.box(cart)[1] <= top
        assert bottom <= kiosk.box(cart)[3]


def test_a_scan_keeps_the_delegates_of_the_other_lines(kiosk, on_step, catalogue):
    on_step(kiosk, "04-scan")
    before = {i.property("key"): i for i in kiosk.items() if i.property("key")}
    held = samples.shopping(catalogue)
    grown = [line for line in held.cart.lines if not line.parent]
    grown.append(samples.line(8, catalogue.like("tote")))
    more = samples.basket(grown, catalogue.promotions, member=True)
    kiosk.window.publish(samples.Snapshot(samples.scan(more, "l8")))
    kiosk.settle()
    after = {i.property("key"): i for i in kiosk.items() if i.property("key")}
    assert "l8" in after
    assert after["l7"] is before["l7"]
    assert after["l6"] is before["l6"]


def test_the_same_snapshot_again_draws_nothing(kiosk, steps):
    snapshot, _ = steps["04-scan"]
    kiosk.window.publish(snapshot)
    kiosk.settle()
    views = (kiosk.lane, kiosk.lane.basket, kiosk.lane.notice, kiosk.lane.staff)
    spies = [QSignalSpy(view.changed) for view in views]
    kiosk.window.publish(snapshot)
    assert [spy.count() for spy in spies] == [0, 0, 0, 0]


def test_a_scale_reading_changes_the_weigh_view_alone(kiosk, steps):
    snapshot, _ = steps["04-scan"]
    kiosk.window.publish(snapshot)
    basket = QSignalSpy(kiosk.lane.basket.changed)
    weigh = QSignalSpy(kiosk.lane.weigh.changed)
    kiosk.window.publish(replace(snapshot, scale=samples.reading(736)))
    assert (basket.count(), weigh.count()) == (0, 1)


@pytest.mark.parametrize("bad", HOSTILE)
def test_hostile_names_are_shown_as_plain_text(kiosk, catalogue, bad):
    product = replace(catalogue.like("cola"), names=(("en", bad),))
    held = samples.basket([samples.line(1, product)])
    kiosk.window.publish(samples.Snapshot(samples.scan(held, "l1")))
    kiosk.settle()
    assert bad in kiosk.texts()


@pytest.mark.parametrize("size", [LANDSCAPE, (540, 960), (800, 480), (2160, 3840)])
def test_other_screen_sizes_show_the_same_stage(open_kiosk, on_step, size):
    kiosk = open_kiosk(size)
    on_step(kiosk, "04-scan")
    left, top, right, bottom = kiosk.box(kiosk.find("pay"))
    assert left >= 0
    assert top >= 0
    assert right <= size[0]
    assert bottom <= size[1]
    kiosk.touch("pay")
    kiosk.controls.pay.assert_called_once_with()


def test_a_brand_gives_name_and_colours(open_kiosk, tmp_path):
    kiosk = open_kiosk()
    brand = tmp_path / "brand.json"
    brand.write_text('{"name": "Corner Market", "colours": {"accent": "#8B1E3F"}}')
    screen = ScreenSettings(width=1080, height=1920, language="en", brand=brand)
    window = build_window(kiosk.controls, screen, CN, samples.DEMO / "pictures")
    branded = type(kiosk)(window, kiosk.controls, QGuiApplication.instance())
    window.show()
    window.publish(samples.Snapshot(samples.scan(samples.basket([]))))
    branded.settle()
    assert "Corner Market" in branded.texts()
    paper = branded.find("pay").property("background")
    assert paper.property("color").name() == "#8b1e3f"
    branded.lane.comfort.toggle_contrast()
    branded.settle()
    assert paper.property("color").name() == "#ffe600"
    assert window.warnings == []
    window.close()


@pytest.mark.parametrize("end", ["the window is closed", "the application quits"])
def test_the_window_stays_whole_until_the_event_loop_has_ended(kiosk, on_step, end):
    on_step(kiosk, "04-scan")
    quick = kiosk.window.quick

    def by_hand() -> None:
        quick.update()  # a frame is due
        if end == "the window is closed":
            quick.close()
        else:
            QGuiApplication.quit()

    QTimer.singleShot(0, by_hand)
    assert QGuiApplication.exec() == 0
    assert quick.isVisible()
    kiosk.settle()
    assert kiosk.has("pay")


@pytest.mark.parametrize(
    ("size", "room", "wanted"),
    [
        ((720, 1280), (2560, 1440), (720, 1280)),  # it has room
        ((1080, 1920), (1080, 1920), (1080, 1920)),  # just
        ((720, 1280), (1920, 1080), (558, 993)),  # too high for a desk's screen
        ((1920, 1080), (1366, 768), (1255, 706)),  # too wide
    ],
)
def test_a_window_fits_the_desk_it_opens_on(size, room, wanted):
    small = fitted(QSize(*size), QSize(*room))
    assert (small.width(), small.height()) == wanted


def scrolls(item) -> bool:
    """Whether an item stands in a list that shows a part of its rows only."""
    while item is not None and not item.clip():
        item = item.parentItem()
    return item is not None


def test_a_small_window_shows_every_screen_whole(open_kiosk, steps, on_step):
    width, height = 432, 768
    kiosk = open_kiosk((width, height))
    for name in steps:
        on_step(kiosk, name)
        named = [one for one in kiosk.items() if one.objectName() and not scrolls(one)]
        boxes = {one.objectName(): kiosk.box(one) for one in named}
        assert "help" in boxes
        for where, (left, top, right, bottom) in boxes.items():
            inside = left >= -1 and right <= width + 1
            assert inside and top >= -1 and bottom <= height + 1, (name, where)
