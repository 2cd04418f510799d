"""The lane: messages from devices and wishes from the screen become events.

Main thread only. It adds what the pure core must not know by itself: time, ids and
resolved facts. What a device does with an effect is kiosk.lane.effects' business.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar, assert_never

from drivers.ports import (
    DeviceStatus,
    PrintDone,
    PrintHeld,
    ScaleReading,
    ScaleState,
    SymbolScanned,
)
from kiosk.domain import events as e
from kiosk.domain.errors import Rejected
from kiosk.domain.intervention import Decision
from kiosk.domain.product import Product
from kiosk.domain.promotion import Promotion
from kiosk.domain.session import Notice, Phase, Session
from kiosk.engine import Engine
from kiosk.lane.clock import Clock
from kiosk.lane.idle import IdleAction, IdleWatch
from kiosk.lane.ledger_check import LedgerChecked
from kiosk.lane.payments import CodeVault
from kiosk.lane.recognition import Suggested
from kiosk.lane.resolver import PayCode, Resolver
from kiosk.lane.sign_in import SignIn
from kiosk.lane.staff import StaffChecked, StaffDesk
from kiosk.lane.weighing import Weighing, unfit
from kiosk.store.catalogue import Catalogue
from kiosk.store.errors import StoreError
from kiosk.store.ids import uuid7
from kiosk.store.pins import PinAttempts

log = logging.getLogger(__name__)
T = TypeVar("T")

_KEYPAD = "keypad"
_CHECKING = "checking_ledger"
_UNREAD = frozenset({"garbage", "no_suffix"})  # what a scanner says of a bad read
_SCANNING = frozenset({Phase.SCAN, Phase.TENDER})
PAY_LIMIT_S = 45  # what the countdown of a payment starts from

LaneMessage = (
    SymbolScanned
    | ScaleReading
    | DeviceStatus
    | PrintDone
    | PrintHeld
    | e.PaymentAnswered
    | StaffChecked
    | Suggested
    | LedgerChecked
)


@dataclass(frozen=True, slots=True)
class ScaleFacts:
    """What the lane must know of its legal scale."""

    interval_grams: int
    max_tare_grams: int


@dataclass(frozen=True, slots=True)
class Parts:
    """What a lane is made of; kiosk.app puts it together."""

    engine: Engine
    catalogue: Callable[[], Catalogue]  # StoreError while there is none
    resolver: Resolver
    vault: CodeVault
    desk: StaffDesk
    pins: PinAttempts
    clock: Clock
    idle: IdleWatch
    scale: ScaleFacts
    open_day: Callable[[datetime], date]  # opens the business day if it must
    recognise: Callable[[bool], None]  # start or stop looking at the pan
    zero_scale: Callable[[], None]
    unsynced: Callable[[], tuple[int, int]]
    checking: bool = False  # LedgerChecked will come; nothing is sold before


class Lane:
    """One lane. Implements kiosk.lane.controls.Controls for the screen."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._engine = parts.engine
        self._weighing = Weighing()
        self._sign_in = SignIn(parts.engine, parts.desk, parts.pins, parts.clock)
        self._devices: dict[str, DeviceStatus] = {}
        self._checking = parts.checking
        self._unread = ""  # why the catalogue could not be read the last time

    # -- what devices and workers say ------------------------------------------

    def receive(self, message: LaneMessage) -> None:
        """Take a message of a device or worker."""
        match message:
            case SymbolScanned():
                self.touched()
                self._scanned(message)
            case ScaleReading():
                self._weighing.follow(message)
                self._engine.show(scale=message)
            case DeviceStatus():
                self._devices[message.device] = message
                self._engine.show(devices=dict(self._devices))
                self._tell_unread(message)
            case PrintDone():
                self._engine.handle(e.PrintAnswered(self._now(), message.job_id))
            case PrintHeld():
                self._engine.handle(
                    e.PrintAnswered(self._now(), message.job_id, message.cause)
                )
            case e.PaymentAnswered():
                self._engine.handle(message)
            case StaffChecked():
                self._identified(message)
            case Suggested():
                self._suggested(message)
            case LedgerChecked():
                self._checked(message)
            case _ as never:
                assert_never(never)

    def tick(self) -> None:
        """Let time pass; called some times a second."""
        now_s = self._parts.clock.monotonic_s()
        action, prompt_s = self._parts.idle.tick(self._session, now_s)
        waiting = self._engine.from_ledger(self._parts.unsynced)
        if waiting is None:
            return
        count, oldest_s = waiting
        self._engine.show(
            idle_prompt_s=prompt_s,
            pay_seconds_left=self._pay_seconds_left(),
            unsynced=count,
            oldest_unsynced_s=oldest_s,
        )
        match action:
            case IdleAction.NONE:
                pass
            case IdleAction.CALL_STAFF:
                self._engine.handle(e.ShopperIdled(self._now(), self._id()))
            case IdleAction.ABANDON:
                self.abandon()
            case IdleAction.PRINT:
                self.choose_receipt(e.ReceiptChoice.PAPER)
            case IdleAction.FINISH:
                self.finish()
            case IdleAction.LEAVE_STAFF:
                self._engine.handle(e.StaffLeft(self._now(), "timeout"))

    # -- what the shopper wishes -----------------------------------------------

    def start(self) -> None:
        """Begin a basket from the attract screen."""
        self.touched()
        self._open_basket()

    def touched(self) -> None:
        """Begin the idle time anew."""
        self._parts.idle.touch(self._parts.clock.monotonic_s())

    def search(self, text: str, category: str = "") -> tuple[Product, ...]:
        """Return products to choose by hand."""
        found = self._from_catalogue(
            lambda: self._parts.catalogue().search(text, category, self._generation())
        )
        return found or ()

    def choose(self, product_id: str, pieces: int = 1) -> None:
        """Add a product that is sold by the piece."""
        product = self._product(product_id)
        if product is None or not self._open_basket():
            return
        event = self._from_catalogue(
            lambda: self._parts.resolver.item(
                product, self._now(), self._session, pieces=pieces
            )
        )
        if event is not None:
            self._engine.handle(event)

    def begin_weighing(self) -> None:
        """Recognise what lies on the pan."""
        self._parts.recognise(True)

    def weigh(self, product_id: str) -> None:
        """Add a weighed product at what the scale shows now."""
        product = self._product(product_id)
        if product is None or not self._open_basket():
            return
        reading = self._weighing.reading(int(self._parts.clock.monotonic_s() * 1e9))
        refused = unfit(reading)
        if reading is None or refused:
            self._engine.tell(Notice(refused, "warn"))
            return
        promotions = self._from_catalogue(
            lambda: self._parts.resolver.promotions(product, self._session)
        )
        if promotions is None:
            return
        event = e.ItemWeighed(
            at=self._now(),
            line_id=self._id(),
            product=product,
            gross_grams=reading.grams,
            tare_grams=product.tare_grams,
            max_tare_grams=self._parts.scale.max_tare_grams,
            interval_grams=self._parts.scale.interval_grams,
            stable=reading.state is ScaleState.OK,
            returned_to_zero=self._weighing.returned_to_zero,
            promotions=promotions,
        )
        if self._engine.handle(event) is None:
            self._weighing.accepted()
            self._parts.recognise(False)

    def zero_scale(self) -> None:
        """Zero the empty scale."""
        self._parts.zero_scale()

    def remove_line(self, line_id: str) -> None:
        """Take a line out."""
        self._engine.handle(e.LineRemoved(self._now(), line_id))

    def change_quantity(self, line_id: str, pieces: int) -> None:
        """Set the pieces of a line."""
        self._engine.handle(e.LineQuantityChanged(self._now(), line_id, pieces))

    def enter_code(self, text: str) -> None:
        """Take digits typed on the keypad as if they were scanned."""
        at_ns = int(self._parts.clock.monotonic_s() * 1e9)
        self.receive(SymbolScanned(_KEYPAD, text, "", at_ns))

    def pay(self) -> None:
        """Go to payment; recalls are looked up anew (B1, G2)."""
        if self._must_wait():
            return
        recalled = self._from_catalogue(
            lambda: self._parts.resolver.recalled_lines(self._session)
        )
        if recalled is None:  # unsafe goods might be sold
            return
        self._engine.handle(e.PaymentRequested(self._now(), self._id(), recalled))

    def back_to_scan(self) -> None:
        """Leave payment, as long as none is under way."""
        self._engine.handle(e.ShoppingResumed(self._now()))

    def cancel_payment(self) -> None:
        """Stop the payment under way."""
        self._engine.handle(e.PaymentCancelled(self._now()))

    def choose_receipt(self, choice: e.ReceiptChoice) -> None:
        """Take the receipt on paper, on the screen, or not."""
        self._engine.handle(e.ReceiptChosen(self._now(), choice))

    def finish(self) -> None:
        """Leave the thanks screen."""
        self._engine.handle(e.ThanksEnded(self._now()))

    def abandon(self) -> None:
        """Give the basket up."""
        self._engine.handle(e.BasketAbandoned(self._now()))

    def call_help(self, detail: str = "") -> None:
        """Ask for a colleague."""
        self._engine.handle(e.HelpRequested(self._now(), self._id(), detail))

    # -- what the colleague wishes ---------------------------------------------

    def enter_pin(self, pin: str) -> None:
        """Prove who you are; a lock-out is told at once."""
        self._sign_in.enter_pin(pin)

    def leave_staff(self) -> None:
        """Close staff mode."""
        self._engine.handle(e.StaffLeft(self._now()))

    def resolve(
        self, intervention_id: str, revision: int, decision: Decision, reason: str
    ) -> None:
        """Approve or reject an intervention as it was shown."""
        staff = self._session.staff
        if staff is None:
            self._engine.tell(Notice("staff_needed", "warn"))
            return
        self._engine.handle(
            e.InterventionResolved(
                self._now(),
                intervention_id,
                revision,
                decision,
                staff.id,
                staff.role,
                reason,
            )
        )

    def void_line(self, line_id: str, reason: str) -> None:
        """Take a line out with a reason."""
        self._engine.handle(e.LineVoided(self._now(), line_id, reason))

    def void_basket(self, reason: str) -> None:
        """End the basket without a sale."""
        self._engine.handle(e.BasketVoided(self._now(), reason))

    # -- inside ----------------------------------------------------------------

    @property
    def _session(self) -> Session:
        return self._engine.session

    def _now(self) -> datetime:
        return self._parts.clock.now()

    def _id(self) -> str:
        return uuid7(self._now())

    def _from_catalogue(self, ask: Callable[[], T]) -> T | None:
        """Ask what reads the catalogue; None, and the shopper is told, if it fails."""
        try:
            found = ask()
        except StoreError as error:
            if str(error) != self._unread:  # asked every second: logged once
                self._unread = str(error)
                log.error("the catalogue cannot be read: %s", error)
            self._engine.tell(Notice("catalogue_missing", "danger"))
            return None
        self._unread = ""
        return found

    def _generation(self) -> int:
        """Return the basket's generation, or the current one."""
        if self._session.basket is not None:
            return self._session.basket.generation
        return self._parts.catalogue().generation()

    def _product(self, product_id: str) -> Product | None:
        return self._from_catalogue(
            lambda: self._parts.catalogue().product(product_id, self._generation())
        )

    def _open_basket(self) -> bool:
        """Begin a basket if there is none; tell why if it cannot be."""
        if self._session.phase is Phase.THANKS:
            self.finish()
        if self._session.phase is not Phase.ATTRACT:
            return True
        now = self._now()
        pins = self._from_catalogue(self._pins)
        if pins is None:
            return False
        day = self._engine.from_ledger(lambda: self._parts.open_day(now))
        if day is None:
            return False
        generation, promotions = pins
        session, profile = self._session, self._session.profile
        opened = e.BasketOpened(
            at=now,
            basket_id=uuid7(now),
            generation=generation,
            profile_id=profile.id,
            profile_version=profile.version,
            business_date=day,
            promotions=promotions,
            interventions=session.interventions,
            staff=session.staff,
        )
        return self._engine.handle(opened) is None

    def _pins(self) -> tuple[int, tuple[Promotion, ...]]:
        """Return the generation that a new basket keeps, and its own promotions."""
        generation = self._parts.catalogue().generation()
        return generation, self._parts.catalogue().basket_promotions(generation)

    def _scanned(self, scan: SymbolScanned) -> None:
        if self._may_be_badge(scan):  # known to nobody but, perhaps, the staff desk
            self._parts.desk.check_badge(scan)
        else:
            self._take_scan(scan)

    def _may_be_badge(self, scan: SymbolScanned) -> bool:
        if scan.device == _KEYPAD:
            return False
        try:
            return self._parts.resolver.may_be_badge(scan, self._now(), self._session)
        except StoreError as error:
            log.debug("no catalogue to look a text up in: %s", error)
            return False

    def _take_scan(self, scan: SymbolScanned) -> None:
        if self._session.phase in {Phase.ATTRACT, Phase.THANKS}:
            if not self._open_basket():
                return
        now = self._now()
        match self._session.phase:
            case Phase.SCAN:
                event = self._from_catalogue(
                    lambda: self._parts.resolver.in_scan(scan, now, self._session)
                )
                if event is not None:
                    self._tell_rejected(self._engine.handle(event))
            case Phase.TENDER:
                self._pay_by(scan, now)
            case Phase.PAY:
                refused = e.ScanRefused(now, e.Refusal.DURING_PAYMENT, self._id())
                self._engine.handle(refused)
            case _:
                self._engine.tell(Notice("not_now", "warn"))

    def _tell_unread(self, status: DeviceStatus) -> None:
        """Tell the shopper of a read that came as noise: they would wait for it."""
        if status.detail in _UNREAD and self._session.phase in _SCANNING:
            self._engine.tell(Notice(e.Refusal.UNREADABLE.value, "warn"))

    def _tell_rejected(self, rejected: Rejected | None) -> None:
        # A code of loose produce: the weigh screen is where it goes on.
        if rejected is not None and rejected.code == "weigh_needed":
            self.begin_weighing()

    def _must_wait(self) -> bool:
        """Whether the ledger is still being looked through; the shopper is told."""
        if self._checking:
            self._engine.tell(Notice(_CHECKING, "info"))
        return self._checking

    def _checked(self, checked: LedgerChecked) -> None:
        if checked.error is not None:  # it stays closed for payment, too
            self._engine.stop(checked.error)
            return
        self._checking = False
        notice = self._session.notice
        if notice is not None and notice.code == _CHECKING:
            self._engine.tell(None)

    def _pay_by(self, scan: SymbolScanned, now: datetime) -> None:
        if self._must_wait():  # a basket that was recovered while paying
            return
        found = self._from_catalogue(
            lambda: self._parts.resolver.in_tender(scan, now, self._session)
        )
        if isinstance(found, PayCode):
            handle = self._parts.vault.hold(found.code)
            if handle is None:
                refused = e.ScanRefused(now, e.Refusal.CODE_USED, self._id())
                self._engine.handle(refused)
                return
            self._engine.handle(
                e.PayCodeCaptured(
                    now, handle, found.wallet, self._id(), uuid7(now).replace("-", "")
                )
            )
        elif found is not None:
            self._engine.handle(found)

    def _identified(self, checked: StaffChecked) -> None:
        no_badge = self._sign_in.answered(checked)
        if no_badge is not None:
            self._take_scan(no_badge)
        self.touched()

    def _suggested(self, message: Suggested) -> None:
        found = (self._product(product_id) for product_id in message.product_ids)
        products = tuple(product for product in found if product is not None)
        self._engine.show(suggestions=products)

    def _pay_seconds_left(self) -> int | None:
        intent = self._session.intent
        if self._session.phase is not Phase.PAY or intent is None:
            return None
        gone_s = (self._now() - intent.created_at).total_seconds()
        return max(0, PAY_LIMIT_S - int(gone_s))
