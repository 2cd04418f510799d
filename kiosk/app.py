"""The composition root: the one file that names concrete classes.

`build(settings)` puts a lane together; `App.run` shows it and returns an exit code.
Every worker thread reaches the main thread through one queued signal (docs/threads.md).
"""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from drivers.ports import Device, Frame, Scale, Scanner
from drivers.printer import make_printer
from drivers.scale import make_scale
from drivers.scanner import make_scanner
from kiosk import __version__
from kiosk.admin.server import AdminServer
from kiosk.domain.labels import Label
from kiosk.domain.meaning import Gtin, interpret
from kiosk.domain.profile import Profile
from kiosk.domain.profiles import profile as profile_of
from kiosk.domain.receipt import StoreFacts
from kiosk.domain.sale import Sale
from kiosk.engine import Engine, Snapshot
from kiosk.lane.clock import Clock
from kiosk.lane.day import DayOpener
from kiosk.lane.effects import DeviceEffects
from kiosk.lane.idle import IdleTimes, IdleWatch
from kiosk.lane.lane import Lane, Parts, ScaleFacts
from kiosk.lane.late import LateDevice
from kiosk.lane.ledger_check import LedgerCheck
from kiosk.lane.payments import CodeVault, PaymentWorker
from kiosk.lane.previews import Previews
from kiosk.lane.printing import render_receipt
from kiosk.lane.recognition import Recogniser
from kiosk.lane.resolver import Resolver
from kiosk.lane.shelf import Shelf
from kiosk.lane.staff import StaffDesk
from kiosk.lane.terminals import make_terminals
from kiosk.settings import Settings, SettingsError
from kiosk.store.acks import Acknowledged
from kiosk.store.catalogue import Catalogue
from kiosk.store.claim import Claim
from kiosk.store.codec import from_json
from kiosk.store.errors import StoreError
from kiosk.store.ledger import Ledger
from kiosk.store.people import People
from kiosk.systemd import notify
from kiosk.ui.robot import Robot, RobotError
from kiosk.ui.row_watch import RowWatch
from kiosk.ui.tones import TonePlayer
from kiosk.ui.window import KioskWindow, build_window, prepare_graphics

if TYPE_CHECKING:
    from fastapi import FastAPI

log = logging.getLogger(__name__)

TICK_MS = 250
FOLLOW_MS = 3000  # what follows the first frame comes also without one


class Bridge(QObject):
    """The only way from a worker thread to the main thread."""

    message = Signal(object)
    preview = Signal(bytes, int, int)


class Secrets:
    """Keys from the secrets folder; SettingsError names the one that is missing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str) -> bytes:
        """Return the bytes of a secret."""
        try:
            secret = (self._folder / name).read_bytes()
        except OSError as error:
            raise SettingsError(
                f"paths.secrets: {name} cannot be read ({error.strerror}); "
                "is this lane enrolled?"
            ) from None
        if len(secret) != 32:  # with half a pepper nobody could sign in
            raise SettingsError(f"paths.secrets: {name} is not 32 bytes")
        return secret

    def ledger_key(self) -> Ed25519PrivateKey:
        """Return the key that signs the ledger's checkpoints."""
        return Ed25519PrivateKey.from_private_bytes(self.read("ledger.key"))


