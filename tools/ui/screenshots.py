"""Write every screen as a PNG: both languages, both orientations, the themes.

Usage: python tools/ui/screenshots.py OUT [NAME_PART] [LOOK ...]
LOOK: dark, contrast, large (text), low (controls)
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from unittest.mock import create_autospec

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import screen_samples as samples
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QGuiApplication, QImage, QLinearGradient, QPainter
from PySide6.QtTest import QTest

from kiosk.domain.profiles import CN
from kiosk.engine import Snapshot
from kiosk.lane.controls import Controls
from kiosk.settings import ScreenSettings
from kiosk.ui.window import KioskWindow, build_window, prepare_graphics

SIZES = {"portrait": (1080, 1920), "landscape": (1920, 1080)}
SETTLE_MS = 350  # transitions take 160 ms; a picture shows their end


def camera_picture() -> bytes:
    """Return a stand-in for the camera: a product before soft light, BGRA."""
    image = QImage(480, 270, QImage.Format.Format_RGB32)
    light = QLinearGradient(0, 0, 0, 270)
    light.setColorAt(0, QColor("#c9cdd2"))
    light.setColorAt(1, QColor("#8d949c"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.fillRect(image.rect(), light)
    painter.translate(250, 140)
    painter.rotate(-12)
    product = QImage(str(samples.DEMO / "pictures" / "cola.png"))
    painter.drawImage(QRect(-115, -115, 230, 230), product)
    painter.end()
    return bytes(image.constBits())


def show(window: KioskWindow, snapshot: Snapshot, sheet: str, looks: set[str]) -> None:
    """Bring the window to a sample's state."""
    lane = window.lane
    lane.close()
    lane.staff.keep()
    lane.comfort.reset()
    window.publish(snapshot)
    match sheet:
        case "line":
            lane.open_line("l2")
        case "weigh+pick":
            lane.open("weigh")
            lane.weigh.pick(snapshot.suggestions[0].id)
        case "qr":
            lane.receipt.choose("screen")
        case "void":
            lane.staff.void_basket()
        case "pin":
            lane.open("pin")
            lane.staff.digit("1")
            lane.staff.digit("2")
        case "":
            pass
        case name:
            lane.open(name)
    if "large" in looks:
        lane.comfort.toggle_large_text()
    if "low" in looks:
        lane.comfort.toggle_lowered()
    QTest.qWait(SETTLE_MS)


def render(out: Path, part: str, looks: set[str]) -> int:
    """Write the pictures; return 1 when QML warned of anything."""
    app = QGuiApplication.instance() or QGuiApplication([])
    catalogue = samples.load()
    steps = samples.steps(catalogue)
    warnings: list[str] = []
    for orientation, (width, height) in SIZES.items():
        controls = create_autospec(Controls, instance=True)
        controls.search.side_effect = catalogue.search
        screen = ScreenSettings.model_validate({
            "width": width,
            "height": height,
            "full_screen": False,
            "theme": next(iter(looks & {"dark", "contrast"}), "light"),
        })
        window = build_window(controls, screen, CN, samples.DEMO / "pictures")
        window.show()
        for tag in ("zh_CN", "en"):
            window.set_language(tag)
            folder = out / orientation / tag
            folder.mkdir(parents=True, exist_ok=True)
            for name, (snapshot, sheet) in steps.items():
                if part in name:
                    window.feed.show(camera_picture(), 480, 270)
                    show(window, snapshot, sheet, looks)
                    window.grab(folder / f"{name}.png")
        warnings += window.warnings
        window.close()
        app.processEvents()
    for line in dict.fromkeys(warnings):
        print(line, file=sys.stderr)
    return 1 if warnings else 0


if __name__ == "__main__":
    prepare_graphics()
    where = Path(sys.argv[1] if len(sys.argv) > 1 else "build/screens")
    part = sys.argv[2] if len(sys.argv) > 2 else ""
    sys.exit(render(where, part, set(sys.argv[3:])))
