"""Events: what happened, past tense, with every fact that `step` needs.

They are journalled and replayed, so they carry time, ids and resolved products,
and never a secret: a PIN, a badge or a payment code stays at the edge (rule 11).
Version: JOURNAL_VERSION; a newer program replays the version before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kiosk.domain.intervention import Decision, Intervention, Role, Staff
from kiosk.domain.money import Money
from kiosk.domain.product import Product
from kiosk.domain.promotion import Promotion
from kiosk.domain.tender import IntentState

JOURNAL_VERSION = 1


@dataclass(frozen=True, slots=True)
class BasketOpened:
    """A shopper began. Pins generation, profile and pricing instant (B1)."""

    at: datetime
    basket_id: str
    generation: int
    profile_id: str
    profile_version: int
    business_date: date
    promotions: tuple[Promotion, ...] = ()  # basket-stage ones of the generation
    # What was open on the attract screen goes on; the journal begins here.
    interventions: tuple[Intervention, ...] = ()
    staff: Staff | None = None


@dataclass(frozen=True, slots=True)
class ItemScanned:
    """A product was scanned, or chosen on the screen (then `code` is empty)."""

    at: datetime
    line_id: str
    product: Product
    local_date: date  # the store's calendar date, for expiry (G1)
    local_minute: int  # minutes since local midnight, for sale hours (A1)
    code: str = ""
    pieces: int = 1
    label_amount: Money | None = None
    label_grams: int | None = None
    use_by: date | None = None  # AI 17
    best_before: date | None = None  # AI 15, 16
    lot: str = ""
    serial: str = ""
    recalled: bool = False
    clock_sure: bool = True
    intervention_id: str = ""  # used if the scan must be refused or approved
    promotions: tuple[Promotion, ...] = ()  # item-stage ones that name the product


@dataclass(frozen=True, slots=True)
class ItemWeighed:
    """The shopper confirmed a weighed product on the legal scale (W1-W3)."""

    at: datetime
    line_id: str
    product: Product
    gross_grams: int
    tare_grams: int
    max_tare_grams: int
    interval_grams: int  # d of the scale
    stable: bool
    returned_to_zero: bool  # since the last accepted weighing
    promotions: tuple[Promotion, ...] = ()


class Refusal(StrEnum):
    """Why a scanned text cannot become a line."""

    UNKNOWN = "unknown_item"
    BAD_CHECK = "bad_check_digit"
    LABEL_INVALID = "label_invalid"
    WALLET_IN_SCAN = "wallet_code_in_scan"  # a pay code while scanning (W6)
    LABEL_IN_PAY = "label_in_pay"  # a label while paying (W6)
    UNKNOWN_WALLET = "unknown_wallet"
    UNREADABLE = "unreadable"
    FOREIGN_CURRENCY = "foreign_currency"
    DURING_PAYMENT = "scan_during_payment"
    CODE_USED = "pay_code_used"  # the same payment code again (P1)


@dataclass(frozen=True, slots=True)
class ScanRefused:
    """A text was scanned that cannot become a line. `code` is empty if secret."""

    at: datetime
    refusal: Refusal
    intervention_id: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class LineRemoved:
    """The shopper took a line out."""

    at: datetime
    line_id: str


@dataclass(frozen=True, slots=True)
class LineQuantityChanged:
    """The shopper set the number of pieces of a line, at least 1."""

    at: datetime
    line_id: str
    pieces: int


@dataclass(frozen=True, slots=True)
class MemberIdentified:
    """A member was recognised; re-prices the basket, never upward (R5)."""

    at: datetime
    member_id: str


@dataclass(frozen=True, slots=True)
class CouponPresented:
    """A coupon of a known promotion was scanned or typed."""

    at: datetime
    promotion: Promotion


@dataclass(frozen=True, slots=True)
class PaymentRequested:
    """The shopper pressed "pay". Recalls hit open baskets too (B1, G2)."""

    at: datetime
    intervention_id: str  # used if a recalled line stops the payment
    recalled_lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShoppingResumed:
    """The shopper went back from payment to scanning."""

    at: datetime


@dataclass(frozen=True, slots=True)
class PayCodeCaptured:
    """A payment code was read; `handle` finds it in memory, for 60 s at most."""

    at: datetime
    handle: str
    wallet: str
    intent_id: str
    order_no: str


@dataclass(frozen=True, slots=True)
class PaymentAnswered:
    """What is known of an attempt now: an answer, or that there was none."""

    at: datetime
    intent_id: str
    state: IntentState
    reason: str = ""
    provider_ref: str = ""


@dataclass(frozen=True, slots=True)
class PaymentCancelled:
    """The shopper asked to stop an attempt: it is reversed when not final."""

    at: datetime


@dataclass(frozen=True, slots=True)
class SaleCommitted:
    """The ledger holds the sale; its number and place are known."""

    at: datetime
    receipt_no: str
    epoch: int
    seq: int
    hash: str  # hex


class ReceiptChoice(StrEnum):
    """How the shopper takes the receipt."""

    PAPER = "paper"
    SCREEN = "screen"  # as a QR code on the screen
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ReceiptChosen:
    """The shopper chose how to take the receipt."""

    at: datetime
    choice: ReceiptChoice


@dataclass(frozen=True, slots=True)
class PrintAnswered:
    """The printer finished a job (cause empty), or holds it."""

    at: datetime
    job_id: str
    cause: str = ""


@dataclass(frozen=True, slots=True)
class ThanksEnded:
    """The closed sale leaves the screen."""

    at: datetime


@dataclass(frozen=True, slots=True)
class BasketAbandoned:
    """The shopper gave the basket up."""

    at: datetime


@dataclass(frozen=True, slots=True)
class HelpRequested:
    """The shopper asked for a colleague."""

    at: datetime
    intervention_id: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ShopperIdled:
    """No touch and no scan for the idle time, prompt included."""

    at: datetime
    intervention_id: str


@dataclass(frozen=True, slots=True)
class StaffIdentified:
    """A colleague proved who they are; the proof itself stays at the edge."""

    at: datetime
    staff_id: str
    role: Role
    method: str  # "pin", "badge", "console"


@dataclass(frozen=True, slots=True)
class StaffLeft:
    """Staff mode was closed: "closed" by hand, "timeout", or "restart" of the lane."""

    at: datetime
    reason: str = "closed"


@dataclass(frozen=True, slots=True)
class InterventionResolved:
    """Staff approved or rejected an intervention at a revision (A2)."""

    at: datetime
    intervention_id: str
    revision: int
    decision: Decision
    staff_id: str
    role: Role
    reason: str = ""  # a stable code of the reason chosen


@dataclass(frozen=True, slots=True)
class LineVoided:
    """Staff took a line out, with a reason."""

    at: datetime
    line_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class BasketVoided:
    """Staff ended the basket without a sale, with a reason."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class LaneStopped:
    """The lane cannot sell: the ledger cannot be written, or staff paused it."""

    at: datetime
    cause: str


@dataclass(frozen=True, slots=True)
class LaneResumed:
    """The lane sells again."""

    at: datetime


Event = (
    BasketOpened
    | ItemScanned
    | ItemWeighed
    | ScanRefused
    | LineRemoved
    | LineQuantityChanged
    | MemberIdentified
    | CouponPresented
    | PaymentRequested
    | ShoppingResumed
    | PayCodeCaptured
    | PaymentAnswered
    | PaymentCancelled
    | SaleCommitted
    | ReceiptChosen
    | PrintAnswered
    | ThanksEnded
    | BasketAbandoned
    | HelpRequested
    | ShopperIdled
    | StaffIdentified
    | StaffLeft
    | InterventionResolved
    | LineVoided
    | BasketVoided
    | LaneStopped
    | LaneResumed
)
