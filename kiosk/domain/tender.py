"""A payment intent and its states: one attempt, one code, one number (P1).

It talks to no provider; kiosk.domain.session turns answers into next steps.

CREATED -> SUBMITTED -> PAID | USERPAYING | UNKNOWN -> (query)* -> PAID | FAILED
        | REVERSING -> REVERSED | REVERSE_UNKNOWN (staff)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from kiosk.domain.errors import Rejected
from kiosk.domain.money import Money


class IntentState(StrEnum):
    """Where an attempt stands."""

    CREATED = "created"  # committed; nothing was sent
    SUBMITTED = "submitted"  # the request may have left
    USERPAYING = "userpaying"  # the payer types a password
    UNKNOWN = "unknown"  # lost or unclear: query, never submit again
    PAID = "paid"
    FAILED = "failed"  # final: nothing was taken
    REVERSING = "reversing"
    REVERSED = "reversed"  # final: nothing is kept
    REVERSE_UNKNOWN = "reverse_unknown"  # staff must look


FINAL = frozenset({IntentState.PAID, IntentState.FAILED, IntentState.REVERSED})

# (from, to) pairs that are legal; a repeated state is legal and changes nothing.
TRANSITIONS: dict[IntentState, frozenset[IntentState]] = {
    IntentState.CREATED: frozenset({IntentState.SUBMITTED, IntentState.FAILED}),
    IntentState.SUBMITTED: frozenset({
        IntentState.PAID,
        IntentState.USERPAYING,
        IntentState.UNKNOWN,
        IntentState.FAILED,
        IntentState.REVERSING,
    }),
    IntentState.USERPAYING: frozenset({
        IntentState.PAID,
        IntentState.UNKNOWN,
        IntentState.FAILED,
        IntentState.REVERSING,
    }),
    IntentState.UNKNOWN: frozenset({
        IntentState.PAID,
        IntentState.USERPAYING,
        IntentState.FAILED,
        IntentState.REVERSING,
    }),
    # A late "paid" must not end a reversal: the money goes back either way.
    IntentState.REVERSING: frozenset({
        IntentState.REVERSED,
        IntentState.REVERSE_UNKNOWN,
        IntentState.FAILED,
    }),
    IntentState.REVERSE_UNKNOWN: frozenset({
        IntentState.REVERSING,
        IntentState.REVERSED,
        IntentState.FAILED,
    }),
    IntentState.PAID: frozenset(),
    IntentState.FAILED: frozenset(),
    IntentState.REVERSED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Intent:
    """One attempt to be paid. The payment code itself is never in it."""

    id: str
    order_no: str
    wallet: str  # "wechat", "alipay", ...
    amount: Money
    created_at: datetime
    state: IntentState = IntentState.CREATED
    provider_ref: str = ""
    reason: str = ""  # the provider's or our code of the last answer
    reversals: int = 0  # reversal requests sent

    @property
    def is_final(self) -> bool:
        """Whether nothing can change any more without a refund."""
        return self.state in FINAL

    def move(self, state: IntentState, reason: str = "", ref: str = "") -> Intent:
        """Return the intent in its next state; Rejected when that is not legal."""
        if state is not self.state and state not in TRANSITIONS[self.state]:
            raise Rejected("payment_transition", f"{self.state} -> {state}")
        return replace(
            self,
            state=state,
            reason=reason or self.reason,
            provider_ref=ref or self.provider_ref,
        )
