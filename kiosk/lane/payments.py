"""The payment worker: runs payment effects in a thread, answers as events.

It decides nothing: when to query or reverse is kiosk.domain.paying's business.
Payment codes live here, in memory, for 60 s at most (architecture rule 11).
"""

from __future__ import annotations

import hashlib
import heapq
import hmac
import itertools
import logging
import secrets
import threading
from collections.abc import Callable, Mapping
from datetime import datetime

from drivers.ports import PaymentOrder, PaymentReply, PaymentTerminal, PayState
from kiosk.domain.effects import QueryPayment, ReversePayment, SubmitPayment
from kiosk.domain.events import PaymentAnswered
from kiosk.domain.tender import Intent, IntentState
from kiosk.lane.clock import Clock

log = logging.getLogger(__name__)

CODE_LIFE_S = 60.0

PaymentEffect = SubmitPayment | QueryPayment | ReversePayment

_ASKED: Mapping[PayState, IntentState] = {
    PayState.PAID: IntentState.PAID,
    PayState.USERPAYING: IntentState.USERPAYING,
    PayState.FAILED: IntentState.FAILED,
    # The provider closed or reversed the order: nothing is kept.
    PayState.REVERSED: IntentState.FAILED,
    PayState.UNKNOWN: IntentState.UNKNOWN,
    # Our request may still be on its way: only a reversal makes it certain.
    PayState.NOT_FOUND: IntentState.UNKNOWN,
}
_REVERSED: frozenset[PayState] = frozenset({
    PayState.REVERSED,
    PayState.NOT_FOUND,
    PayState.FAILED,
})


class CodeVault:
    """Payment codes between the scan and their one use. Thread-safe."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._codes: dict[str, tuple[str, float]] = {}
        self._seen: dict[bytes, float] = {}
        self._lock = threading.Lock()

    def hold(self, code: str) -> str | None:
        """Keep a code and return its handle; None when it was used before (P1)."""
        now_s = self._clock.monotonic_s()
        mark = hmac.digest(self._key, code.encode(), hashlib.sha256)
        with self._lock:
            self._forget(now_s)
            if mark in self._seen:
                return None
            self._seen[mark] = now_s
            handle = secrets.token_hex(8)
            self._codes[handle] = (code, now_s)
            return handle

    def take(self, handle: str) -> str | None:
        """Return a code once, and forget it; None when it is gone."""
        with self._lock:
            self._forget(self._clock.monotonic_s())
            code, _ = self._codes.pop(handle, (None, 0.0))
            return code

    def _forget(self, now_s: float) -> None:
        self._codes = {
            handle: held
            for handle, held in self._codes.items()
            if now_s - held[1] < CODE_LIFE_S
        }
        # A wallet renews its code each minute; twice that is its whole life.
        self._seen = {
            mark: at_s
            for mark, at_s in self._seen.items()
            if now_s - at_s < 2 * CODE_LIFE_S
        }


class PaymentWorker:
    """Runs payment effects one after another, each when it is due."""

    def __init__(
        self,
        terminals: Mapping[str, PaymentTerminal],
        vault: CodeVault,
        clock: Clock,
        lane: str,
        answer: Callable[[PaymentAnswered], None],
    ) -> None:
        self._terminals = terminals
        self._vault = vault
        self._clock = clock
        self._lane = lane
        self._answer = answer
        self._due: list[tuple[float, int, PaymentEffect]] = []
        self._count = itertools.count()
        self._wake = threading.Condition()
        self._running = True
        self._thread = threading.Thread(target=self._work, name="payments", daemon=True)

    @property
    def wallets(self) -> frozenset[str]:
        """The wallets that this lane can ask."""
        return frozenset(self._terminals)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread; a call to the provider under way is waited for."""
        with self._wake:
            self._running = False
            self._wake.notify()
        self._thread.join()

    def run(self, effect: PaymentEffect) -> None:
        """Take an effect; returns at once."""
        delay_s = 0 if isinstance(effect, SubmitPayment) else effect.delay_s
        due_s = self._clock.monotonic_s() + delay_s
        with self._wake:
            heapq.heappush(self._due, (due_s, next(self._count), effect))
            self._wake.notify()

    def _work(self) -> None:
        while (effect := self._next()) is not None:
            self._answer(self._outcome(effect))

    def _outcome(self, effect: PaymentEffect) -> PaymentAnswered:
        """Return the answer to an effect; a driver's fault is an answer, too.

        Were this thread to die of it, the shopper would wait for ever. The fault's
        text stays out of the log: it may hold the payment code.
        """
        try:
            return self._execute(effect)
        except Exception as fault:
            intent, kind = effect.intent, type(fault).__name__
            log.error("order %s: the terminal raised %s", intent.order_no, kind)
            if isinstance(effect, ReversePayment):
                return self._answered(intent, IntentState.REVERSE_UNKNOWN, "internal")
            return self._answered(intent, IntentState.UNKNOWN, "internal")

    def _next(self) -> PaymentEffect | None:
        """Wait for the next effect that is due; None at the end."""
        with self._wake:
            while self._running:
                now_s = self._clock.monotonic_s()
                if self._due and self._due[0][0] <= now_s:
                    return heapq.heappop(self._due)[2]
                self._wake.wait(self._due[0][0] - now_s if self._due else None)
            return None

    def _execute(self, effect: PaymentEffect) -> PaymentAnswered:
        intent = effect.intent
        terminal = self._terminals.get(intent.wallet)
        if terminal is None:
            return self._answered(intent, IntentState.UNKNOWN, "no_terminal")
        order = self._order(intent)
        match effect:
            case SubmitPayment():
                code = self._vault.take(effect.handle)
                if code is None:  # never sent, so nothing can have been taken
                    return self._answered(intent, IntentState.FAILED, "code_expired")
                try:
                    reply = terminal.pay(order, code)
                except ValueError:  # the provider's format cannot carry the order
                    return self._answered(intent, IntentState.FAILED, "order_refused")
                if reply.state is PayState.NOT_FOUND:  # it says: nothing was sent
                    return self._answered(intent, IntentState.FAILED, reply.code)
                return self._asked(intent, reply)
            case QueryPayment():
                return self._asked(intent, terminal.query(order))
            case ReversePayment():
                return self._reversed(intent, terminal.reverse(order))

    def _order(self, intent: Intent) -> PaymentOrder:
        return PaymentOrder(
            order_no=intent.order_no,
            amount_minor=intent.amount.minor,
            currency=intent.amount.currency,
            description=f"Lane {self._lane}",
            device_id=self._lane,
        )

    def _asked(self, intent: Intent, reply: PaymentReply) -> PaymentAnswered:
        state = _ASKED[reply.state]
        return self._answered(intent, state, reply.code, reply.provider_ref)

    def _reversed(self, intent: Intent, reply: PaymentReply) -> PaymentAnswered:
        done = reply.state in _REVERSED
        state = IntentState.REVERSED if done else IntentState.REVERSE_UNKNOWN
        return self._answered(intent, state, reply.code, reply.provider_ref)

    def _answered(
        self, intent: Intent, state: IntentState, reason: str, ref: str = ""
    ) -> PaymentAnswered:
        at: datetime = self._clock.now()
        return PaymentAnswered(at, intent.id, state, reason, ref)
