"""The session: one lane's state machine, pure.

`step(session, event) -> (session, effects)`; what is legal when stands in ALLOWED,
anything else raises `Rejected`. Replaying a journal gives the same session.
It prices through kiosk.domain.pricing and records through kiosk.domain.record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kiosk.domain.cart import Cart
from kiosk.domain.intervention import Intervention, Staff
from kiosk.domain.money import Money
from kiosk.domain.priced import PricedCart
from kiosk.domain.product import Names
from kiosk.domain.profile import Profile
from kiosk.domain.tender import Intent


class Phase(StrEnum):
    """What the lane is doing."""

    ATTRACT = "attract"  # no basket
    SCAN = "scan"
    TENDER = "tender"  # choosing how to pay; a pay code may be read
    PAY = "pay"  # an intent is unresolved: nothing else may happen
    RECEIPT = "receipt"  # the sale is in the ledger; how to take the receipt?
    THANKS = "thanks"
    STOPPED = "stopped"  # cannot sell


@dataclass(frozen=True, slots=True)
class Notice:
    """The last thing the shopper must know: a code the screen translates.

    `severity`: "info", "warn" or "danger".
    """

    code: str
    severity: str = "info"
    subject: str = ""  # line id, product id or scanned text: never a secret
    number: int = 0  # grams, pieces, minutes: what the sentence needs
    names: Names = ()  # of the product it speaks of, which may be in no line


@dataclass(frozen=True, slots=True)
class CommittedSale:
    """The sale as the ledger has it, for receipt and thanks."""

    receipt_no: str
    epoch: int
    seq: int
    hash: str
    total: Money
    print_job: str = ""
    print_state: str = ""  # "", "printing", "done", or the cause it is held for


@dataclass(frozen=True, slots=True)
class Basket:
    """The open basket: its pins, its cart and the cart's prices."""

    id: str
    opened_at: datetime
    generation: int
    business_date: date
    cart: Cart
    priced: PricedCart
    age_approved: int = 0  # highest minimum age staff approved (A2)
    zero_needed: bool = False  # the scale must return to zero first (W2)


@dataclass(frozen=True, slots=True)
class Session:
    """All that a lane knows of its shopper now."""

    profile: Profile
    phase: Phase = Phase.ATTRACT
    basket: Basket | None = None
    intents: tuple[Intent, ...] = ()  # of this basket, oldest first
    interventions: tuple[Intervention, ...] = ()  # open ones, oldest first
    staff: Staff | None = None
    notice: Notice | None = None
    last_line: str = ""  # id of the line scanned last
    sale: CommittedSale | None = None
    revision: int = 0  # grows with each accepted event

    @property
    def intent(self) -> Intent | None:
        """The intent under way or settled last."""
        return self.intents[-1] if self.intents else None
