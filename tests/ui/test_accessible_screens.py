"""Reach, contrast, names and roles over the real QML tree of every screen."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtGui import QAccessible, QColor

LANDSCAPE, PORTRAIT = (1920, 1080), (1080, 1920)
MIN_TARGET = 60  # pixels of the design (ui.md)
MIN_APART = 8
MIN_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
CONTROLS = frozenset({
    QAccessible.Role.Button,
    QAccessible.Role.CheckBox,
    QAccessible.Role.ListItem,
})


def buttons(kiosk) -> list:
    """What can be touched: visible, enabled, uncovered, within the window."""
    window = kiosk.window.quick
    found = []
    for item in kiosk.items():
        if not item.inherits("QQuickAbstractButton") or not item.isEnabled():
            continue
        left, top, right, bottom = seen(kiosk, item)
        inside = right <= window.width() + 1 and bottom <= window.height() + 1
        if inside and left < right and top < bottom:
            found.append(item)
    return found


def layer(kiosk, item) -> object:
    """The topmost sheet an item belongs to: only the top one can be touched."""
    while item is not None:
        if "Sheet" in (kind := item.metaObject().className()) or "Layer" in kind:
            return item
        if "IdlePrompt" in kind:
            return item
        item = item.parentItem()
    return None


def on_top(kiosk) -> list:
    """The touchable controls of the uppermost layer."""
    found = buttons(kiosk)
    layers = [layer(kiosk, item) for item in found]
    sheets = [one for one in layers if one is not None]
    whole = [one for one in sheets if "Frame" not in one.metaObject().className()]
    if not whole:
        return found
    top = whole[-1]
    return [item for item, one in zip(found, layers, strict=True) if one is top]


def seen(kiosk, item) -> tuple[float, float, float, float]:
    """The part of an item's box that no clipping parent cuts off."""
    left, top, right, bottom = kiosk.box(item)
    parent = item.parentItem()
    while parent is not None:
        if parent.clip():
            a, b, c, d = kiosk.box(parent)
            left, top = max(left, a), max(top, b)
            right, bottom = min(right, c), min(bottom, d)
        parent = parent.parentItem()
    return left, top, right, bottom


def each_screen(kiosk, steps, on_step):
    for name in steps:
        on_step(kiosk, name)
        yield name


def looks(kiosk, look: str) -> None:
    kiosk.lane.comfort.reset()
    if "large" in look:
        kiosk.lane.comfort.toggle_large_text()
    if "low" in look:
        kiosk.lane.comfort.toggle_lowered()
    kiosk.settle()


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
@pytest.mark.parametrize("look", ["plain", "large", "low", "large low"])
def test_targets_are_large_and_apart(open_kiosk, steps, on_step, size, look):
    kiosk = open_kiosk(size)
    small, near = [], []
    for name in each_screen(kiosk, steps, on_step):
        looks(kiosk, look)
        boxes = [(item, seen(kiosk, item)) for item in on_top(kiosk)]
        for item in on_top(kiosk):
            left, top, right, bottom = kiosk.box(item)
            if right - left < MIN_TARGET or bottom - top < MIN_TARGET:
                small.append((name, label(item), right - left, bottom - top))
        for (one, a), (two, b) in itertools.combinations(boxes, 2):
            both = {one.metaObject().className()[:7], two.metaObject().className()[:7]}
            if both != {"CartRow"} and gap(a, b) < MIN_APART:
                near.append((name, label(one), label(two), gap(a, b)))
    assert small == []
    assert near == []


def label(item) -> str:
    return item.objectName() or item.property("text")


def gap(a: tuple, b: tuple) -> float:
    """The distance of two boxes along the axis that parts them; negative: overlap."""
    across = max(a[0], b[0]) - min(a[2], b[2])
    down = max(a[1], b[1]) - min(a[3], b[3])
    return max(across, down)


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
@pytest.mark.parametrize("look", ["low", "large low"])
def test_lowered_controls_are_all_in_the_lower_half(
    open_kiosk, steps, on_step, size, look
):
    kiosk = open_kiosk(size)
    high = []
    for name in each_screen(kiosk, steps, on_step):
        looks(kiosk, look)
        for item in on_top(kiosk):
            top = seen(kiosk, item)[1]
            if top < size[1] / 2 - 1:
                high.append((name, label(item), top))
    assert high == []


