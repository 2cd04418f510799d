"""Staff mode: PIN pad, open interventions, what a colleague may do here."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.intervention import Cause, Decision, Intervention
from kiosk.domain.session import Session
from kiosk.engine import Snapshot
from kiosk.lane.controls import Controls
from kiosk.ui.texts import CAUSES, REASONS, ROLES, said
from kiosk.ui.viewmodels.rows import Rows
from kiosk.ui.wording import Wording

QML_IMPORT_NAME = "KioskModels"
QML_IMPORT_MAJOR_VERSION = 1

PIN_DIGITS = 6


@dataclass(frozen=True, slots=True)
class TaskRow:
    """An open intervention: what, since when, for which lines."""

    key: str
    cause: str
    since: str
    about: str
    blocks: bool
    decidable: bool  # approve and reject mean something


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """A reason to choose."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class StaffFace:
    """Who is in staff mode."""

    open: bool = False
    who: str = ""
    role: str = ""
    basket: bool = False


def task_row(asked: Intervention, session: Session, say: Wording) -> TaskRow:
    """Put an intervention into words; local wall time of the store."""
    lines = session.basket.cart.lines if session.basket else ()
    about = [
        say.product(line.product)
        for line in lines
        if line.id in asked.lines or line.product.id == asked.product_id
    ]
    if asked.names:
        about.append(say.name(asked.names))
    local = asked.since.astimezone(ZoneInfo(say.profile.time_zone))
    return TaskRow(
        key=asked.id,
        cause=said("Cause", CAUSES, asked.cause),
        since=local.strftime("%H:%M"),
        about=" · ".join(dict.fromkeys(about)) or asked.detail or asked.product_id,
        blocks=asked.blocks_payment,
        decidable=asked.cause not in {Cause.HELP, Cause.IDLE, Cause.UNKNOWN_ITEM},
    )


@QmlElement
class StaffView(QObject):
    """The PIN pad and the staff layer. Digits stay here until they are sent."""

    changed = Signal()
    pinChanged = Signal()
    choiceChanged = Signal()

    def __init__(self, controls: Controls, parent: QObject) -> None:
        super().__init__(parent)
        self._controls = controls
        self._face = StaffFace()
        self._tasks = Rows(TaskRow, self)
        self._reasons = Rows(ReasonRow, self)
        self._interventions: dict[str, Intervention] = {}
        self._pin = ""
        self._voiding = ""  # a line id, "*" for the basket, empty: nothing

    def publish(self, snapshot: Snapshot, say: Wording) -> None:
        """Take the newest snapshot."""
        session = snapshot.session
        asked = session.interventions
        self._interventions = {one.id: one for one in asked}
        urgent = sorted(asked, key=lambda one: not one.blocks_payment)
        self._tasks.update([task_row(one, session, say) for one in urgent])
        self._reasons.update([
            ReasonRow(code, said("Reason", REASONS, code)) for code in REASONS
        ])
        staff = session.staff
        face = StaffFace(
            staff is not None,
            staff.id if staff else "",
            said("Role", ROLES, staff.role) if staff else "",
            session.basket is not None,
        )
        if face != self._face:
            self._face = face
            self._forget()
            self.changed.emit()

    def _forget(self) -> None:
        self._pin, self._voiding = "", ""
        self.pinChanged.emit()
        self.choiceChanged.emit()

    @Property(bool, notify=changed)
    def open(self) -> bool:
        """Whether a colleague is in staff mode."""
        return self._face.open

    @Property(str, notify=changed)
    def who(self) -> str:
        """The colleague's id."""
        return self._face.who

    @Property(str, notify=changed)
    def role(self) -> str:
        """The colleague's role."""
        return self._face.role

    @Property(bool, notify=changed)
    def hasBasket(self) -> bool:
        """Whether there is a basket to work on."""
        return self._face.basket

    @Property(Rows, constant=True)
    def tasks(self) -> Rows:
        """The open interventions: what blocks the payment first, then the oldest."""
        return self._tasks

    @Property(Rows, constant=True)
    def reasons(self) -> Rows:
        """The reasons for a void."""
        return self._reasons

    @Property(int, notify=pinChanged)
    def pinLength(self) -> int:
        """How many digits were typed."""
        return len(self._pin)

    @Property(int, constant=True)
    def pinDigits(self) -> int:
        """How many digits a PIN has."""
        return PIN_DIGITS

    @Property(bool, notify=choiceChanged)
    def choosing(self) -> bool:
        """Whether a void waits for its reason."""
        return bool(self._voiding)

    @Property(bool, notify=choiceChanged)
    def choosingBasket(self) -> bool:
        """Whether it is the basket that is to be voided."""
        return self._voiding == "*"

    @Slot(str)
    def digit(self, digit: str) -> None:
        """Type a digit of the PIN; the last one sends it."""
        self._pin += digit
        if len(self._pin) >= PIN_DIGITS:
            pin, self._pin = self._pin, ""
            self._controls.enter_pin(pin)
        self.pinChanged.emit()

    @Slot()
    def erase(self) -> None:
        """Take the last digit back."""
        self._pin = self._pin[:-1]
        self.pinChanged.emit()

    @Slot()
    def forget(self) -> None:
        """Forget the digits: the pad was closed."""
        self._forget()

    @Slot(str)
    def approve(self, key: str) -> None:
        """Approve an intervention as it is shown."""
        self._resolve(key, Decision.APPROVED, "checked")

    @Slot(str)
    def reject(self, key: str) -> None:
        """Reject an intervention as it is shown."""
        self._resolve(key, Decision.REJECTED, "refused")

    def _resolve(self, key: str, decision: Decision, reason: str) -> None:
        asked = self._interventions.get(key)
        if asked is not None:
            self._controls.resolve(asked.id, asked.revision, decision, reason)

    @Slot(str)
    def void_line(self, key: str) -> None:
        """Ask for the reason to void a line."""
        self._voiding = key
        self.choiceChanged.emit()

    @Slot()
    def void_basket(self) -> None:
        """Ask for the reason to void the basket."""
        self.void_line("*")

    @Slot()
    def keep(self) -> None:
        """Void nothing."""
        self.void_line("")

    @Slot(str)
    def because(self, reason: str) -> None:
        """Void what was chosen, for a reason."""
        chosen, self._voiding = self._voiding, ""
        self.choiceChanged.emit()
        if chosen == "*":
            self._controls.void_basket(reason)
        elif chosen:
            self._controls.void_line(chosen, reason)

    @Slot()
    def leave(self) -> None:
        """Close staff mode."""
        self._controls.leave_staff()