class App:
    """One running lane. `stop` ends every thread; the ledger is closed last."""

    def __init__(
        self,
        base: _Base,
        lane: Lane,
        engine: Engine,
        window: KioskWindow,
        hands: _Hands,
        admin: AdminServer,
        robot: Robot | None,
    ) -> None:
        self.base = base
        self.lane = lane
        self.engine = engine
        self.window = window
        self.admin = admin
        self._hands = hands
        self._robot = robot
        self._timer = QTimer()
        self._following = False

    def run(self) -> int:
        """Show the lane until it is told to stop; return the exit code."""
        self.start()
        code = QGuiApplication.exec()
        self.stop()
        return code

    def start(self) -> None:
        """Recover the basket and show the window; devices follow the first frame."""
        if self._robot is not None:
            try:
                self._robot.start()
            except RobotError as error:
                raise SettingsError(f"robot: {error}") from None
        queued = Qt.ConnectionType.QueuedConnection
        self._hands.bridge.message.connect(self.lane.receive, queued)
        self._hands.bridge.preview.connect(self._show_picture, queued)
        self._hands.payments.start()
        now = self.base.clock.now()
        self.engine.recover(now)
        if self.engine.session.basket is None:  # a day does not roll under one (B4)
            self.engine.from_ledger(lambda: self.base.open_day(now))
        self.window.firstFrame.connect(self._ready)
        self.window.show()
        QTimer.singleShot(FOLLOW_MS, self._follow)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK_MS)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _quit)

    def stop(self) -> None:
        """End every thread, then close the files."""
        notify("STOPPING=1")
        self._timer.stop()
        if self._robot is not None:
            self._robot.stop()
        for device in self._hands.devices:
            device.close()
        self._hands.payments.stop()
        if self._following:
            self._hands.recogniser.stop()
        self._hands.desk.stop()
        self.admin.stop()
        self.window.close()
        self.base.close()

    def _ready(self) -> None:
        log.info("ready; admin at %s", self.admin.url)
        notify("READY=1")
        QTimer.singleShot(0, self._follow)  # not inside the frame

    def _follow(self) -> None:
        """Start what the first frame need not wait for: it loads 300 MB of libraries.

        Once: at the first frame, or without one when the screen stays off.
        """
        if self._following:
            return
        self._following = True
        self._hands.check.start()
        for device in self._hands.devices:
            device.enable(self._hands.bridge.message.emit)
        self.admin.start()
        self._hands.recogniser.start()

    def _show_picture(self, buffer: bytes, width: int, height: int) -> None:
        previews = self._hands.previews
        previews.taken()
        if previews.wanted:
            self.window.feed.show(buffer, width, height)

    def _tick(self) -> None:
        self.lane.tick()
        notify("WATCHDOG=1")


def _quit(number: int, frame: FrameType | None) -> None:
    # quit() would first close the window, and a frame that is due then crashes in Qt.
    QGuiApplication.exit(0)


def build(settings: Settings) -> App:
    """Put a lane together. Raises SettingsError, StoreError or DeviceUrlError."""
    prepare_graphics()
    if QGuiApplication.instance() is None:
        QGuiApplication(["kiosk"])
    base = _open_base(settings)
    hands = _connect_devices(base)
    engine = Engine(
        base.profile,
        base.ledger,
        hands.effects,
        lambda snapshot: show(snapshot),
    )
    lane = Lane(_parts(base, hands, engine))
    window = build_window(
        lane,
        settings.screen,
        base.profile,
        settings.paths.pictures,
        lane_name=settings.lane.id,
        wallets=tuple(sorted(hands.payments.wallets)),
        thanks_s=settings.idle.thanks_s,
    )
    admin = _admin(settings, lambda: engine.snapshot)
    watchers: list[Callable[[Snapshot], None]] = [
        window.publish,
        lambda snapshot: _follow_phase(snapshot, hands.previews, window),
    ]
    robot = None
    if settings.robot is not None:
        rows = RowWatch(window)
        watchers.append(rows.publish)
        robot = Robot(window, rows, lambda: engine.snapshot, settings.robot)

    def show(snapshot: Snapshot) -> None:
        for watcher in watchers:
            watcher(snapshot)

    return App(base, lane, engine, window, hands, admin, robot)


def _follow_phase(snapshot: Snapshot, previews: Previews, window: KioskWindow) -> None:
    previews.follow(snapshot.session.phase)
    if not previews.wanted:
        window.feed.clear()


