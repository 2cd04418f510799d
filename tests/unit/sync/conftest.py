"""A lane and a cloud in one process: real ledger, real app, real signatures."""

import asyncio
import base64
import json
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from argon2 import PasswordHasher
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.domain import chain
from kiosk.domain.sale import Posting, Sale, SaleLine, SaleTender
from kiosk.store.ledger import Ledger
from sync import wire
from sync.client import CloudClient
from sync.cloud.app import create_app
from sync.cloud.enrolment import issue_code
from sync.cloud.secrets import Secrets
from sync.cloud.sqlite import SqliteStorage
from sync.enrol import enrol
from sync.identity import RequestSigner, load_key
from sync.push import Pusher
from sync.store import SyncState

NOW = datetime(2026, 3, 14, 8, 5, 9, tzinfo=UTC)
DAY = date(2026, 3, 14)
BASE = "http://127.0.0.1"


class Clock:
    """A clock that stands still until it is told."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.at

    def advance(self, **parts: float) -> None:
        self.at += timedelta(**parts)


class Cloud:
    """The cloud service, called in process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = Clock()
        self.secrets = Secrets(folder / "secrets")
        self.open()

    def open(self) -> None:
        self.folder.mkdir(exist_ok=True)
        self.storage = SqliteStorage(self.folder / "cloud.db")
        app = create_app(self.storage, self.secrets, self.clock)
        self.transport = InProcess(app)

    def close(self) -> None:
        self.storage.close()

    def http(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Send one plain request, unsigned."""
        with httpx.Client(base_url=BASE, transport=self.transport) as client:
            return client.request(method, path, **options)

    def code(self, device: str = "S001-L1", store: str = "S001") -> str:
        return issue_code(self.storage, self.secrets, store, device, self.clock())

    def client(self, auth: httpx.Auth | None = None) -> CloudClient:
        return CloudClient(BASE, auth, self.transport)

    def entries(self, device: str = "S001-L1") -> list[tuple[Any, ...]]:
        with self.storage._db.reading() as db:
            rows = db.execute(
                "SELECT epoch, seq, id, hash, review FROM entry WHERE device = ?"
                " ORDER BY epoch, seq",
                (device,),
            ).fetchall()
        return [tuple(row) for row in rows]


class InProcess(httpx.BaseTransport):
    """Calls an ASGI application; each request in an event loop of its own."""

    def __init__(self, app: Any) -> None:
        self._inner = httpx.ASGITransport(app, raise_app_exceptions=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        return asyncio.run(self._handle(request))

    async def _handle(self, request: httpx.Request) -> httpx.Response:
        response = await self._inner.handle_async_request(request)
        content = await response.aread()
        return httpx.Response(
            response.status_code, headers=response.headers, content=content
        )


class Lane:
    """A lane: its ledger, its secrets, its agent's state."""

    def __init__(self, folder: Path, cloud: Cloud, device: str = "S001-L1") -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.cloud = cloud
        self.device = device
        self.secrets = folder / "secrets"
        self.ledger_path = folder / "ledger.db"
        self.ledger = Ledger.open(self.ledger_path, device, "A01")
        self.state = SyncState.open(folder / "sync.db")
        self.sold = 0

    def close(self) -> None:
        self.ledger.close()
        self.state.close()

    def enrol(self, code: str | None = None) -> wire.Enrolment:
        code = code or self.cloud.code(self.device)
        return enrol(self.cloud.client(), self.secrets, "S001", self.device, code)

    def signer(self, now: Any = None) -> RequestSigner:
        key = load_key(self.secrets / "transport.key")
        return RequestSigner(self.device, key, now or self.cloud.clock)

    def client(self) -> CloudClient:
        return self.cloud.client(self.signer())

    def pusher(self, transport: httpx.BaseTransport | None = None) -> Pusher:
        client = (
            self.client()
            if transport is None
            else CloudClient(BASE, self.signer(), transport)
        )
        return Pusher(
            self.ledger_path, self.device, self.state, client, self.cloud.clock
        )

    def push_all(self) -> None:
        pusher = self.pusher()
        while pusher.step():
            pass

    def sell(self, count: int = 1, total: int = 790) -> list[Sale]:
        return [self._sell(total) for _ in range(count)]

    def _sell(self, total: int) -> Sale:
        at = NOW + timedelta(minutes=self.sold)
        self.sold += 1
        with self.ledger.transaction():
            sale, _ = self.ledger.commit_sale(make_sale(total), at, DAY)
        return sale

    def entries(self) -> list[tuple[int, int, str, str]]:
        rows = self.ledger._db.rows(
            "SELECT epoch, seq, id, hash FROM entry ORDER BY epoch, seq"
        )
        return [(e, s, i, h.hex()) for e, s, i, h in rows]


def make_sale(total: int, names: tuple[tuple[str, str], ...] = ()) -> Sale:
    """Return a sale of one line; the ledger gives its receipt number."""
    line = SaleLine(
        id="1",
        product="09520001001017",
        names=names or (("zh_CN", "纯牛奶 1升"), ("en", "Pure milk 1 L")),
        tax_class="reduced",
        unit=total,
        base_grams=None,
        pieces=1,
        grams=None,
        tare_grams=0,
        gross=total,
        discounts=(),
        net=total,
        tax=0,
    )
    return Sale(
        basket=str(uuid4()),
        receipt_no="",
        currency="CNY",
        exponent=2,
        tax_mode="inclusive",
        profile="CN/1",
        generation=1,
        opened_at="2026-03-14T08:00:00+00:00",
        paid_at="2026-03-14T16:05:09+08:00",
        member="",
        lines=(line,),
        taxes=(),
        tenders=(SaleTender("i-1", "wechat", "o-1", total, "ref"),),
        total=total,
        savings=0,
        postings=(Posting("tender:wechat", total), Posting("sales:reduced", -total)),
    )


@dataclass
class Chain:
    """Entries made by hand: for what a good kiosk never writes."""

    device: str = "S001-L1"
    epoch: int = 0
    entries: list[wire.Entry] = field(default_factory=list)

    def add(self, kind: str = "reprint", body: Any = None, **other: Any) -> wire.Entry:
        prev = self.entries[-1].hash if self.entries else "0" * 64
        seq = len(self.entries) + 1
        fields = {
            "at_utc": "2026-03-14T08:05:09.000000Z",
            "body": {"n": seq} if body is None else body,
            "business_date": "2026-03-14",
            "device": self.device,
            "epoch": self.epoch,
            "id": f"id-{self.epoch}-{seq}",
            "kind": kind,
            "mono_ns": 1,
            "seq": seq,
            "v": 1,
        } | other
        digest = chain.entry_hash(bytes.fromhex(prev), fields).hex()
        text = chain.canonical(fields.pop("body")).decode()
        del fields["device"]
        entry = wire.Entry(**fields, body=text, prev=prev, hash=digest)
        self.entries.append(entry)
        return entry

    def replace_last(self, **changes: Any) -> wire.Entry:
        self.entries[-1] = self.entries[-1].model_copy(update=changes)
        return self.entries[-1]

    def branch(self, keep: int) -> "Chain":
        return replace(self, entries=self.entries[:keep])


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch):
    """Real argon2id, but with the least memory: the tests hash many PINs."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr("sync.cloud.people._HASHER", quick)


@pytest.fixture
def cloud(tmp_path):
    service = Cloud(tmp_path / "cloud")
    yield service
    service.close()


@pytest.fixture
def lane(tmp_path, cloud):
    one = Lane(tmp_path / "lane", cloud)
    one.enrol()
    yield one
    one.close()


@pytest.fixture
def make_lane(tmp_path, cloud):
    lanes = []

    def make(device: str) -> Lane:
        lanes.append(Lane(tmp_path / device, cloud, device))
        return lanes[-1]

    yield make
    for one in lanes:
        one.close()


@pytest.fixture
def chain_of():
    return Chain


@pytest.fixture
def new_sale():
    return make_sale


@pytest.fixture
def private_key():
    return Ed25519PrivateKey.generate()


DEMO_CATALOGUE = {
    "store": {
        "id": "S001",
        "names": [["zh_CN", "街角小店"], ["en", "Corner shop"]],
        "address": [["zh_CN", "示例路 1 号"], ["en", "1 Example Road"]],
        "tax_id": "X",
        "profile": "CN",
    },
    "products": [
        {
            "id": "09520001001017",
            "names": [["zh_CN", "纯牛奶 1升"], ["en", "Pure milk 1 L"]],
            "unit_price": {"amount": {"minor": 790, "currency": "CNY"}},
            "tax_class": "reduced",
            "category": "dairy",
            "initials": "cnn",
        },
        {
            "id": "plu:4011",
            "names": [["zh_CN", "香蕉"], ["en", "Bananas"]],
            "unit_price": {
                "amount": {"minor": 598, "currency": "CNY"},
                "base_grams": 500,
            },
            "tax_class": "reduced",
            "category": "fruit",
            "plu": "4011",
        },
    ],
    "codes": [
        {"code": "09520001001017", "product": "09520001001017"},
        {"code": "4011", "product": "plu:4011"},
    ],
    "promotions": [
        {
            "id": "milk-3-for-2",
            "names": [["en", "3 for 2"]],
            "rule": {"type": "NForM", "n": 3, "m": 2},
            "products": ["09520001001017"],
        },
        {
            "id": "off-5",
            "names": [["en", "5 off 50"]],
            "rule": {
                "type": "Threshold",
                "reach": {"minor": 5000, "currency": "CNY"},
                "amount": {"minor": 500, "currency": "CNY"},
            },
        },
        {
            "id": "coupon-1",
            "names": [["en", "Coupon"]],
            "rule": {
                "type": "AmountCoupon",
                "amount": {"minor": 100, "currency": "CNY"},
            },
            "coupon_code": "C100",
        },
    ],
    "recalls": [
        {"id": "r1", "product": "plu:4011", "lot": "L1", "names": [["en", "bad"]]}
    ],
    "config": {"limits": {"lines": 60}},
}
DEMO_PEOPLE = {
    "staff": [
        {
            "id": "st-1",
            "name": "店员甲 / Attendant A",
            "role": "attendant",
            "pin": "246813",
            "badge": "BADGE-1",
        }
    ],
    "members": [{"id": "m-1", "code": "MEMBER-1", "name": "会员一", "tier": "gold"}],
}


class DemoFolder:
    """A folder of demo data that a test may change."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.catalogue = json.loads(json.dumps(DEMO_CATALOGUE))
        self.people = json.loads(json.dumps(DEMO_PEOPLE))
        self.write()

    def write(self) -> None:
        texts = {"catalogue": self.catalogue, "people": self.people}
        for name, data in texts.items():
            (self.folder / f"{name}.json").write_text(json.dumps(data))

    def gallery(self, floats: bytes = b"\0\0\x80\x3f" * 4) -> Path:
        path = self.folder / "gallery.json"
        row = {
            "id": "g1",
            "product": "plu:4011",
            "model": "product@1",
            "view": 1,
            "embedding": base64.b64encode(floats).decode(),
        }
        path.write_text(json.dumps([row]))
        return path


@pytest.fixture
def demo_folder(tmp_path):
    return DemoFolder(tmp_path / "demo")
