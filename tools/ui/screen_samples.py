"""Sample snapshots of every screen, priced by the domain from the demo catalogue."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from drivers.ports import DeviceStatus, Health, ScaleReading, ScaleState
from kiosk.domain.cart import Cart, Line
from kiosk.domain.intervention import Cause, Intervention, Role
from kiosk.domain.money import Money
from kiosk.domain.pricing import price
from kiosk.domain.product import Product, UnitPrice
from kiosk.domain.profile import Profile
from kiosk.domain.profiles import CN
from kiosk.domain.promotion import Promotion
from kiosk.domain.quantity import Pieces, Quantity, Weight
from kiosk.domain.session import (
    Basket,
    CommittedSale,
    Notice,
    Phase,
    Session,
    Staff,
)
from kiosk.domain.tender import Intent, IntentState
from kiosk.engine import Snapshot
from kiosk.store.codec import from_json

DEMO = Path(__file__).parents[2] / "demo"
NOW = datetime(2026, 3, 14, 9, 26, tzinfo=UTC)
OK = {
    name: DeviceStatus(name, Health.OK)
    for name in ("camera", "scanner", "scale", "printer", "payment")
}


@dataclass(frozen=True)
class Catalogue:
    """Products and promotions of the demo store."""

    products: dict[str, Product]
    promotions: tuple[Promotion, ...]

    def like(self, text: str) -> Product:
        """Return the first product whose English name contains a text."""
        return next(
            p for p in self.products.values() if text.lower() in p.name("en").lower()
        )

    def search(self, text: str, category: str = "") -> tuple[Product, ...]:
        """Return products as a lane would: category, initials or part of a name."""
        wanted = text.lower()
        return tuple(
            product
            for product in self.products.values()
            if (not category or product.category == category)
            and (
                product.initials.startswith(wanted)
                or wanted in product.plu
                or any(wanted in name.lower() for _, name in product.names)
            )
        )


def load() -> Catalogue:
    """Read the demo catalogue."""
    data = json.loads((DEMO / "catalogue.json").read_text("utf-8"))
    products = [from_json(one, Product) for one in data["products"]]
    promotions = tuple(from_json(one, Promotion) for one in data["promotions"])
    return Catalogue({product.id: product for product in products}, promotions)


def line(number: int, product: Product, quantity: Quantity | int = 1) -> Line:
    """Return a line of pieces or of a weight."""
    amount = Pieces(quantity) if isinstance(quantity, int) else quantity
    return Line(f"l{number}", product, amount)


def basket(
    lines: Iterable[Line],
    promotions: tuple[Promotion, ...] = (),
    *,
    member: bool = False,
    profile: Profile = CN,
) -> Basket:
    """Return a priced basket."""
    held: list[Line] = []
    for one in lines:
        held.append(one)
        deposit = one.product.deposit
        if deposit is not None:
            child = replace(
                one.product,
                id=deposit.id,
                names=deposit.names,
                unit_price=UnitPrice(deposit.amount),
                deposit=None,
            )
            held.append(Line(f"{one.id}d", child, one.quantity, parent=one.id))
    cart = Cart(NOW, tuple(held), promotions, "m-1" if member else "")
    return Basket("b1", NOW, 1, date(2026, 3, 14), cart, price(cart, profile))


def shopping(catalogue: Catalogue) -> Basket:
    """Return a basket of a usual size, with promotions, a weight and a deposit."""
    find = catalogue.like
    lines = [
        line(1, find("fresh milk in a glass"), 1),
        line(2, find("cola"), 3),
        line(3, find("fuji apples"), Weight(735)),
        line(4, find("crisps"), 2),
        line(5, find("lager"), 1),
        line(6, find("plain yoghurt"), 4),
        line(7, find("large carrier bag"), 1),
    ]
    return basket(lines, catalogue.promotions, member=True)


def scan(held: Basket | None, last: str = "", notice: Notice | None = None) -> Session:
    """Return a session in scanning."""
    return Session(CN, Phase.SCAN, held, notice=notice, last_line=last)


def reading(grams: int, state: ScaleState = ScaleState.OK) -> ScaleReading:
    """Return a reading of the scale."""
    return ScaleReading("scale", grams, state, 0)


def intent(held: Basket, state: IntentState) -> Intent:
    """Return an attempt to pay for a basket."""
    return Intent("i1", "A01-1", "wechat", held.priced.total, NOW, state)


def interventions() -> tuple[Intervention, ...]:
    """Return three open interventions, one of which stops the payment."""
    return (
        Intervention("v1", Cause.AGE, NOW, 1, ("l5",)),
        Intervention("v2", Cause.HELP, NOW, 1),
        Intervention("v3", Cause.UNKNOWN_ITEM, NOW, 1, detail="6901234567892"),
    )


def sale(held: Basket, state: str = "") -> CommittedSale:
    """Return the committed sale of a basket."""
    return CommittedSale("A01000042", 1, 7, "9f" * 32, held.priced.total, "j", state)


Steps = dict[str, tuple[Snapshot, str]]  # name: (snapshot, sheet that is open)
DARK = {name: DeviceStatus(name, Health.LOST) for name in OK}
BROKEN = {**OK, "printer": DeviceStatus("printer", Health.FAULT, "paper_out")}


def steps(catalogue: Catalogue) -> Steps:
    """Return every screen in the order of the flow."""
    held = shopping(catalogue)
    scanning = scan(held, last="l2")
    full = Snapshot(scanning, OK, reading(735))
    return {
        **_arriving(),
        **_scanning(full, catalogue),
        **_paying(full, held),
        **_leaving(full, held),
        **_staff(full),
        "29-stopped": (Snapshot(_stopped()), ""),
        "30-long": (Snapshot(scan(long_basket(catalogue), last="l60"), OK), ""),
    }


def _stopped() -> Session:
    return Session(CN, Phase.STOPPED, notice=Notice("storage_failed", "danger"))


def _arriving() -> Steps:
    offline = Snapshot(Session(CN), BROKEN, oldest_unsynced_s=600)
    return {
        "01-attract": (Snapshot(Session(CN), OK), ""),
        "02-attract-offline-no-paper": (offline, ""),
        "02-attract-nothing-reads": (Snapshot(Session(CN), DARK), ""),
        "03-scan-empty": (Snapshot(scan(basket([])), OK), ""),
        "03-scan-nothing-reads": (Snapshot(scan(basket([])), DARK), ""),
    }


def _scanning(full: Snapshot, catalogue: Catalogue) -> Steps:
    find = catalogue.like
    top = (find("fuji apples"), find("granny"), find("pears"))
    weighing = replace(full, suggestions=top)
    moving = replace(weighing, scale=reading(0, ScaleState.MOTION))

    asked = replace(full.session, interventions=interventions()[1:])
    called = replace(full, session=asked, devices=DARK, oldest_unsynced_s=600)

    def told(code: str, severity: str, subject: str) -> Snapshot:
        notice = Notice(code, severity, subject)
        return replace(full, session=replace(full.session, notice=notice))

    return {
        "04-scan": (full, ""),
        "05-scan-unknown": (told("unknown_item", "warn", "6901234567892"), ""),
        "06-scan-expired": (told("expired", "danger", "l4"), ""),
        "06-scan-called": (called, ""),
        "07-line": (full, "line"),
        "08-lookup": (full, "lookup"),
        "09-weigh": (weighing, "weigh"),
        "10-weigh-moving": (moving, "weigh"),
        "10-weigh-no-scale": (replace(weighing, devices=DARK), "weigh"),
        "11-weigh-confirm": (weighing, "weigh+pick"),
        "12-help": (full, "help"),
        "13-again": (full, "again"),
        "14-idle": (replace(full, idle_prompt_s=12), ""),
    }


def _paying(full: Snapshot, held: Basket) -> Steps:
    tender = replace(full.session, phase=Phase.TENDER)
    blocked = replace(tender, interventions=interventions())

    def pay(state: IntentState, left: int | None = None) -> Snapshot:
        attempt = (intent(held, state),)
        session = replace(full.session, phase=Phase.PAY, intents=attempt)
        return replace(full, session=session, pay_seconds_left=left)

    return {
        "15-pay-method": (replace(full, session=tender), ""),
        "16-pay-blocked": (replace(full, session=blocked), ""),
        "17-pay-asking": (pay(IntentState.SUBMITTED, 38), ""),
        "18-pay-confirm": (pay(IntentState.USERPAYING, 24), ""),
        "19-pay-unknown": (pay(IntentState.UNKNOWN), ""),
        "20-pay-undoing": (pay(IntentState.REVERSING), ""),
        "21-pay-staff": (pay(IntentState.REVERSE_UNKNOWN), ""),
    }


def _leaving(full: Snapshot, held: Basket) -> Steps:
    def sold(phase: Phase, state: str = "") -> Snapshot:
        session = replace(full.session, phase=phase, sale=sale(held, state))
        return replace(full, session=session)

    waiting = replace(sold(Phase.THANKS, "paper_out"), devices=BROKEN)
    return {
        "22-receipt": (sold(Phase.RECEIPT), ""),
        "23-thanks-printing": (sold(Phase.THANKS, "printing"), ""),
        "24-thanks-held": (waiting, ""),
        "25-thanks-qr": (sold(Phase.THANKS), "qr"),
    }


def _staff(full: Snapshot) -> Steps:
    signed_in = replace(full.session, staff=Staff("st-3", Role.SUPERVISOR, NOW))
    asked = replace(signed_in, interventions=interventions())
    more = (Cause.NO_PRICE, Cause.EXPIRED, Cause.QUANTITY_LIMIT)
    others = tuple(Intervention(f"v-{one}", one, NOW, 1, ("l2",)) for one in more)
    many = replace(asked, interventions=(*others, *interventions()))
    return {
        "26-staff-pin": (full, "pin"),
        "27-staff": (replace(full, session=asked), ""),
        "27-staff-many": (replace(full, session=many), ""),
        "28-staff-reason": (replace(full, session=signed_in), "void"),
    }


def long_basket(catalogue: Catalogue) -> Basket:
    """Return sixty lines with long names and a total of eight digits."""
    names = sorted(
        (p for p in catalogue.products.values() if not p.is_weighed and p.unit_price),
        key=lambda product: -len(product.name("en")),
    )
    lines = [line(i + 1, names[i % len(names)], 40 + i) for i in range(59)]
    dear = replace(names[0], unit_price=UnitPrice(Money(1_234_567, "CNY")))
    lines.append(line(60, replace(dear, deposit=None), 80))
    return basket(lines)
