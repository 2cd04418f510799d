"""A till for tests: drives `step` with events that have every fact filled in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from itertools import count
from typing import Any

from kiosk.domain import events as e
from kiosk.domain.effects import AppendEntry, Effect
from kiosk.domain.intervention import Decision, Intervention, Role
from kiosk.domain.money import Money
from kiosk.domain.product import Product, Restriction, UnitPrice
from kiosk.domain.profiles import profile
from kiosk.domain.session import Basket, Phase, Session
from kiosk.domain.step import step
from kiosk.domain.tender import IntentState

CHINA = timezone(timedelta(hours=8))
NOON = datetime(2026, 3, 14, 12, tzinfo=CHINA)


def cny(minor: int) -> Money:
    return Money(minor, "CNY")


def product(
    product_id: str = "milk", minor: int | None = 1000, **facts: Any
) -> Product:
    price = None if minor is None else UnitPrice(cny(minor), facts.pop("base", None))
    facts.pop("base", None)
    return Product(
        product_id, (("en", product_id),), price, "standard", "goods", **facts
    )


def restricted(product_id: str, **rules: Any) -> Product:
    return product(product_id, restriction=Restriction(**rules))


def banana(**facts: Any) -> Product:
    return product("plu:4011", 1196, base=1000, plu="4011", **facts)


@dataclass
class Till:
    """One lane under test."""

    session: Session = field(default_factory=lambda: Session(profile("CN")))
    effects: tuple[Effect, ...] = ()
    events: list[e.Event] = field(default_factory=list)
    now: datetime = NOON
    _ids: Any = field(default_factory=lambda: count(1))

    def do(self, event: e.Event) -> tuple[Effect, ...]:
        self.session, self.effects = step(self.session, event)
        self.events.append(event)
        return self.effects

    def new_id(self, kind: str) -> str:
        return f"{kind}{next(self._ids)}"

    @property
    def basket(self) -> Basket:
        assert self.session.basket is not None
        return self.session.basket

    @property
    def asked(self) -> Intervention:
        (only,) = self.session.interventions
        return only

    def entries(self) -> list[str]:
        return [one.kind for one in self.effects if isinstance(one, AppendEntry)]

    def body(self, kind: str) -> dict[str, Any]:
        (found,) = [
            one.body
            for one in self.effects
            if isinstance(one, AppendEntry) and one.kind == kind
        ]
        return dict(found)

    def open(self, **facts: Any) -> Till:
        self.do(
            e.BasketOpened(
                self.now, self.new_id("b"), 1, "CN", 1, self.now.date(), **facts
            )
        )
        return self

    def scan(self, goods: Product, **facts: Any) -> str:
        given = {
            "local_date": self.now.date(),
            "local_minute": self.now.hour * 60 + self.now.minute,
            "intervention_id": self.new_id("i"),
            "line_id": self.new_id("l"),
        } | facts
        self.do(e.ItemScanned(self.now, product=goods, **given))
        return self.session.last_line

    def weigh(self, goods: Product, gross: int, **facts: Any) -> None:
        given = {
            "tare_grams": 0,
            "max_tare_grams": 3000,
            "interval_grams": 5,
            "stable": True,
            "returned_to_zero": True,
        } | facts
        self.do(e.ItemWeighed(self.now, self.new_id("l"), goods, gross, **given))

    def pay(self) -> None:
        self.do(e.PaymentRequested(self.now, self.new_id("i")))

    def show_code(self) -> str:
        intent = self.new_id("t")
        self.do(e.PayCodeCaptured(self.now, "handle", "wechat", intent, f"no-{intent}"))
        return intent

    def answer(self, state: IntentState, reason: str = "", after_s: int = 0) -> None:
        assert self.session.intent is not None
        self.now += timedelta(seconds=after_s)
        self.do(
            e.PaymentAnswered(self.now, self.session.intent.id, state, reason, "ref")
        )

    def committed(self) -> None:
        self.do(e.SaleCommitted(self.now, "A01-0-000001", 0, 7, "ab" * 32))

    def sign_in(self, role: Role = Role.ATTENDANT) -> None:
        self.do(e.StaffIdentified(self.now, "st-1", role, "pin"))

    def resolve(
        self, decision: Decision, role: Role = Role.ATTENDANT, **other: Any
    ) -> None:
        asked = self.session.interventions[-1]
        given = {"intervention_id": asked.id, "revision": asked.revision} | other
        self.do(
            e.InterventionResolved(
                self.now, decision=decision, staff_id="st-1", role=role, **given
            )
        )

    def sell(self) -> None:
        """Buy one carton of milk up to the receipt question."""
        self.open()
        self.scan(product())
        self.pay()
        self.show_code()
        self.answer(IntentState.PAID)
        self.committed()
        assert self.session.phase is Phase.RECEIPT
