"""The real screens, offscreen, with a fake lane behind them and a real finger."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from unittest.mock import create_autospec

import pytest
import screen_samples as samples
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.domain.profiles import CN
from kiosk.lane.controls import Controls
from kiosk.settings import ScreenSettings
from kiosk.ui.window import KioskWindow, build_window

# Read when the application is made, which is after this import.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_QUICK_BACKEND"] = "software"

PORTRAIT, LANDSCAPE = (1080, 1920), (1920, 1080)


class Kiosk:
    """A window, the controls it calls, and a hand that touches it."""

    def __init__(self, window: KioskWindow, controls: Controls, app: object) -> None:
        self.window = window
        self.lane = window.lane
        self.controls = controls
        self._app = app
        self._finger = QTest.createTouchDevice()

    def settle(self) -> None:
        """Let bindings, loaders and layouts come to rest."""
        for _ in range(4):
            self._app.processEvents()
        self.window.quick.grabWindow()

    def items(self) -> Iterator[QQuickItem]:
        """Every item on the screen that is visible and has a size."""
        pending = [self.window.quick.contentItem()]
        while pending:
            item = pending.pop()
            if item.isVisible() and item.opacity() > 0:
                yield item
                pending.extend(item.childItems())

    def find(self, name: str) -> QQuickItem:
        """The visible item of an objectName, the topmost of several."""
        found = [item for item in self.items() if item.objectName() == name]
        if not found:
            raise AssertionError(f"nothing visible is called {name!r}")
        return found[0]

    def has(self, name: str) -> bool:
        return any(item.objectName() == name for item in self.items())

    def box(self, item: QQuickItem) -> tuple[float, float, float, float]:
        """Left, top, right, bottom in window pixels."""
        a = item.mapToScene(QPointF(0, 0))
        b = item.mapToScene(QPointF(item.width(), item.height()))
        return a.x(), a.y(), b.x(), b.y()

    def touch(self, name: str) -> None:
        """Touch the middle of an item with a finger."""
        left, top, right, bottom = self.box(self.find(name))
        at = QPoint(round((left + right) / 2), round((top + bottom) / 2))
        self.touch_at(at)

    def touch_at(self, at: QPoint) -> None:
        window = self.window.quick
        QTest.touchEvent(window, self._finger).press(0, at, window).commit()
        QTest.touchEvent(window, self._finger).release(0, at, window).commit()
        self.settle()

    def texts(self) -> list[str]:
        """Every text on the screen."""
        return [
            text
            for item in self.items()
            if item.metaObject().className().startswith(("QQuickText", "Words"))
            and (text := item.property("text"))
        ]


@pytest.fixture(scope="session")
def catalogue() -> samples.Catalogue:
    return samples.load()


@pytest.fixture(scope="session")
def steps(catalogue: samples.Catalogue) -> dict:
    return samples.steps(catalogue)


@pytest.fixture
def open_kiosk(qapp, catalogue) -> Iterator[Callable[..., Kiosk]]:
    """Build kiosks of a size; each must end without a QML warning."""
    opened: list[Kiosk] = []

    def build(size: tuple[int, int] = PORTRAIT, **settings: object) -> Kiosk:
        controls = create_autospec(Controls, instance=True)
        controls.search.side_effect = catalogue.search
        width, height = size
        screen = ScreenSettings.model_validate({
            "width": width,
            "height": height,
            "full_screen": False,
            "language": "en",
            **settings,
        })
        window = build_window(controls, screen, CN, samples.DEMO / "pictures")
        window.quick.setProperty("still", True)
        window.show()
        kiosk = Kiosk(window, controls, qapp)
        opened.append(kiosk)
        return kiosk

    yield build
    warnings = [line for kiosk in opened for line in kiosk.window.warnings]
    for kiosk in opened:
        kiosk.window.close()
        warnings += [line for line in kiosk.window.warnings if line not in warnings]
    assert warnings == []


@pytest.fixture
def kiosk(open_kiosk) -> Kiosk:
    return open_kiosk()


@pytest.fixture
def on_step(steps):
    """Bring a kiosk to one of the sample screens."""

    def go(kiosk: Kiosk, name: str) -> None:
        snapshot, sheet = steps[name]
        lane = kiosk.lane
        lane.close()
        lane.staff.keep()
        kiosk.window.publish(snapshot)
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
            case "":
                pass
            case other:
                lane.open(other)
        kiosk.settle()

    return go
