"""The panel's API over a world: what a person does shows in the state."""

import asyncio
import io
import json
import re
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
import zxingcpp
from hostile import HOSTILE, tags_of
from PIL import Image, ImageDraw

from hardware_sim.catalogue import load
from hardware_sim.panel.app import build
from hardware_sim.wechat.signing import Keys
from hardware_sim.world import Plan, World

STORE_NAME = "".join(HOSTILE)
KEYS = Keys.generate()
Act = Callable[[World, httpx.AsyncClient], Awaitable[None]]


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    files: dict[str, Any] = {
        "catalogue": {
            "store": {"names": [["zh_CN", "示范店"], ["en", STORE_NAME]]},
            "products": [
                {
                    "id": "09520001001017",
                    "names": [["zh_CN", "牛奶"], ["en", "Milk"]],
                    "unit_price": {"amount": {"minor": 790}},
                    "category": "dairy",
                    "picture": "milk.png",
                },
                {
                    "id": "plu:4011",
                    "names": [["zh_CN", "香蕉"], ["en", "Bananas"]],
                    "picture": "milk.png",
                },
            ],
            "promotions": [],
        },
        "symbols": [
            {"product": "09520001001017", "symbology": "ean13", "text": "9520001001017"}
        ],
        "people": {"staff": [], "members": [{"name": "M / M", "code": "M-1"}]},
    }
    for name, value in files.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(value), encoding="utf-8")
    (tmp_path / "pictures").mkdir()
    image = Image.new("RGBA", (320, 320))
    ImageDraw.Draw(image).ellipse((40, 40, 280, 280), fill="#E0B020")
    image.save(tmp_path / "pictures" / "milk.png")
    return tmp_path


def with_panel(demo: Path, act: Act) -> None:
    async def run() -> None:
        world = World(Plan(load(demo, date(2026, 1, 2))), KEYS)
        transport = httpx.ASGITransport(app=build(world))
        base = "http://127.0.0.1"
        async with httpx.AsyncClient(transport=transport, base_url=base) as client:
            await act(world, client)
        world.close()

    asyncio.run(run())


async def state(client: httpx.AsyncClient) -> dict[str, Any]:
    return dict((await client.get("/api/state")).json())


def test_holding_and_taking_away(demo: Path) -> None:
    async def act(world: World, client: httpx.AsyncClient) -> None:
        for body, text in (
            ({"product": "09520001001017", "seed": 4}, "9520001001017"),
            ({"symbology": "qr", "text": "你好"}, "你好"),
            ({"produce": "plu:4011"}, ""),
        ):
            reply = await client.post("/api/camera/hold", json=body)
            assert reply.status_code == 200, reply.text
            assert reply.json()["shown_at_ns"] > 0
            assert (await state(client))["held"]["text"] == text
        assert (await client.get("/api/camera/first_readable")).json() is None
        await client.post("/api/camera/clear")
        assert (await state(client))["held"] is None

    with_panel(demo, act)


@pytest.mark.parametrize(
    ("path", "body", "code", "reason"),
    [
        ("camera/hold", {}, 400, "name a product"),
        ("camera/hold", {"product": "x"}, 400, "no product"),
        ("camera/hold", {"symbology": "ean13", "text": "1"}, 400, "13 digits"),
        ("camera/hold", {"symbology": "qr", "text": "x" * 5000}, 422, "4096"),
        ("camera/hold", {"product": "plu:4011"}, 400, "no symbol"),
        ("camera/hold", {"speed": 1}, 422, "extra"),
        ("scanner/scan", {"text": ""}, 400, "1 to 4096"),
        ("scale/put", {"grams": 1.5}, 422, "integer"),
        ("printer/paper", {"state": "gone"}, 422, "near_end"),
        ("payment/next", {"outcome": "luck"}, 422, "userpaying"),
        ("faults", {"device": "lamp", "fault": "slow"}, 400, "no device"),
    ],
)
def test_what_is_wrong_is_said(
    demo: Path, path: str, body: dict[str, Any], code: int, reason: str
) -> None:
    async def act(world: World, client: httpx.AsyncClient) -> None:
        reply = await client.post(f"/api/{path}", json=body)
        assert reply.status_code == code
        assert reason in reply.text

    with_panel(demo, act)


