"""Effects: what `step` asks for, imperative.

`AppendEntry` and `CommitSale` happen in the same transaction as the journalled
event; all others start only after that commit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.sale import Sale
from kiosk.domain.tender import Intent

Json = None | bool | int | str | list["Json"] | Mapping[str, "Json"]


@dataclass(frozen=True, slots=True)
class AppendEntry:
    """Append a ledger entry of a kind."""

    kind: str
    body: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class CommitSale:
    """Append the sale, give it its receipt number; `SaleCommitted` follows."""

    sale: Sale


@dataclass(frozen=True, slots=True)
class SubmitPayment:
    """Send an attempt to the provider, once; the code is found by its handle."""

    intent: Intent
    handle: str


@dataclass(frozen=True, slots=True)
class QueryPayment:
    """Ask what became of an attempt, after a delay."""

    intent: Intent
    delay_s: int


@dataclass(frozen=True, slots=True)
class ReversePayment:
    """Take an attempt back, after a delay (WeChat: not before 15 s)."""

    intent: Intent
    delay_s: int


@dataclass(frozen=True, slots=True)
class PrintReceipt:
    """Print the receipt of a committed sale."""

    job_id: str
    receipt_no: str
    seq: int  # of the sale's entry
    hash: str  # of the sale's entry, hex


class Tone(StrEnum):
    """A sound with a meaning."""

    ACCEPTED = "accepted"
    ATTENTION = "attention"
    PAID = "paid"


@dataclass(frozen=True, slots=True)
class PlayTone:
    """Let the shopper hear what happened."""

    tone: Tone


Effect = (
    AppendEntry
    | CommitSale
    | SubmitPayment
    | QueryPayment
    | ReversePayment
    | PrintReceipt
    | PlayTone
)
