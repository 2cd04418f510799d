"""After paying: the receipt's way, its QR code, and the thanks screen's time."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.events import ReceiptChoice
from kiosk.domain.session import Basket, CommittedSale, Phase
from kiosk.engine import Snapshot
from kiosk.lane.controls import Controls
from kiosk.ui.texts import PRINTER, said
from kiosk.ui.wording import Wording

QML_IMPORT_NAME = "KioskModels"
QML_IMPORT_MAJOR_VERSION = 1

MAX_QR_BYTES = 900  # what a phone still reads well from a screen
_PRINTER_WORKS = frozenset({"ok", "degraded"})


@dataclass(frozen=True, slots=True)
class ReceiptFace:
    """What is shown of a committed sale."""

    number: str = ""
    total: str = ""
    savings: str = ""
    qr: str = ""
    print_state: str = ""
    print_text: str = ""
    paper: bool = False  # a printer is there to ask
    optional: bool = True  # the shopper may go without a receipt


def receipt_text(sale: CommittedSale, basket: Basket | None, say: Wording) -> str:
    """Return the receipt as plain text for a QR code: readable without a network.

    Lines come first; when all of them would be too much, the sums alone are kept.
    """
    foot = [say.money(sale.total), sale.receipt_no, sale.hash[:16]]
    lines = [
        f"{_one_line(say.product(priced.line.product))} {say.quantity(priced.line)} "
        f"{say.money(priced.net)}"
        for priced in (basket.priced.lines if basket else ())
    ]
    whole = "\n".join([*lines, *foot])
    return whole if len(whole.encode()) <= MAX_QR_BYTES else "\n".join(foot)


def _one_line(name: str) -> str:
    # A name with a line break of its own could forge a line of the receipt.
    return "".join(sign if sign.isprintable() else " " for sign in name)


def receipt_face(snapshot: Snapshot, say: Wording) -> ReceiptFace:
    """Put a committed sale into words."""
    session = snapshot.session
    sale, basket = session.sale, session.basket
    if sale is None:
        return ReceiptFace()
    printer = snapshot.devices.get("printer")
    state = sale.print_state
    known = state if state in PRINTER else "held"
    saved = basket.priced.savings if basket else say.profile.money(0)
    return ReceiptFace(
        number=sale.receipt_no,
        total=say.money(sale.total),
        savings=say.money(saved) if saved.minor else "",
        qr=receipt_text(sale, basket, say),
        print_state=state,
        print_text=said("Printer", PRINTER, known) if state else "",
        paper=printer is not None and printer.health in _PRINTER_WORKS,
        optional=not say.profile.receipt_required,
    )


@QmlElement
class ReceiptView(QObject):
    """The committed sale, and the seconds its thanks screen still has.

    The lane ends that screen (B3); the ring shows the same limit, from the last touch.
    """

    changed = Signal()
    ticked = Signal()

    def __init__(self, controls: Controls, thanks_s: int, parent: QObject) -> None:
        super().__init__(parent)
        self._controls = controls
        self._thanks_s = thanks_s
        self._left = thanks_s
        self._face = ReceiptFace()
        self._choice = ""
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self._tick)

    def publish(self, snapshot: Snapshot, say: Wording) -> None:
        """Take the newest snapshot."""
        face = receipt_face(snapshot, say)
        if face.number != self._face.number:
            self._choice = ""
        if face != self._face:
            self._face = face
            self.changed.emit()
        self._count(snapshot.session.phase is Phase.THANKS)

    def _count(self, wanted: bool) -> None:
        if wanted and not self._timer.isActive():
            self.stay()
            self._timer.start()
        elif not wanted and self._timer.isActive():
            self._timer.stop()

    def _tick(self) -> None:
        self._left = max(0, self._left - 1)
        self.ticked.emit()

    @Slot()
    def stay(self) -> None:
        """Count from the beginning: the shopper touched the screen."""
        self._left = self._thanks_s
        self.ticked.emit()

    @Property(str, notify=changed)
    def number(self) -> str:
        """The receipt's number."""
        return self._face.number

    @Property(str, notify=changed)
    def total(self) -> str:
        """What was paid."""
        return self._face.total

    @Property(str, notify=changed)
    def savings(self) -> str:
        """What was saved; empty: nothing."""
        return self._face.savings

    @Property(str, notify=changed)
    def qr(self) -> str:
        """The receipt as text, for the QR code."""
        return self._face.qr

    @Property(str, notify=changed)
    def printState(self) -> str:
        """Empty, `printing`, `done`, or the cause the print is held for."""
        return self._face.print_state

    @Property(str, notify=changed)
    def printText(self) -> str:
        """The same in words."""
        return self._face.print_text

    @Property(bool, notify=changed)
    def paper(self) -> bool:
        """Whether the printer can be asked."""
        return self._face.paper

    @Property(bool, notify=changed)
    def optional(self) -> bool:
        """Whether going without a receipt is allowed here (D3)."""
        return self._face.optional

    @Property(bool, notify=changed)
    def showQr(self) -> bool:
        """Whether the shopper chose the QR code."""
        return self._choice == ReceiptChoice.SCREEN

    @Property(int, notify=ticked)
    def secondsLeft(self) -> int:
        """Seconds the thanks screen stays."""
        return self._left

    @Property(float, notify=ticked)
    def fractionLeft(self) -> float:
        """The same as a part of the whole time, for the ring."""
        return self._left / self._thanks_s

    @Slot(str)
    def choose(self, choice: str) -> None:
        """Take the receipt: `paper`, `screen` or `none`."""
        self._choice = choice
        self.changed.emit()
        self._controls.choose_receipt(ReceiptChoice(choice))

    @Slot()
    def finish(self) -> None:
        """Leave the thanks screen now."""
        self._controls.finish()
