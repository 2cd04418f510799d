"""A whole lane for tests: real engine, ledger and catalogue, a clock that waits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import till

from drivers.ports import ScaleReading, ScaleState, SymbolScanned
from kiosk.domain.product import Product
from kiosk.domain.profiles import profile
from kiosk.domain.promotion import Promotion
from kiosk.engine import DeviceEffect, Engine, Snapshot
from kiosk.lane.clock import Clock
from kiosk.lane.day import DayOpener
from kiosk.lane.idle import IdleTimes, IdleWatch
from kiosk.lane.lane import Lane, Parts, ScaleFacts
from kiosk.lane.payments import CodeVault
from kiosk.lane.resolver import Resolver
from kiosk.store.catalogue import Catalogue
from kiosk.store.codec import to_json
from kiosk.store.errors import StoreError
from kiosk.store.ledger import Ledger
from kiosk.store.people import StaffRecord
from kiosk.store.schema import open_catalogue

IDLE = IdleTimes(
    prompt_after_s=45, alert_after_prompt_s=15, receipt_s=15, thanks_s=12, staff_s=30
)
MEMBERS = {"MEMBER-1": "m-1"}
PAY_CODE = "134567890123456789"
MILK = "9520000000011"  # the demonstration prefix; its GTIN-14 has a leading 0


class StillClock(Clock):
    """Time passes when the test says so."""

    def __init__(self, at: datetime = till.NOON) -> None:
        super().__init__("Asia/Shanghai")
        self._at = at
        self._s = 1000.0

    def now(self) -> datetime:
        return self._at

    def monotonic_s(self) -> float:
        return self._s

    def advance(self, seconds: float) -> None:
        self._at += timedelta(seconds=seconds)
        self._s += seconds

    def set_wall(self, at: datetime) -> None:
        """Set the wall clock alone, as a person or NTP does."""
        self._at = at


class FakeDesk:
    """Knows PINs at once; the lane is answered when the test says `settle`."""

    def __init__(self, staff: dict[str, StaffRecord]) -> None:
        self.staff = staff
        self.asked: list[str] = []

    def check_pin(self, pin: str) -> None:
        self.asked.append(pin)

    def check_badge(self, scan: SymbolScanned) -> None:
        self.asked.append(scan.text)


class Shelves:
    """The catalogue as the lane asks for it; `fault` makes it fail."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened: Catalogue | None = None
        self.fault: StoreError | None = None

    def __call__(self) -> Catalogue:
        if self.fault is not None:
            raise self.fault
        if self._opened is None:
            self._opened = Catalogue.open(self._path)
        return self._opened

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()


def write_catalogue(
    path: Path,
    goods: dict[str, Product],
    promotions: Iterable[Promotion] = (),
    recalls: Iterable[tuple[str, str | None]] = (),
) -> None:
    """Write generation 1: products by their code, promotions, recalls by lot."""
    db = open_catalogue(path)
    with db.transaction():
        for item in {item.id: item for item in goods.values()}.values():
            db.run(
                "INSERT INTO product VALUES (?,1,NULL,?,?,?,?,?)",
                (
                    item.id,
                    item.category,
                    item.plu,
                    item.initials,
                    " ".join(text for _, text in item.names).lower(),
                    orjson.dumps(to_json(item)).decode(),
                ),
            )
        for code, item in goods.items():
            db.run("INSERT INTO code VALUES (?,?,1,NULL)", (code, item.id))
        for promotion in promotions:
            _put_promotion(db, promotion)
        for number, (product_id, lot) in enumerate(recalls):
            db.run(
                "INSERT INTO recall VALUES (?,1,NULL,?,?,'{}')",
                (f"r-{number}", product_id, lot),
            )
        db.run("INSERT INTO meta VALUES ('current_generation', '1')")
    db.close()


def _put_promotion(db: Any, promotion: Promotion) -> None:
    stage = "item" if promotion.products else "basket"
    body = orjson.dumps(to_json(promotion, Promotion)).decode()
    db.run(
        "INSERT INTO promotion VALUES (?,1,NULL,?,?,?)",
        (promotion.id, stage, promotion.coupon_code, body),
    )
    for product_id in promotion.products:
        db.run(
            "INSERT INTO promotion_product VALUES (?,?,1,NULL)",
            (promotion.id, product_id),
        )