def _admin(settings: Settings, snapshot: Callable[[], Snapshot]) -> AdminServer:
    def make() -> FastAPI:
        from kiosk.admin.api import make_app
        from kiosk.admin.metrics import Metrics

        return make_app(snapshot, Metrics(snapshot), __version__)

    try:
        return AdminServer(make, settings.admin.port)
    except OSError as error:
        why = os.strerror(error.errno or 0)
        raise SettingsError(f"admin.port: {settings.admin.port}: {why}") from None


@dataclass(frozen=True, slots=True)
class _Base:
    """What a lane stands on: its region, its clock, its files and keys."""

    settings: Settings
    profile: Profile
    clock: Clock
    pepper: bytes
    claim: Claim
    ledger: Ledger
    acknowledged: Acknowledged
    open_day: DayOpener
    catalogue: Shelf[Catalogue]
    people: Shelf[People]

    def close(self) -> None:
        """Close the files, the ledger last."""
        self.catalogue.close()
        self.people.close()
        self.acknowledged.close()
        self.ledger.close()
        self.claim.release()


def _open_base(settings: Settings) -> _Base:
    try:
        profile = profile_of(settings.lane.profile)
    except KeyError:
        known = f"no region is called {settings.lane.profile!r}"
        raise SettingsError(f"lane.profile: {known}") from None
    secrets = Secrets(settings.paths.secrets)
    pepper, store_key = secrets.read("pepper"), secrets.read("store.key")
    people = Shelf(
        settings.people_path,
        lambda: People.open(settings.people_path, settings.lane.store, store_key),
    )
    _refuse_demo_people(settings, people)
    claim = Claim(settings.paths.state)
    try:
        ledger = Ledger.open(
            settings.ledger_path,
            settings.lane.device,
            settings.lane.receipt_prefix,
            secrets.ledger_key(),
        )
    except StoreError:
        claim.release()
        raise
    return _Base(
        settings=settings,
        profile=profile,
        clock=Clock(profile.time_zone),
        pepper=pepper,
        claim=claim,
        ledger=ledger,
        acknowledged=Acknowledged(settings.sync_path, ledger),
        open_day=DayOpener(ledger, settings.lane.day_starts_hour),
        catalogue=Shelf(
            settings.catalogue_path, lambda: Catalogue.open(settings.catalogue_path)
        ),
        people=people,
    )


def _refuse_demo_people(settings: Settings, people: Shelf[People]) -> None:
    """Demo staff have published PINs: a production lane does not start with them."""
    if settings.environment == "demo":
        return
    try:
        demo = people().has_demo_people()
    except StoreError as error:
        log.info("no people yet: %s", error)
        return
    if demo:
        raise SettingsError(
            "environment: the people file holds demo staff, whose PINs are public; "
            "a production lane does not start with them"
        )


@dataclass(frozen=True, slots=True)
class _Hands:
    """Devices and workers, and the bridge that their threads speak through."""

    bridge: Bridge
    payments: PaymentWorker
    vault: CodeVault
    recogniser: Recogniser
    desk: StaffDesk
    devices: tuple[Device, ...]
    scale: Scale | None
    effects: DeviceEffects
    previews: Previews
    check: LedgerCheck


def _connect_devices(base: _Base) -> _Hands:
    settings, bridge = base.settings, Bridge()
    post = bridge.message.emit
    vault = CodeVault(base.clock)
    payments = PaymentWorker(
        make_terminals(settings), vault, base.clock, settings.lane.device, post
    )
    recogniser = Recogniser(lambda: _look(base), post)
    previews = Previews(bridge.preview.emit)
    urls = settings.devices
    scale = make_scale(urls.scale.protocol, urls.scale.url) if urls.scale.url else None
    spool = settings.paths.state / "printing"
    printer = make_printer(urls.printer, spool) if urls.printer else None
    scanner = make_scanner(urls.scanner) if urls.scanner else None
    found = (_camera(base, recogniser, previews), scanner, scale, printer)
    return _Hands(
        bridge=bridge,
        payments=payments,
        vault=vault,
        recogniser=recogniser,
        desk=StaffDesk(base.people, base.pepper, settings.environment == "demo", post),
        devices=tuple(device for device in found if device is not None),
        scale=scale,
        effects=DeviceEffects(
            payments,
            printer,
            base.ledger.sale,
            lambda sale, seq, digest, copy: _receipt(base, sale, seq, digest, copy),
            TonePlayer().play,
            post,
        ),
        previews=previews,
        check=LedgerCheck(settings.ledger_path, post),
    )


