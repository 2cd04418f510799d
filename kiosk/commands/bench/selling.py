"""What a sale costs in the store: add a line, commit, beside the disk's own fsync."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson

from drivers.ports import SymbolScanned
from kiosk.commands.bench.figures import Figure, percentile
from kiosk.domain import events as e
from kiosk.domain.gs1 import check_digit
from kiosk.domain.money import Money
from kiosk.domain.product import Product, UnitPrice
from kiosk.domain.profiles import profile
from kiosk.domain.promotion import NForM, PercentOff, Promotion, Rule
from kiosk.domain.tender import IntentState
from kiosk.engine import DeviceEffect, Engine, Snapshot
from kiosk.lane.resolver import Resolver
from kiosk.store.catalogue import Catalogue
from kiosk.store.codec import to_json
from kiosk.store.ids import uuid7
from kiosk.store.ledger import Ledger
from kiosk.store.schema import open_catalogue

PRODUCTS = 100_000
PROMOTIONS = 1_000
LINES = 200
SALES = 100


def measure_selling(folder: Path) -> list[Figure]:
    """Return the figures of adding lines and of committing."""
    folder.mkdir(parents=True)
    _write_catalogue(folder / "catalogue.db")
    catalogue = Catalogue.open(folder / "catalogue.db")
    ledger = Ledger.open(folder / "ledger.db", "S001-L1", "A01")
    till = _Till(catalogue, ledger)
    fsync_ms = [_fsync_ms(folder / "probe") for _ in range(200)]
    added = till.add_lines(LINES)
    added_ms, cpu_ms = [one[0] for one in added], [one[1] for one in added]
    commits_ms = [till.sell() for _ in range(SALES)]
    catalogue.close()
    ledger.close()
    return [
        Figure("add a line (200 lines), p50", percentile(added_ms, 50), "ms"),
        Figure("add a line (200 lines), p95", percentile(added_ms, 95), "ms", 10),
        Figure("  of it CPU, p95", percentile(cpu_ms, 95), "ms"),
        Figure("sale commit, p50", percentile(commits_ms, 50), "ms"),
        Figure("sale commit, p99", percentile(commits_ms, 99), "ms"),
        Figure("the disk's fsync, p50", percentile(fsync_ms, 50), "ms"),
    ]


class _Till:
    """An engine over real files, without devices and without a screen."""

    def __init__(self, catalogue: Catalogue, ledger: Ledger) -> None:
        self._catalogue = catalogue
        self._now = datetime.now(UTC)
        region = profile("CN")
        ledger.open_day(self._now.date(), self._now)
        self._engine = Engine(region, ledger, _no_device, _no_screen)
        self._resolver = Resolver(
            lambda: catalogue, region, _no_member, frozenset(), lambda _: True
        )

    def add_lines(self, count: int) -> list[tuple[float, float]]:
        """Scan different goods; return wall and CPU ms of each, event to snapshot."""
        self._open()
        taken = []
        for number in range(count):
            taken.append(self._add(number * (PRODUCTS // count)))
        self._engine.handle(e.BasketAbandoned(self._now))
        return taken

    def sell(self) -> float:
        """Sell six lines; return the time from the answer "paid" to committed."""
        self._open()
        for number in range(6):
            self._add(number)
        self._engine.handle(e.PaymentRequested(self._now, uuid7(self._now)))
        intent = uuid7(self._now)
        self._engine.handle(
            e.PayCodeCaptured(self._now, "handle", "wechat", intent, intent[:32])
        )
        begun = time.perf_counter()
        self._engine.handle(e.PaymentAnswered(self._now, intent, IntentState.PAID))
        taken_ms = (time.perf_counter() - begun) * 1e3
        self._engine.handle(e.ReceiptChosen(self._now, e.ReceiptChoice.NONE))
        self._engine.handle(e.ThanksEnded(self._now))
        return taken_ms

    def _open(self) -> None:
        self._now += timedelta(seconds=1)
        self._engine.handle(
            e.BasketOpened(self._now, uuid7(self._now), 1, "CN", 1, self._now.date())
        )

    def _add(self, number: int) -> tuple[float, float]:
        scan = SymbolScanned("bench", _gtin(number)[1:], "ean13", 0)
        begun, used = time.perf_counter(), time.process_time()
        event = self._resolver.in_scan(scan, self._now, self._engine.session)
        self._engine.handle(event)
        taken, used = time.perf_counter() - begun, time.process_time() - used
        return taken * 1e3, used * 1e3


def _no_device(effect: DeviceEffect) -> None:
    return


def _no_screen(snapshot: Snapshot) -> None:
    return


def _no_member(code: str) -> None:
    return


def _gtin(number: int) -> str:
    body = f"0952{number:09d}"
    return f"{body}{check_digit(body)}"


def _fsync_ms(path: Path) -> float:
    """Append one page and force it to the disk."""
    begun = time.perf_counter()
    with path.open("ab") as file:
        file.write(b"x" * 4096)
        file.flush()
        os.fsync(file.fileno())
    return (time.perf_counter() - begun) * 1e3


def _write_catalogue(path: Path) -> None:
    db = open_catalogue(path)
    with db.transaction():
        db.insert_all(
            "INSERT INTO product(id, from_generation, category, plu, initials, names,"
            " body) VALUES (?,1,'goods','','sp','goods',?)",
            [(one.id, _body(one)) for one in _products()],
        )
        db.insert_all(
            "INSERT INTO code(code, product, from_generation) VALUES (?,?,1)",
            [(_gtin(number), _gtin(number)) for number in range(PRODUCTS)],
        )
        offers = list(_promotions())
        db.insert_all(
            "INSERT INTO promotion(id, from_generation, stage, coupon_code, body)"
            " VALUES (?,1,'item','',?)",
            [(one.id, _body(one)) for one in offers],
        )
        db.insert_all(
            "INSERT INTO promotion_product(promotion, product, from_generation)"
            " VALUES (?,?,1)",
            [(one.id, product) for one in offers for product in one.products],
        )
        db.run("INSERT OR REPLACE INTO meta VALUES ('current_generation', '1')")
    db.close()


def _body(value: Product | Promotion) -> str:
    return orjson.dumps(to_json(value)).decode()


def _products() -> Iterator[Product]:
    for number in range(PRODUCTS):
        names = (("zh_CN", f"商品 {number}"), ("en", f"Goods {number}"))
        price = UnitPrice(Money(100 + number % 5000, "CNY"))
        yield Product(_gtin(number), names, price, "standard", "goods")


def _promotions() -> Iterator[Promotion]:
    """Every hundredth product is promoted, half of them twice."""
    for number in range(PROMOTIONS):
        first = number * (PRODUCTS // PROMOTIONS)
        goods = frozenset(
            {_gtin(first), _gtin((first + 500) % PRODUCTS)}  # neighbours share goods
        )
        rule: Rule = NForM(3, 2) if number % 2 else PercentOff(100_000)
        yield Promotion(f"p{number:04d}", (("en", f"Offer {number}"),), rule, goods)
