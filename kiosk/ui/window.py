"""The kiosk's window: QML engine, view models, language, theme.

`build_window` composes it; `publish` shows a snapshot. Main thread only.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine, QQmlError
from PySide6.QtQuick import QQuickWindow, QSGRendererInterface

from kiosk.domain.profile import Profile
from kiosk.engine import Snapshot
from kiosk.lane.controls import Controls
from kiosk.settings import ScreenSettings
from kiosk.ui import drawn  # ruff: ignore[unused-import] - registers its QML types
from kiosk.ui.brand import Brand, load_brand
from kiosk.ui.language import LANGUAGES, Language
from kiosk.ui.preview import PreviewFeed
from kiosk.ui.viewmodels.lane import LaneView
from kiosk.ui.wording import Wording

HERE = Path(__file__).parent
QML = HERE / "qml"
FONTS = HERE / "fonts"
FONT_FAMILY = "Noto Sans SC"
_DESK_PERCENT = 92  # of a desk's screen: the rest is for the window's own frame


class ScreenError(RuntimeError):
    """The screens cannot be shown: a broken installation."""


def prepare_graphics() -> None:
    """Choose the software renderer unless told otherwise; before any window.

    OpenGL on a machine without a GPU costs 127 ms a tap (ui.md).
    """
    os.environ.setdefault("QT_QUICK_CONTROLS_STYLE", "Basic")
    if "QT_QUICK_BACKEND" not in os.environ:
        QQuickWindow.setGraphicsApi(QSGRendererInterface.GraphicsApi.Software)


def _load_fonts(app: QGuiApplication) -> None:
    for path in sorted(FONTS.glob("*.ttf")):
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise ScreenError(f"font {path.name} cannot be read")
    font = QFont(FONT_FAMILY)
    font.setFeature(QFont.Tag("tnum"), 1)
    app.setFont(font)


def fitted(size: QSize, room: QSize) -> QSize:
    """Return a window's size in pixels, made smaller in shape where it has no room."""
    if size.width() <= room.width() and size.height() <= room.height():
        return size
    free = QSize(
        room.width() * _DESK_PERCENT // 100, room.height() * _DESK_PERCENT // 100
    )
    return size.scaled(free, Qt.AspectRatioMode.KeepAspectRatio)


def _end() -> None:
    # Not quit(): it closes the window inside the loop, and a frame that is due then
    # crashes in Qt. After the loop, `KioskWindow.close` takes the window away.
    QGuiApplication.exit(0)


class KioskWindow(QObject):
    """One window on one lane."""

    firstFrame = Signal()
    frameSwapped = Signal()

    def __init__(
        self,
        lane: LaneView,
        feed: PreviewFeed,
        screen: ScreenSettings,
        wording: Wording,
        brand: Brand,
    ) -> None:
        super().__init__()
        self.warnings: list[str] = []
        self.lane = lane
        self.feed = feed  # where camera pictures go
        self._wording = wording
        self._language = Language()
        self._snapshot: Snapshot | None = None
        self._engine = QQmlApplicationEngine()
        self._engine.setOutputWarningsToStandardError(False)
        self._engine.warnings.connect(self._warned)
        self._engine.addImportPath(str(QML))
        lane.setParent(self)
        lane.languageWanted.connect(self.set_language)
        lane.endWanted.connect(_end)
        self._language.switch(self._first_language(screen.language))
        self._engine.setInitialProperties({
            "lane": lane,
            "width": screen.width,
            "height": screen.height,
            "themeName": screen.theme,
            **brand.properties(),
        })
        self._engine.load(QUrl.fromLocalFile(QML / "KioskUi" / "Main.qml"))
        roots = self._engine.rootObjects()
        if not roots or not isinstance(roots[0], QQuickWindow):
            raise ScreenError("; ".join(self.warnings) or "the screens do not load")
        self.quick: QQuickWindow = roots[0]
        self._full_screen = screen.full_screen
        self.quick.frameSwapped.connect(
            self._swapped, Qt.ConnectionType.DirectConnection
        )
        self._swaps = 0

    def _first_language(self, wanted: str) -> str:
        tags = (wanted, *self._wording.profile.languages)
        return next((tag for tag in tags if tag in LANGUAGES), "en")

    def _warned(self, errors: list[QQmlError]) -> None:
        self.warnings += [error.toString() for error in errors]

    def _swapped(self) -> None:
        self._swaps += 1
        if self._swaps == 1:
            self.firstFrame.emit()
        self.frameSwapped.emit()

    @property
    def language(self) -> str:
        """The language tag shown."""
        return self._language.tag

    def publish(self, snapshot: Snapshot) -> None:
        """Show a snapshot."""
        self._snapshot = snapshot
        say = replace(self._wording, language=self._language.tag)
        self.lane.publish(snapshot, say)

    def set_language(self, tag: str) -> None:
        """Switch every text; UnknownLanguageError for a tag without translation."""
        self._language.switch(tag)
        self._engine.retranslate()
        if self._snapshot is not None:
            self.publish(self._snapshot)

    def show(self) -> None:
        """Open the window: over the whole screen, or as large as it has room."""
        if QGuiApplication.platformName() == "offscreen":  # pictures: any size
            self.quick.show()
        elif self._full_screen:
            self.quick.showFullScreen()
        else:
            room = self.quick.screen().availableSize()
            self.quick.resize(fitted(self.quick.size(), room))
            self.quick.show()

    def grab(self, path: Path) -> None:
        """Write what the window shows to a PNG file; OSError when it cannot."""
        if not self.quick.grabWindow().save(str(path)):
            raise OSError(f"{path}: the picture cannot be written")

    def close(self) -> None:
        """Close the window and free the QML objects."""
        self._language.remove()
        self.quick.hide()
        self._engine.deleteLater()
        # QML goes before what it shows; outside an event loop nothing else does it.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def build_window(
    controls: Controls,
    settings: ScreenSettings,
    profile: Profile,
    pictures: Path,
    *,
    lane_name: str = "1",
    wallets: tuple[str, ...] = ("wechat",),
    thanks_s: int = 12,
) -> KioskWindow:
    """Build the window; a QGuiApplication must be there.

    Raises ScreenError if the screens are broken, BrandError for a bad brand file.
    """
    app = QGuiApplication.instance()
    if not isinstance(app, QGuiApplication):
        raise ScreenError("no QGuiApplication")
    brand = Brand() if settings.brand is None else load_brand(settings.brand)
    _load_fonts(app)
    feed = PreviewFeed()
    lane = LaneView(controls, feed, lane_name, wallets, thanks_s)
    wording = Wording(profile, "", pictures)
    return KioskWindow(lane, feed, settings, wording, brand)
