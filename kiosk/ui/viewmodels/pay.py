"""Paying: what the payment is doing, told truly; never "failed" while unknown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.session import Phase
from kiosk.domain.tender import Intent, IntentState
from kiosk.engine import Snapshot
from kiosk.lane.controls import Controls
from kiosk.ui.texts import WALLETS, said
from kiosk.ui.viewmodels.rows import Rows
from kiosk.ui.viewmodels.states import Reads, reads
from kiosk.ui.wording import QT_TRANSLATE_NOOP, Wording, translate

QML_IMPORT_NAME = "KioskModels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class WalletRow:
    """A wallet whose codes are taken here."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class PayFace:
    """What is shown of the payment."""

    step: str = "choose"  # choose, asking, confirm, checking, undoing, staff, paid
    title: str = ""
    hint: str = ""
    amount: str = ""
    seconds: int = -1  # -1: no countdown
    can_cancel: bool = False
    can_back: bool = False
    blocked: bool = False


_CHOOSE = (
    QT_TRANSLATE_NOOP("Pay", "Show your payment code"),
    QT_TRANSLATE_NOOP("Pay", "Open it on your phone and hold it to the camera."),
)
_CHOOSE_SCANNER = (
    QT_TRANSLATE_NOOP("Pay", "Show your payment code"),
    QT_TRANSLATE_NOOP("Pay", "Open it on your phone and hold it to the scanner."),
)
_CHOOSE_NOWHERE = (
    QT_TRANSLATE_NOOP("Pay", "No code can be read just now"),
    QT_TRANSLATE_NOOP("Pay", "Please touch Help: a colleague will come."),
)
_HOLD_TO = {
    Reads.CAMERA: _CHOOSE,
    Reads.SCANNER: _CHOOSE_SCANNER,
    Reads.NOTHING: _CHOOSE_NOWHERE,
}
_WAIT_STAFF = (
    QT_TRANSLATE_NOOP("Pay", "One moment, please"),
    QT_TRANSLATE_NOOP("Pay", "A colleague must come before you can pay."),
)
_ASKING = (
    QT_TRANSLATE_NOOP("Pay", "Asking your wallet"),
    QT_TRANSLATE_NOOP("Pay", "Keep your phone at hand."),
)
_CONFIRM = (
    QT_TRANSLATE_NOOP("Pay", "Confirm on your phone"),
    QT_TRANSLATE_NOOP("Pay", "Type your password there. We are waiting."),
)
_CHECKING = (
    QT_TRANSLATE_NOOP("Pay", "Checking your payment"),
    QT_TRANSLATE_NOOP("Pay", "No answer yet. Please do not pay again."),
)
_UNDOING = (
    QT_TRANSLATE_NOOP("Pay", "Taking the payment back"),
    QT_TRANSLATE_NOOP("Pay", "Please wait until we know it is done."),
)
_STAFF = (
    QT_TRANSLATE_NOOP("Pay", "A colleague will check with you"),
    QT_TRANSLATE_NOOP("Pay", "We do not know yet whether you paid. Please stay."),
)
_PAID = (
    QT_TRANSLATE_NOOP("Pay", "Paid"),
    QT_TRANSLATE_NOOP("Pay", "Recording your purchase."),
)


def _step(state: IntentState) -> tuple[str, tuple[str, str]]:
    match state:
        case IntentState.CREATED | IntentState.SUBMITTED:
            return "asking", _ASKING
        case IntentState.USERPAYING:
            return "confirm", _CONFIRM
        case IntentState.UNKNOWN:
            return "checking", _CHECKING
        case IntentState.REVERSING:
            return "undoing", _UNDOING
        case IntentState.REVERSE_UNKNOWN:
            return "staff", _STAFF
        case IntentState.PAID:
            return "paid", _PAID
        case IntentState.FAILED | IntentState.REVERSED:
            return "choose", _CHOOSE
        case _ as never:
            assert_never(never)


_CANCELLABLE = frozenset({
    IntentState.SUBMITTED,
    IntentState.USERPAYING,
    IntentState.UNKNOWN,
})


def pay_face(snapshot: Snapshot, say: Wording) -> PayFace:
    """Put the payment's state into words."""
    session = snapshot.session
    under_way: Intent | None = session.intent if session.phase is Phase.PAY else None
    blocked = any(asked.blocks_payment for asked in session.interventions)
    if under_way is not None:
        step, words = _step(under_way.state)
    else:
        step = "choose"
        held_to = reads(snapshot)
        words = _WAIT_STAFF if blocked else _HOLD_TO[held_to]
        blocked = blocked or held_to is Reads.NOTHING
    total = session.basket.priced.total if session.basket else say.profile.money(0)
    left = snapshot.pay_seconds_left
    return PayFace(
        step,
        translate("Pay", words[0]),
        translate("Pay", words[1]),
        say.money(total),
        -1 if left is None else left,
        under_way is not None and under_way.state in _CANCELLABLE,
        session.phase is Phase.TENDER,
        blocked and under_way is None,
    )


@QmlElement
class PayView(QObject):
    """The payment's state, and the wallets taken here."""

    changed = Signal()

    def __init__(
        self, controls: Controls, wallets: tuple[str, ...], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._controls = controls
        self._taken = wallets
        self._wallets = Rows(WalletRow, self)
        self._face = PayFace()
        self._whole = 1  # seconds at the beginning of this countdown

    def publish(self, snapshot: Snapshot, say: Wording) -> None:
        """Take the newest snapshot."""
        self._wallets.update([
            WalletRow(wallet, said("Wallet", WALLETS, wallet)) for wallet in self._taken
        ])
        face = pay_face(snapshot, say)
        if face != self._face:
            counts_on = face.step == self._face.step and self._face.seconds >= 0
            before = self._whole if counts_on else 1
            self._whole = max(before, face.seconds)
            self._face = face
            self.changed.emit()

    @Property(Rows, constant=True)
    def wallets(self) -> Rows:
        """The wallets whose codes are taken here."""
        return self._wallets

    @Property(str, notify=changed)
    def step(self) -> str:
        """`choose`, `asking`, `confirm`, `checking`, `undoing`, `staff` or `paid`."""
        return self._face.step

    @Property(str, notify=changed)
    def title(self) -> str:
        """What is going on."""
        return self._face.title

    @Property(str, notify=changed)
    def hint(self) -> str:
        """What the shopper should do."""
        return self._face.hint

    @Property(str, notify=changed)
    def amount(self) -> str:
        """What is to be paid."""
        return self._face.amount

    @Property(int, notify=changed)
    def seconds(self) -> int:
        """Seconds left for this step; -1: no limit is known."""
        return self._face.seconds

    @Property(float, notify=changed)
    def fraction(self) -> float:
        """The same as a part of the whole time, for the ring."""
        return max(self._face.seconds, 0) / self._whole

    @Property(bool, notify=changed)
    def canCancel(self) -> bool:
        """Whether the payment under way may be stopped."""
        return self._face.can_cancel

    @Property(bool, notify=changed)
    def canBack(self) -> bool:
        """Whether the shopper may go back to scanning."""
        return self._face.can_back

    @Property(bool, notify=changed)
    def blocked(self) -> bool:
        """Whether a colleague must come first."""
        return self._face.blocked

    @Slot()
    def cancel(self) -> None:
        """Stop the payment under way."""
        self._controls.cancel_payment()

    @Slot()
    def back(self) -> None:
        """Go back to scanning."""
        self._controls.back_to_scan()
