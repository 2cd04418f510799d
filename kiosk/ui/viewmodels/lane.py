"""The lane on the screen: phase, open sheet, quiet states; owns the other views."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.intervention import Cause
from kiosk.domain.session import Notice, Phase, Session
from kiosk.engine import Snapshot
from kiosk.lane.controls import Controls
from kiosk.ui.preview import PreviewFeed
from kiosk.ui.texts import CATEGORIES, STOPPED, said
from kiosk.ui.viewmodels.basket import BasketView
from kiosk.ui.viewmodels.comfort import ComfortView
from kiosk.ui.viewmodels.lookup import LookUpView, Tile, tile
from kiosk.ui.viewmodels.notice import NoticeView
from kiosk.ui.viewmodels.pay import PayView
from kiosk.ui.viewmodels.receipt import ReceiptView
from kiosk.ui.viewmodels.rows import Rows
from kiosk.ui.viewmodels.staff import StaffView
from kiosk.ui.viewmodels.states import Reads, StateRow, is_gone, reads, state_rows
from kiosk.ui.viewmodels.weigh import WeighView
from kiosk.ui.wording import Wording

QML_IMPORT_NAME = "KioskModels"
QML_IMPORT_MAJOR_VERSION = 1

# Which sheets a phase allows; any other is closed when the phase comes.
_ANYWHERE = frozenset({"help", "pin", "comfort"})
_SCANNING = _ANYWHERE | {"lookup", "weigh", "line", "again"}
SHOWCASE = 6  # products pictured on the attract screen


@dataclass(frozen=True, slots=True)
class LaneFace:
    """What is shown of the lane itself."""

    phase: str = Phase.ATTRACT
    idle_s: int = -1
    reads: str = Reads.CAMERA
    troubled: bool = False
    has_camera: bool = True
    has_scale: bool = True
    help_called: bool = False
    stopped: str = ""


def lane_face(snapshot: Snapshot) -> LaneFace:
    """Read the lane's own state from a snapshot."""
    session = snapshot.session
    idle = snapshot.idle_prompt_s
    return LaneFace(
        session.phase,
        -1 if idle is None else idle,
        reads(snapshot),
        any(row.trouble for row in state_rows(snapshot)),
        not is_gone(snapshot, "camera"),
        not is_gone(snapshot, "scale"),
        any(asked.cause is Cause.HELP for asked in session.interventions),
        _stopped(session),
    )


def _stopped(session: Session) -> str:
    code = session.notice.code if session.notice else ""
    return said("Stopped", STOPPED, code if code in STOPPED else "")


