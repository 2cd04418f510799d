"""What our own items paint: icons in their colour, rings, QR codes, the camera."""

from __future__ import annotations

import gc

import cv2
import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from kiosk.ui.drawn import ICONS, Glyph, QrCode, Ring
from kiosk.ui.preview import Preview, PreviewFeed

WHITE = 0xFFFFFFFF


def painted(item, width: int, height: int) -> np.ndarray:
    """Paint an item on white; return its pixels as height x width x BGRA."""
    item.setWidth(width)
    item.setHeight(height)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(WHITE)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    try:
        item.paint(painter)
    finally:
        painter.end()
    return np.array(image.constBits()).reshape(height, width, 4)


@pytest.fixture(autouse=True)
def _application(qapp: QApplication) -> None:
    """QML types need an application."""


def test_an_icon_is_drawn_in_its_colour():
    glyph = Glyph()
    glyph.setProperty("name", "check")
    glyph.setProperty("color", "#0b6e4f")
    pixels = painted(glyph, 48, 48)[..., :3].reshape(-1, 3)
    inked = {tuple(p) for p in pixels.tolist() if sum(p) < 300}
    assert (0x4F, 0x6E, 0x0B) in inked  # BGR


def test_every_icon_named_in_qml_is_bundled_with_its_licence():
    qml = ICONS.parent / "qml" / "KioskUi"
    named = [*qml.glob("*.qml"), ICONS.parent / "viewmodels" / "states.py"]
    sources = "\n".join(path.read_text("utf-8") for path in named)
    bundled = {path.stem for path in ICONS.glob("*.svg")}
    unused = {name for name in bundled if f'"{name}"' not in sources}
    assert unused == set()
    assert "ISC" in (ICONS / "LICENSE").read_text("utf-8")


def test_a_missing_icon_is_an_error_not_a_blank():
    glyph = Glyph()
    glyph.setProperty("name", "no-such-icon")
    with pytest.raises(FileNotFoundError):
        painted(glyph, 48, 48)


@pytest.mark.parametrize(("fraction", "right", "left"), [(1.0, 1, 1), (0.5, 0, 1)])
def test_a_ring_empties_clockwise(fraction, right, left):
    ring = Ring()
    ring.setProperty("color", "#000000")
    ring.setProperty("track", "#eeeeee")
    ring.setProperty("fraction", fraction)
    pixels = painted(ring, 120, 120)
    assert int(pixels[60, 115, 0] < 50) == right
    assert int(pixels[60, 5, 0] < 50) == left


def test_the_qr_code_reads_back():
    code = QrCode()
    code.setProperty("text", "苹果 0.735 kg ¥8.79\nA01000042")
    pixels = np.ascontiguousarray(painted(code, 440, 440)[..., :3])
    text, _, _ = cv2.QRCodeDetector().detectAndDecode(pixels)
    assert text == "苹果 0.735 kg ¥8.79\nA01000042"


def test_no_text_is_an_empty_paper():
    assert (painted(QrCode(), 100, 100)[..., :3] == 255).all()


def frame(blue: int, green: int, red: int) -> bytes:
    return bytes((blue, green, red, 255)) * (480 * 270)


def test_the_cameras_picture_is_shown_one_to_one():
    feed, preview = PreviewFeed(), Preview()
    preview.setProperty("feed", feed)
    assert (painted(preview, 480, 270)[..., :3] == 255).all()
    feed.show(frame(10, 120, 240), 480, 270)
    assert painted(preview, 480, 270)[135, 240, :3].tolist() == [10, 120, 240]


def test_the_picture_outlives_its_buffer():
    feed = PreviewFeed()
    buffer = frame(9, 8, 7)
    feed.show(buffer, 480, 270)
    del buffer
    gc.collect()
    assert feed.image.pixelColor(479, 269).getRgb() == (7, 8, 9, 255)


@pytest.mark.parametrize("length", [0, 1, 480 * 270 * 4 - 1, 480 * 270 * 4 + 4])
def test_a_buffer_of_another_size_is_refused(length):
    with pytest.raises(ValueError, match="480x270"):
        PreviewFeed().show(bytes(length), 480, 270)