def goods() -> dict[str, Product]:
    """Return a small shop by its codes."""
    return {
        f"0{MILK}": till.product("milk", 1000),
        "09520000000028": till.product("tea", 500),
        "09520000000035": till.product("no-price", None),
        "4011": till.banana(),
    }


@dataclass
class Counter:
    """One lane and all that it does."""

    folder: Path
    goods: dict[str, Product] = field(default_factory=goods)
    promotions: tuple[Promotion, ...] = ()
    recalls: tuple[tuple[str, str | None], ...] = ()
    clock: StillClock = field(default_factory=StillClock)
    ran: list[DeviceEffect] = field(default_factory=list)
    published: list[Snapshot] = field(default_factory=list)
    recognised: list[bool] = field(default_factory=list)
    zeroed: int = 0
    checking: bool = False
    unsynced: Callable[[], tuple[int, int]] = lambda: (0, 0)

    def __post_init__(self) -> None:
        self.shelves = Shelves(self.folder / "catalogue.db")
        if not (self.folder / "catalogue.db").exists():
            write_catalogue(
                self.folder / "catalogue.db", self.goods, self.promotions, self.recalls
            )
        self.desk = FakeDesk({})
        self.open()

    def open(self) -> None:
        """Start the program over the same files, as after a crash."""
        self.ledger = Ledger.open(self.folder / "ledger.db", "S001-L1", "A01")
        region = profile("CN")
        self.engine = Engine(
            region, self.ledger, self.ran.append, self.published.append
        )
        self.vault = CodeVault(self.clock)
        self.open_day = DayOpener(self.ledger, 4)
        resolver = Resolver(
            self.shelves, region, MEMBERS.get, frozenset({"wechat"}), lambda at: True
        )
        self.lane = Lane(
            Parts(
                engine=self.engine,
                catalogue=self.shelves,
                resolver=resolver,
                vault=self.vault,
                desk=self.desk,  # type: ignore[arg-type]  # a fake
                pins=self.ledger.pins,
                clock=self.clock,
                idle=IdleWatch(IDLE, self.clock.monotonic_s()),
                scale=ScaleFacts(5, 3000),
                open_day=self.open_day,
                recognise=self.recognised.append,
                zero_scale=self._zero,
                unsynced=lambda: self.unsynced(),
                checking=self.checking,
            )
        )
        self.open_day(self.clock.now())
        self.engine.recover(self.clock.now())

    def close(self) -> None:
        self.ledger.close()
        self.shelves.close()

    def crash(self) -> None:
        """Lose the process, keep the files."""
        self.ledger.close()
        self.ran.clear()
        self.published.clear()
        self.open()

    def _zero(self) -> None:
        self.zeroed += 1

    @property
    def session(self) -> Any:
        return self.engine.session

    @property
    def notice(self) -> str:
        notice = self.session.notice
        return notice.code if notice else ""

    @property
    def cart(self) -> list[str]:
        """Return the ids of the products in the basket."""
        basket = self.session.basket
        return [line.product.id for line in basket.cart.lines] if basket else []

    def scan(self, text: str = MILK, symbology: str = "", gs1: bool = False) -> None:
        at_ns = int(self.clock.monotonic_s() * 1e9)
        self.lane.receive(SymbolScanned("scanner", text, symbology, at_ns, gs1))

    def load(self, grams: int, state: ScaleState = ScaleState.OK) -> None:
        """Let the scale say what lies on it."""
        at_ns = int(self.clock.monotonic_s() * 1e9)
        self.lane.receive(ScaleReading("scale", grams, state, at_ns, zero=grams == 0))

    def kinds(self) -> list[str]:
        """Return the kinds of all ledger entries, oldest first."""
        rows = self.ledger._db.rows("SELECT kind FROM entry ORDER BY epoch, seq")
        return [kind for (kind,) in rows]

    def journal(self) -> list[tuple[str, str]]:
        """Return (event text, refusal) of all journalled events."""
        return list(
            self.ledger._db.rows("SELECT event, rejected FROM journal ORDER BY n")
        )
