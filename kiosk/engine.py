"""The engine: runs `step`, commits, then lets effects out. Main thread only; no Qt.

One event is one transaction: the journal row, every ledger entry it asks for, and
the sale with its receipt number. Only after that commit do devices act, so nothing
is heard, printed or paid for that a crash could take back.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from drivers.ports import DeviceStatus, ScaleReading
from kiosk.domain.effects import (
    AppendEntry,
    CommitSale,
    Effect,
    PlayTone,
    PrintReceipt,
    QueryPayment,
    ReversePayment,
    SubmitPayment,
)
from kiosk.domain.errors import Rejected
from kiosk.domain.events import (
    BasketOpened,
    Event,
    PaymentAnswered,
    PrintAnswered,
    SaleCommitted,
    StaffLeft,
)
from kiosk.domain.product import Product
from kiosk.domain.profile import Profile
from kiosk.domain.session import Basket, Notice, Phase, Session
from kiosk.domain.step import replay, step
from kiosk.domain.tender import IntentState
from kiosk.store.errors import StoreError
from kiosk.store.ledger import Ledger

log = logging.getLogger(__name__)
T = TypeVar("T")

DeviceEffect = PlayTone | PrintReceipt | QueryPayment | ReversePayment | SubmitPayment


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An immutable picture of the lane, for screens, metrics and the admin page."""

    session: Session
    devices: Mapping[str, DeviceStatus] = field(default_factory=dict)
    scale: ScaleReading | None = None
    suggestions: tuple[Product, ...] = ()  # top 3 of the camera for the pan
    unsynced: int = 0  # ledger entries the cloud has not acknowledged
    oldest_unsynced_s: int = 0
    idle_prompt_s: int | None = None  # seconds left of the idle prompt, if shown
    pay_seconds_left: int | None = None


class EffectRunner(Protocol):
    """Takes effects to the devices; must not block."""

    def __call__(self, effect: DeviceEffect, /) -> None:
        """Start an effect; its result comes back as an event."""