def _look(base: _Base) -> Callable[[Frame], tuple[str, ...]] | None:
    """Load the recogniser's model, on its thread: ONNX Runtime is large."""
    from kiosk.lane.suggesting import load_look

    return load_look(base.settings.paths.models, base.catalogue)


def _camera(base: _Base, recogniser: Recogniser, previews: Previews) -> Device | None:
    url = base.settings.devices.camera
    if not url:
        return None

    def make() -> Scanner:
        from kiosk.lane.camera import make_camera

        return make_camera(
            url, lambda text: _sells(base, text), recogniser.offer, previews
        )

    return LateDevice("camera", make)


def _sells(base: _Base, text: str) -> bool:
    """Whether the catalogue has what a plain code may mean: a prior for the camera."""
    try:
        catalogue = base.catalogue()
        generation = catalogue.generation()
        for meaning in interpret(text, "", False, base.profile, base.clock.now()):
            match meaning:
                case Gtin(code) | Label(plu=code):
                    if catalogue.product_by_code(code, generation) is not None:
                        return True
                case _:
                    pass
    except StoreError:  # no catalogue yet: every code is as likely as any other
        log.debug("no catalogue to weigh %d digits by", len(text))
    return False


def _receipt(base: _Base, sale: Sale, seq: int, digest: str, copy: int) -> bytes:
    store = base.catalogue().config("store") or {}
    facts = from_json(
        {
            "names": store.get("names", []),
            "address": store.get("address", []),
            "tax_id": store.get("tax_id", ""),
            "lane": base.settings.lane.id,
        },
        StoreFacts,
    )
    sure = base.ledger.was_clock_sure(sale.receipt_no)
    return render_receipt(sale, facts, base.profile, seq, digest, copy, clock_sure=sure)


def _is_clock_sure(ledger: Ledger, at: datetime) -> bool:
    """Whether the wall clock can be trusted: never before an entry's time (B5)."""
    latest = ledger.latest_time()
    return latest is None or at >= latest


def _parts(base: _Base, hands: _Hands, engine: Engine) -> Parts:
    settings = base.settings
    idle = IdleTimes(
        prompt_after_s=settings.idle.prompt_after_s,
        alert_after_prompt_s=settings.idle.alert_after_prompt_s,
        receipt_s=settings.idle.receipt_s,
        thanks_s=settings.idle.thanks_s,
        staff_s=settings.idle.staff_s,
    )
    return Parts(
        engine=engine,
        catalogue=base.catalogue,
        resolver=Resolver(
            base.catalogue,
            base.profile,
            hands.desk.member_id,
            hands.payments.wallets,
            lambda at: _is_clock_sure(base.ledger, at),
        ),
        vault=hands.vault,
        desk=hands.desk,
        pins=base.ledger.pins,
        clock=base.clock,
        idle=IdleWatch(idle, base.clock.monotonic_s()),
        scale=ScaleFacts(
            settings.devices.scale.interval_grams,
            settings.devices.scale.max_tare_grams,
        ),
        open_day=base.open_day,
        recognise=hands.recogniser.watch,
        zero_scale=hands.scale.zero if hands.scale else lambda: None,
        unsynced=lambda: base.acknowledged.unsynced(base.clock.now()),
        checking=True,
    )