def test_scale_printer_payment_and_faults_show_in_the_state(demo: Path) -> None:
    async def act(world: World, client: httpx.AsyncClient) -> None:
        await client.post("/api/scale/put", json={"grams": 742})
        await client.post("/api/printer/paper", json={"state": "near_end"})
        await client.post("/api/printer/cover", json={"open": True})
        await client.post("/api/payment/next", json={"outcome": "failed", "times": 2})
        await client.post("/api/faults", json={"device": "scale", "fault": "restless"})
        now = await state(client)
        assert (now["scale"]["grams"], now["scale"]["motion"]) == (742, True)
        assert (now["printer"]["paper"], now["printer"]["cover"]) == (
            "near_end",
            "open",
        )
        assert now["payment"]["next"] == ["failed", "failed"]
        assert now["faults"]["scale"] == {"fault": "restless", "value": None}
        assert [one["what"] for one in now["timeline"]] == [
            "weight",
            "paper",
            "cover_open",
            "next",
            "fault",
        ]
        await client.delete("/api/faults")
        assert not any((await state(client))["faults"].values())
        assert not world.load.restless

    with_panel(demo, act)


def test_a_receipt_can_be_seen_in_every_form(demo: Path) -> None:
    async def act(world: World, client: httpx.AsyncClient) -> None:
        assert (await client.get("/receipts/1.png")).status_code == 404
        assert (await client.get("/receipts/growing.png")).status_code == 204
        world.printer.speed = None
        world.printer.feed(b"Milk  7.90\n")
        assert (await client.get("/receipts/growing.png")).status_code == 200
        world.printer.feed(b"\x1dV\x00")
        picture = await client.get("/receipts/1.png")
        assert Image.open(io.BytesIO(picture.content)).width == 624
        assert (await client.get("/receipts/1.bin")).content == b"Milk  7.90\n\x1dV\x00"
        details = (await client.get("/receipts/1.json")).json()
        assert details["lines"] == ["Milk  7.90"]
        assert details["cut"] is True
        assert [
            one["n"] for one in (await client.get("/api/printer/receipts")).json()
        ] == [1]

    with_panel(demo, act)


def test_codes_can_be_scanned_from_the_page(demo: Path) -> None:
    async def act(world: World, client: httpx.AsyncClient) -> None:
        async def read(path: str) -> str:
            reply = await client.get(path)
            grey = np.asarray(Image.open(io.BytesIO(reply.content)).convert("L"))
            return str(zxingcpp.read_barcodes(grey)[0].text)

        assert await read("/codes/member.png") == "M-1"
        assert await read("/codes/coupon.png?text=C5") == "C5"
        first, second = [await read("/codes/pay-wechat.png") for _ in range(2)]
        assert re.fullmatch(r"1[0-5]\d{16}", first)
        assert first != second
        assert (await client.get("/codes/badge.png")).status_code == 404
        assert (await client.get("/codes/other.png")).status_code == 404
        kinds = {one["kind"] for one in (await client.get("/api/codes")).json()}
        assert kinds == {"member", "pay-wechat", "pay-alipay"}

    with_panel(demo, act)


def test_the_page_escapes_names_and_needs_nothing_from_elsewhere(demo: Path) -> None:
    async def act(world: World, client: httpx.AsyncClient) -> None:
        page = (await client.get("/")).text
        assert "示范店" in page
        assert "milk" in page
        assert "font" not in {tag for tag, _ in tags_of(page)}
        assert ("img", ("src", "onerror")) not in tags_of(page)
        assert "<script>alert" not in page
        links = re.findall(r'(?:src|href)="([^"]+)"', page)
        assert all(link.startswith(("/", "data:")) for link in links)
        for link in links:
            if link.startswith("/static/"):
                text = (await client.get(link)).text
                assert not re.search(r"https?://(?!www\.w3\.org)", text), link

    with_panel(demo, act)


def test_pictures_come_from_the_pictures_alone(demo: Path) -> None:
    async def act(world: World, client: httpx.AsyncClient) -> None:
        assert (await client.get("/pictures/milk.png")).status_code == 200
        assert (await client.get("/pictures/none.png")).status_code == 400
        assert (await client.get("/pictures/..%2Fpeople.json")).status_code in (
            400,
            404,
        )

    with_panel(demo, act)


def test_every_text_of_the_page_has_both_languages() -> None:
    panel = Path(build.__code__.co_filename).parent
    table = (panel / "static" / "text.js").read_text(encoding="utf-8")
    known = set(re.findall(r'(?:^|[ {])"?([\w-]+)"?: \["[^"]+", "[^"]+"\]', table))
    page = (panel / "templates" / "panel.html").read_text(encoding="utf-8")
    used = set(re.findall(r'data-t(?:-placeholder)?="([^"]+)"', page))
    for script in ("panel.js", "goods.js"):
        text = (panel / "static" / script).read_text(encoding="utf-8")
        used |= set(re.findall(r'\bt\("([^"]+)"\)', text))
    assert used
    assert used - known == set()
