"""Interventions: why a colleague is needed, since when, for which line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.domain.product import Names


class Cause(StrEnum):
    """Why the lane asks for a colleague."""

    HELP = "help"
    IDLE = "idle"
    UNKNOWN_ITEM = "unknown_item"
    NO_PRICE = "no_price"
    EXPIRED = "expired"
    RECALLED = "recalled"
    AGE = "age"
    STAFF_ONLY = "staff_only"
    SALE_HOURS = "sale_hours"
    QUANTITY_LIMIT = "quantity_limit"
    DUPLICATE_SERIAL = "duplicate_serial"
    LABEL_MISMATCH = "label_mismatch"
    CLOCK_UNSURE = "clock_unsure"
    PAYMENT_UNRESOLVED = "payment_unresolved"


# Payment waits for these; the others leave the shopper free to go on.
BLOCKS_PAYMENT = frozenset({
    Cause.AGE,
    Cause.PAYMENT_UNRESOLVED,
})


class Role(StrEnum):
    """What a colleague may do; a supervisor may do all that an attendant may."""

    ATTENDANT = "attendant"
    SUPERVISOR = "supervisor"


@dataclass(frozen=True, slots=True)
class Staff:
    """The colleague in staff mode on this lane."""

    id: str
    role: Role
    since: datetime


class Decision(StrEnum):
    """What staff decided."""

    APPROVED = "approved"
    REJECTED = "rejected"
    LAPSED = "lapsed"  # the basket ended or changed in what was asked


@dataclass(frozen=True, slots=True)
class Intervention:
    """A request for a colleague. An approval must name its id and revision (A2)."""

    id: str
    cause: Cause
    since: datetime
    revision: int  # of what it covers: grows when the covered lines change
    lines: tuple[str, ...] = ()  # line ids covered
    product_id: str = ""
    detail: str = ""  # stable code or the scanned text, never a secret
    names: Names = ()  # of the product that was refused, which is in no line

    @property
    def blocks_payment(self) -> bool:
        """Whether payment waits for it."""
        return self.cause in BLOCKS_PAYMENT