@pytest.mark.parametrize("tag", ["en", "zh_CN"])
def test_every_control_has_a_name_and_a_role(kiosk, steps, on_step, tag):
    kiosk.window.set_language(tag)
    nameless = []
    for screen in each_screen(kiosk, steps, on_step):
        for item in buttons(kiosk):
            face = QAccessible.queryAccessibleInterface(item)
            if face is None or face.role() not in CONTROLS:
                nameless.append((screen, label(item), "role"))
            elif not face.text(QAccessible.Text.Name).strip():
                nameless.append((screen, label(item), "name"))
    assert nameless == []


@pytest.mark.parametrize("tag", ["en", "zh_CN"])
def test_names_of_controls_are_in_the_language_shown(kiosk, on_step, tag):
    kiosk.window.set_language(tag)
    on_step(kiosk, "04-scan")
    face = QAccessible.queryAccessibleInterface(kiosk.find("pay"))
    name = face.text(QAccessible.Text.Name)
    assert name == {"en": "Pay ¥60.09", "zh_CN": "付款 ¥60.09"}[tag]


def contrast(one: QColor, two: QColor) -> float:
    """WCAG 2.2 contrast ratio of two opaque colours."""
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_contrast_formula_meets_its_known_values():
    black, white = QColor("#000000"), QColor("#FFFFFF")
    assert contrast(black, white) == pytest.approx(21.0)
    assert contrast(QColor("#767676"), white) == pytest.approx(4.54, abs=0.01)


def behind(item) -> list:
    """What is painted before an item among its siblings, then their parent."""
    parent = item.parentItem()
    siblings = sorted(parent.childItems(), key=lambda one: one.z())
    return [*reversed(siblings[: siblings.index(item)]), parent]


def paper_under(item) -> QColor | None:
    """The colour of the nearest opaque rectangle behind a text."""
    child, parent = item, item.parentItem()
    while parent is not None:
        for one in behind(child):
            colour = one.property("color")
            opaque = (
                one.inherits("QQuickRectangle")
                and one.isVisible()
                and isinstance(colour, QColor)
                and colour.alpha() == 255
            )
            if opaque and covers(one, item):
                return colour
        child, parent = parent, parent.parentItem()
    return None


def covers(paper, text) -> bool:
    return paper.contains(paper.mapFromItem(text, text.width() / 2, text.height() / 2))


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_texts_stand_out_from_their_paper(open_kiosk, steps, on_step, theme):
    kiosk = open_kiosk(theme=theme)
    window_colour = kiosk.window.quick.color()
    weak = set()
    for name in each_screen(kiosk, steps, on_step):
        for item in kiosk.items():
            text = item.property("text")
            if not item.inherits("QQuickText") or not text or not item.isEnabled():
                continue
            paper = paper_under(item) or window_colour
            ratio = contrast(item.property("color"), paper)
            if ratio < MIN_CONTRAST:
                weak.add((name, text, item.property("color").name(), paper.name()))
    assert weak == set()


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
@pytest.mark.parametrize("tag", ["en", "zh_CN"])
@pytest.mark.parametrize("look", ["plain", "large"])
def test_no_text_is_cut_off(open_kiosk, steps, on_step, size, tag, look):
    kiosk = open_kiosk(size)
    kiosk.window.set_language(tag)
    cut = set()
    for name in each_screen(kiosk, steps, on_step):
        looks(kiosk, look)
        for item in kiosk.items():
            if not item.inherits("QQuickText") or not item.property("text"):
                continue
            elided = item.property("truncated")
            wide = item.property("paintedWidth") > item.width() + 2
            money = "¥" in item.property("text")
            if wide or (elided and money):
                cut.add((name, item.property("text")))
    assert cut == set()


def test_comfort_ends_with_the_basket(kiosk, on_step):
    on_step(kiosk, "04-scan")
    kiosk.touch("comfort")
    for name in ("largeText", "lowered", "contrast"):
        kiosk.touch(name)
    comfort = kiosk.lane.comfort
    assert (comfort.largeText, comfort.lowered, comfort.contrast) == (True,) * 3
    on_step(kiosk, "01-attract")
    assert (comfort.largeText, comfort.lowered, comfort.contrast) == (False,) * 3