@QmlElement
class LaneView(QObject):
    """The root view model: QML gets it as a required property."""

    changed = Signal()
    sheetChanged = Signal()
    languageChanged = Signal()
    languageWanted = Signal(str)
    endWanted = Signal()  # somebody closed the window

    def __init__(
        self,
        controls: Controls,
        feed: PreviewFeed,
        lane_name: str,
        wallets: tuple[str, ...],
        thanks_s: int,
    ) -> None:
        super().__init__()
        self._controls = controls
        self._feed = feed
        self._lane_name = lane_name
        self._face = LaneFace()
        self._sheet = ""
        self._last_line = ""
        self._followed: Notice | None = None
        self._language = ""
        self._basket = BasketView(controls, self)
        self._lookup = LookUpView(controls, self, weighed=False)
        self._weigh = WeighView(controls, self)
        self._pay = PayView(controls, wallets, self)
        self._receipt = ReceiptView(controls, thanks_s, self)
        self._staff = StaffView(controls, self)
        self._notice = NoticeView(self)
        self._comfort = ComfortView(self)
        self._states = Rows(StateRow, self)
        self._showcase = Rows(Tile, self)
        self._showcase_say: Wording | None = None

    def publish(self, snapshot: Snapshot, say: Wording) -> None:
        """Show a snapshot."""
        if say.language != self._language:
            self._language = say.language
            self.languageChanged.emit()
        self._notice.publish(snapshot, say)
        self._basket.publish(snapshot, say)
        self._lookup.publish(say)
        self._weigh.publish(snapshot, say)
        self._pay.publish(snapshot, say)
        self._receipt.publish(snapshot, say)
        self._staff.publish(snapshot, say)
        self._states.update(state_rows(snapshot))
        face = lane_face(snapshot)
        if face.phase == Phase.ATTRACT and self._face.phase != Phase.ATTRACT:
            self._comfort.reset()
        if face.phase == Phase.ATTRACT:
            self._show_products(say)
        if face != self._face:
            self._face = face
            self.changed.emit()
        self._settle_sheet(snapshot.session)
        self._follow_notice(snapshot.session)

    def _show_products(self, say: Wording) -> None:
        """Picture one product of each shelf on the attract screen."""
        if say == self._showcase_say:
            return
        found = self._controls.search("")
        if not found:  # the catalogue has not come yet
            return
        self._showcase_say = say
        # Their first products are laid out now, so that a touch only shows them.
        self._lookup.reset("")
        self._weigh.lookup_view.reset("")
        shelves: dict[str, Tile] = {}
        for product in found:
            if say.picture(product):
                shelves.setdefault(product.category, tile(product, say))
        known = [name for name in CATEGORIES if name in shelves]
        self._showcase.update([shelves[name] for name in known[:SHOWCASE]])

    def _settle_sheet(self, session: Session) -> None:
        """Close a sheet whose subject is gone."""
        gone = self._sheet == "line" and not self._basket.has_selection()
        signed_in = self._sheet == "pin" and session.staff is not None
        allowed = _SCANNING if session.phase is Phase.SCAN else _ANYWHERE
        weighed = self._sheet == "weigh" and session.last_line != self._last_line
        self._last_line = session.last_line
        done = gone or signed_in or weighed
        if self._sheet and (done or self._sheet not in allowed):
            self._set_sheet("")

    def _follow_notice(self, session: Session) -> None:
        """A scanned product that is sold by weight goes on at the scale."""
        notice = session.notice
        if notice is self._followed:
            return
        self._followed = notice
        weigh = notice is not None and notice.code == "weigh_needed"
        if notice is not None and weigh and session.phase is Phase.SCAN:
            self.open("weigh")
            self._weigh.pick(notice.subject)

    def _set_sheet(self, sheet: str) -> None:
        if sheet != self._sheet:
            self._sheet = sheet
            self.sheetChanged.emit()

    @Property(str, notify=changed)
    def phase(self) -> str:
        """The session's phase."""
        return self._face.phase

    @Property(int, notify=changed)
    def idleSeconds(self) -> int:
        """Seconds left of the idle prompt; -1: no prompt."""
        return self._face.idle_s

    @Property(str, notify=changed)
    def reads(self) -> str:
        """What reads codes: `camera`, `scanner` (alone), or empty: nothing."""
        return self._face.reads

    @Property(bool, notify=changed)
    def troubled(self) -> bool:
        """Whether one of the quiet states is a trouble."""
        return self._face.troubled

    @Property(bool, notify=changed)
    def hasCamera(self) -> bool:
        """Whether there is a live picture, as far as is known."""
        return self._face.has_camera

    @Property(bool, notify=changed)
    def hasScale(self) -> bool:
        """Whether goods can be weighed, as far as is known."""
        return self._face.has_scale

    @Property(Rows, constant=True)
    def states(self) -> Rows:
        """Quiet states: a colleague called, offline, devices that are gone."""
        return self._states

    @Property(bool, notify=changed)
    def helpCalled(self) -> bool:
        """Whether a colleague was called and has not come yet."""
        return self._face.help_called

    @Property(str, notify=changed)
    def stoppedText(self) -> str:
        """Why the lane does not sell."""
        return self._face.stopped

    @Property(str, notify=sheetChanged)
    def sheet(self) -> str:
        """The open sheet: lookup, weigh, help, line, again, comfort, pin, or empty."""
        return self._sheet

    @Property(str, notify=languageChanged)
    def language(self) -> str:
        """The language tag shown."""
        return self._language

    @Property(str, constant=True)
    def laneName(self) -> str:
        """The lane's number."""
        return self._lane_name

    @Property(BasketView, constant=True)
    def basket(self) -> BasketView:
        """Lines and totals."""
        return self._basket

    @Property(LookUpView, constant=True)
    def lookup(self) -> LookUpView:
        """Finding a product by hand."""
        return self._lookup

    @Property(WeighView, constant=True)
    def weigh(self) -> WeighView:
        """Weighing."""
        return self._weigh

    @Property(PayView, constant=True)
    def pay(self) -> PayView:
        """The payment."""
        return self._pay

    @Property(ReceiptView, constant=True)
    def receipt(self) -> ReceiptView:
        """The committed sale."""
        return self._receipt

    @Property(StaffView, constant=True)
    def staff(self) -> StaffView:
        """Staff mode."""
        return self._staff

    @Property(NoticeView, constant=True)
    def notice(self) -> NoticeView:
        """The last thing the shopper must know."""
        return self._notice

    @Property(ComfortView, constant=True)
    def comfort(self) -> ComfortView:
        """How this shopper reads and reaches the screen."""
        return self._comfort

    @Property(Rows, constant=True)
    def showcase(self) -> Rows:
        """Products pictured on the attract screen."""
        return self._showcase

    @Property(PreviewFeed, constant=True)
    def feed(self) -> PreviewFeed:
        """The camera's pictures."""
        return self._feed

    @Slot()
    def start(self) -> None:
        """Begin a basket."""
        self._controls.start()

    @Slot()
    def touched(self) -> None:
        """Somebody touched the screen."""
        self._receipt.stay()
        self._controls.touched()

    @Slot()
    def ask_to_pay(self) -> None:
        """Go to payment."""
        self._controls.pay()

    @Slot()
    def abandon(self) -> None:
        """Give the basket up."""
        self.close()
        self._controls.abandon()

    @Slot()
    def call_help(self) -> None:
        """Ask for a colleague."""
        self._controls.call_help()

    @Slot(str)
    def want_language(self, tag: str) -> None:
        """Switch the language."""
        self.languageWanted.emit(tag)

    @Slot()
    def leave(self) -> None:
        """End the program: the window was closed by hand."""
        self.endWanted.emit()

    @Slot(str)
    def open(self, sheet: str) -> None:
        """Open a sheet."""
        if sheet == "lookup":
            self._lookup.reset("")
        elif sheet == "weigh":
            self._weigh.begin()
        self._set_sheet(sheet)

    @Slot()
    def close(self) -> None:
        """Close the open sheet."""
        if self._sheet == "pin":
            self._staff.forget()
        self._set_sheet("")

    @Slot()
    def open_bags(self) -> None:
        """Look up the carrier bags."""
        self._lookup.reset("bags")
        self._set_sheet("lookup")

    @Slot(str)
    def open_line(self, key: str) -> None:
        """Open a line to change or remove it."""
        self._basket.select(key)
        self._set_sheet("line")

    @Slot(str)
    def choose(self, product_id: str) -> None:
        """Take a product found by hand: add it, or weigh it."""
        product = self._lookup.product(product_id)
        if product is None:
            return
        if product.is_weighed:
            self.open("weigh")
            self._weigh.take(product)
        else:
            self._controls.choose(product_id)
            self._set_sheet("")

    @Slot()
    def weigh_confirmed(self) -> None:
        """Ask for what lies on the pan; the sheet closes when the line is there."""
        self._weigh.confirm()

    @Slot(str)
    def act(self, action: str) -> None:
        """Do what a notice offers."""
        match action:
            case "pay":
                self._controls.pay()
            case "back":
                self._controls.back_to_scan()
            case "zero":
                self._controls.zero_scale()
            case "help":
                self._controls.call_help("notice")
                self.open("help")
            case sheet:
                self.open(sheet)
