"""The composition root: the one file that names concrete classes.

`build(settings)` puts a lane together; `App.run` shows it and returns an exit code.
Every worker thread reaches the main thread through one queued signal (docs/threads.md).
"""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import FrameType

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from drivers.camera import CameraScanner, jpeg, open_source
from drivers.errors import DeviceUrlError
from drivers.payment.wechat import (
    Merchant,
    Platform,
    WeChatAccount,
    WeChatPay,
    load_merchant_key,
    load_platform_key,
)
from drivers.ports import Device, Frame, PaymentTerminal, Scale, Scanner
from drivers.printer import make_printer
from drivers.scale import make_scale
from drivers.scanner import make_scanner
from kiosk import __version__
from kiosk.admin.api import make_app
from kiosk.admin.metrics import Metrics
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
from kiosk.lane.payments import CodeVault, PaymentWorker
from kiosk.lane.printing import render_receipt
from kiosk.lane.recognition import Recogniser
from kiosk.lane.resolver import Resolver
from kiosk.lane.shelf import Shelf
from kiosk.lane.staff import StaffDesk
from kiosk.lane.suggesting import load_look
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

log = logging.getLogger(__name__)

TICK_MS = 250
PREVIEW_EVERY_NS = 66_000_000  # 15 fps


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
            return (self._folder / name).read_bytes()
        except OSError as error:
            raise SettingsError(
                f"paths.secrets: {name} cannot be read ({error.strerror}); "
                "is this lane enrolled?"
            ) from None

    def ledger_key(self) -> Ed25519PrivateKey:
        """Return the key that signs the ledger's checkpoints."""
        try:
            return Ed25519PrivateKey.from_private_bytes(self.read("ledger.key"))
        except ValueError as error:
            raise SettingsError(f"paths.secrets: ledger.key: {error}") from None


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

    def run(self) -> int:
        """Show the lane until it is told to stop; return the exit code."""
        self.start()
        code = QGuiApplication.exec()
        self.stop()
        return code

    def start(self) -> None:
        """Recover the basket, show the window, start the threads."""
        if self._robot is not None:
            try:
                self._robot.start()
            except RobotError as error:
                raise SettingsError(f"robot: {error}") from None
        queued = Qt.ConnectionType.QueuedConnection
        self._hands.bridge.message.connect(self.lane.receive, queued)
        self._hands.bridge.preview.connect(self.window.feed.show, queued)
        self._hands.payments.start()
        now = self.base.clock.now()
        self.engine.recover(now)
        if self.engine.session.basket is None:  # a day does not roll under one (B4)
            self.engine.from_ledger(lambda: self.base.open_day(now))
        self.window.firstFrame.connect(self._ready)
        self.window.show()
        self._hands.recogniser.start()
        self.admin.start()
        for device in self._hands.devices:
            device.enable(self._hands.bridge.message.emit)
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
        self._hands.recogniser.stop()
        self._hands.desk.stop()
        self.admin.stop()
        self.window.close()
        self.base.close()

    def _ready(self) -> None:
        log.info("ready; admin at %s", self.admin.url)
        notify("READY=1")

    def _tick(self) -> None:
        self.lane.tick()
        notify("WATCHDOG=1")


def _quit(number: int, frame: FrameType | None) -> None:
    QGuiApplication.quit()


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
    metrics = Metrics(lambda: engine.snapshot)
    admin = _admin(settings, make_app(lambda: engine.snapshot, metrics, __version__))
    show: Callable[[Snapshot], None] = window.publish
    robot = None
    if settings.robot is not None:
        rows = RowWatch(window)
        show = _both(window.publish, rows.publish)
        robot = Robot(window, rows, lambda: engine.snapshot, settings.robot)
    return App(base, lane, engine, window, hands, admin, robot)


def _admin(settings: Settings, app: FastAPI) -> AdminServer:
    try:
        return AdminServer(app, settings.admin.port)
    except OSError as error:
        port = settings.admin.port
        raise SettingsError(f"admin.port: {port} ({error.strerror})") from None


def _both(
    first: Callable[[Snapshot], None], second: Callable[[Snapshot], None]
) -> Callable[[Snapshot], None]:
    def publish(snapshot: Snapshot) -> None:
        first(snapshot)
        second(snapshot)

    return publish


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


def _connect_devices(base: _Base) -> _Hands:
    settings, bridge = base.settings, Bridge()
    post = bridge.message.emit
    vault = CodeVault(base.clock)
    payments = PaymentWorker(
        _terminals(settings), vault, base.clock, settings.lane.device, post
    )
    recogniser = Recogniser(
        lambda: load_look(settings.paths.models, base.catalogue), post
    )
    urls = settings.devices
    scale = make_scale(urls.scale.protocol, urls.scale.url) if urls.scale.url else None
    spool = settings.paths.state / "printing"
    printer = make_printer(urls.printer, spool) if urls.printer else None
    scanner = make_scanner(urls.scanner) if urls.scanner else None
    found = (_camera(base, bridge, recogniser), scanner, scale, printer)
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
    )


def _camera(base: _Base, bridge: Bridge, recogniser: Recogniser) -> Scanner | None:
    url = base.settings.devices.camera
    if not url:
        return None
    next_ns = 0

    def preview(frame: Frame) -> None:
        nonlocal next_ns
        recogniser.offer(frame)
        if frame.at_ns >= next_ns:
            next_ns = frame.at_ns + PREVIEW_EVERY_NS
            pixels = jpeg.preview(frame)
            bridge.preview.emit(pixels.tobytes(), pixels.shape[1], pixels.shape[0])

    def is_known(text: str) -> bool:
        return _sells(base, text)

    return CameraScanner(
        "camera", lambda: open_source(url), is_known=is_known, on_preview=preview
    )


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


def _terminals(settings: Settings) -> dict[str, PaymentTerminal]:
    """Return the payment providers by wallet. SettingsError for a key that fails."""
    chosen = settings.wechat
    if not chosen.base_url:
        return {}
    if chosen.merchant_key is None or chosen.platform_key is None:
        raise SettingsError("wechat: merchant_key and platform_key are needed")
    try:
        merchant_key = load_merchant_key(chosen.merchant_key.read_bytes())
        platform_key = load_platform_key(chosen.platform_key.read_bytes())
    except (OSError, ValueError) as error:
        raise SettingsError(f"wechat: a key cannot be read ({error})") from None
    account = WeChatAccount(
        chosen.base_url, chosen.mchid, chosen.appid, settings.lane.store
    )
    merchant = Merchant(chosen.mchid, chosen.merchant_serial, merchant_key)
    platform = Platform(chosen.platform_serial, platform_key)
    try:
        return {"wechat": WeChatPay(account, merchant, platform)}
    except DeviceUrlError as error:
        raise SettingsError(f"wechat.base_url: {error}") from None


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
    return render_receipt(sale, facts, base.profile, seq, digest, copy)


def _is_clock_sure(ledger: Ledger, at: datetime) -> bool:
    """Whether the wall clock can be trusted: never before the last entry (B5)."""
    last = ledger.last_time()
    return last is None or at >= last


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
    )