class Engine:
    """One lane's state, its only writer.

    `run` starts device effects; `publish` receives each new snapshot.
    """

    def __init__(
        self,
        profile: Profile,
        ledger: Ledger,
        run: EffectRunner,
        publish: Callable[[Snapshot], None],
    ) -> None:
        self._ledger = ledger
        self._run = run
        self._publish = publish
        self._snapshot = Snapshot(Session(profile))
        self._failed = False

    @property
    def session(self) -> Session:
        """The session as of the last committed event."""
        return self._snapshot.session

    @property
    def snapshot(self) -> Snapshot:
        """What was published last."""
        return self._snapshot

    def recover(self, at: datetime) -> None:
        """Rebuild the session from the journal; unresolved payments are queried first.

        Staff mode does not outlive a restart.
        """
        try:
            events = self._ledger.journal.open_events()
            session = replay(self.session.profile, events)
        except (StoreError, Rejected) as error:
            self.stop(error)
            return
        self._snapshot = replace(self._snapshot, session=session)
        if session.staff is not None:
            self.handle(StaffLeft(at, "restart"))
        for effect in _unfinished(session):
            self._run(effect)
        self._publish(self._snapshot)

    def handle(self, event: Event) -> Rejected | None:
        """Run one event. Returns why it was rejected, or None when it was accepted.

        A store that cannot be written stops the lane: nothing is claimed, and the
        screen says so.
        """
        if self._failed:
            return Rejected("storage_failed")
        try:
            after, effects = step(self.session, event)
        except Rejected as rejected:
            self._note_rejected(event, rejected)
            return rejected
        try:
            after, outgoing = self._commit(event, after, effects)
        except StoreError as error:
            self.stop(error)
            return Rejected("storage_failed", str(error))
        self._snapshot = replace(self._snapshot, session=after)
        for effect in outgoing:
            self._run(effect)
        self._publish(self._snapshot)
        return None

    def show(self, **changes: Any) -> None:
        """Publish what is not the session's: devices, weight, waiting times."""
        shown = replace(self._snapshot, **changes)
        if shown != self._snapshot:
            self._snapshot = shown
            self._publish(shown)

    def tell(self, notice: Notice | None) -> None:
        """Show the shopper a notice that changes nothing and is not journalled.

        Told twice it is shown once: a screen may ask again while it shows it. Why a
        lane is closed stays on its screen.
        """
        if self._failed or notice == self.session.notice:
            return
        session = replace(self.session, notice=notice)
        self._snapshot = replace(self._snapshot, session=session)
        self._publish(self._snapshot)

    def from_ledger(self, ask: Callable[[], T]) -> T | None:
        """Ask what uses the ledger's file; None, and the lane stops, if it fails."""
        try:
            return ask()
        except StoreError as error:
            self.stop(error)
            return None

    def stop(self, error: StoreError | Rejected) -> None:
        """Close the lane, because its ledger cannot be used, and say so once."""
        if self._failed:
            return
        log.error("the ledger cannot be used, the lane stops: %s", error)
        self._failed = True
        notice = Notice("storage_failed", "danger")
        stopped = replace(self.session, phase=Phase.STOPPED, notice=notice)
        self._snapshot = replace(self._snapshot, session=stopped)
        self._publish(self._snapshot)

    def _commit(
        self, event: Event, after: Session, effects: tuple[Effect, ...]
    ) -> tuple[Session, tuple[DeviceEffect, ...]]:
        """Write the event and its entries in one transaction."""
        before = self.session.basket
        basket = event.basket_id if isinstance(event, BasketOpened) else _key(before)
        outgoing: list[DeviceEffect] = []
        with self._ledger.transaction():
            self._ledger.journal.append(basket, event)
            for effect in effects:
                if isinstance(effect, AppendEntry):
                    self._append(effect, event.at, after)
                elif isinstance(effect, CommitSale):
                    after, more = self._commit_sale(effect, event.at, after)
                    outgoing.extend(more)
                else:
                    outgoing.append(effect)
            if before is not None and after.basket is None:
                self._ledger.journal.close(before.id)
        return after, tuple(outgoing)

    def _append(self, effect: AppendEntry, at: datetime, session: Session) -> None:
        self._ledger.append(effect.kind, effect.body, at, self._business_date(session))

    def _commit_sale(
        self, effect: CommitSale, at: datetime, session: Session
    ) -> tuple[Session, tuple[DeviceEffect, ...]]:
        business_date = self._business_date(session)
        sale, ref = self._ledger.commit_sale(effect.sale, at, business_date)
        committed = SaleCommitted(at, sale.receipt_no, ref.epoch, ref.seq, ref.hash)
        self._ledger.journal.append(_key(session.basket), committed)
        closed, effects = step(session, committed)
        outgoing: list[DeviceEffect] = []
        for more in effects:
            if isinstance(more, AppendEntry):
                self._ledger.append(more.kind, more.body, at, business_date)
            elif not isinstance(more, CommitSale):
                outgoing.append(more)
        return closed, tuple(outgoing)

    def _business_date(self, session: Session) -> date:
        if session.basket is not None:
            return session.basket.business_date
        opened = self._ledger.business_date()
        if opened is None:
            raise StoreError("the day is not open")
        return opened

    def _note_rejected(self, event: Event, rejected: Rejected) -> None:
        """Journal what was not accepted, and tell the shopper why."""
        try:
            with self._ledger.transaction():
                self._ledger.journal.append(
                    _key(self.session.basket), event, rejected=rejected.code
                )
        except StoreError as error:
            self.stop(error)
            return
        if isinstance(event, PaymentAnswered | PrintAnswered):
            return  # a device's late answer: the shopper asked for nothing
        self.tell(Notice(rejected.code, "warn", rejected.detail, rejected.number))


def _key(basket: Basket | None) -> str:
    """Return the journal's key: events of the lane itself have none."""
    return basket.id if basket else ""


def _unfinished(session: Session) -> tuple[DeviceEffect, ...]:
    """Return what a restarted lane must do first.

    It asks what became of the payment, or prints the receipt that was asked for.
    """
    intent, sale = session.intent, session.sale
    if sale is not None and sale.print_job and sale.print_state != "done":
        # The printer's journal prints a job once, however often it is asked.
        return (PrintReceipt(sale.print_job, sale.receipt_no, sale.seq, sale.hash),)
    if intent is None:
        return ()
    match intent.state:
        case IntentState.SUBMITTED | IntentState.USERPAYING | IntentState.UNKNOWN:
            return (QueryPayment(intent, 0),)
        case IntentState.REVERSING:
            return (ReversePayment(intent, 0),)
        case _:
            return ()
