"""The panel's JSON API: everything a person or a scripted shopper does to a store."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body
from pydantic import BaseModel, ConfigDict, Field

from hardware_sim.camera.item import Goods
from hardware_sim.camera.motion import Pose
from hardware_sim.camera.symbols import MAX_TEXT
from hardware_sim.escpos import PaperState
from hardware_sim.faults import Fault, FaultKind
from hardware_sim.panel.state import orders, state
from hardware_sim.wechat.orders import Outcome
from hardware_sim.world import World

_Finite = Annotated[float, Field(allow_inf_nan=False)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PoseBody(_Model):
    """How an item is held, still; see `camera.motion.Pose`."""

    rotation_deg: _Finite = 0.0
    scale: Annotated[float, Field(gt=0.05, le=4)] = 1.0
    blur_px: Annotated[float, Field(ge=0, le=20)] = 0.0
    noise: Annotated[float, Field(ge=0, le=60)] = 0.0
    dx: Annotated[float, Field(ge=-2000, le=2000)] = 0.0
    dy: Annotated[float, Field(ge=-2000, le=2000)] = 0.0


class HoldBody(_Model):
    """What to hold: a symbol, a product by one of its symbols, or loose produce."""

    symbology: str | None = None
    text: str | None = Field(None, max_length=MAX_TEXT)
    picture: str | None = None
    product: str | None = None
    symbol: int = Field(0, ge=0)
    produce: str | None = None
    seed: int | None = Field(None, ge=0)
    pose: PoseBody | None = None


class ScanBody(_Model):
    """What the hand scanner reads."""

    text: str
    aim: str | None = None


class PutBody(_Model):
    """What lies on the scale now."""

    grams: int = Field(ge=-50_000, le=50_000)


class PaperBody(_Model):
    """The printer's paper; it may run out after some lines."""

    state: PaperState
    lines_left: int | None = Field(None, ge=0)


class CoverBody(_Model):
    """The printer's cover."""

    open: bool


class CutterBody(_Model):
    """The printer's cutter."""

    jammed: bool


class NextBody(_Model):
    """How the next payments go."""

    outcome: Outcome
    times: int = Field(1, ge=0, le=100)
    delay_ms: int = Field(0, ge=0, le=120_000)


class FaultBody(_Model):
    """A fault of one device; null heals it."""

    device: str
    fault: FaultKind | None
    value: _Finite | None = None


def build(world: World) -> APIRouter:
    """Return the routes over a world."""
    router = APIRouter(prefix="/api")

    @router.get("/state")
    async def everything() -> dict[str, Any]:
        """Return all that the panel shows."""
        return state(world)

    @router.get("/products")
    async def tiles() -> list[dict[str, Any]]:
        """Return the catalogue."""
        return products(world)

    _add_camera(router, world)
    _add_lines(router, world)
    _add_payment(router, world)
    _add_faults(router, world)
    return router


def _add_camera(router: APIRouter, world: World) -> None:
    @router.post("/camera/hold")
    async def hold(body: HoldBody) -> dict[str, Any]:
        """Hold something before the camera."""
        if body.produce is not None:
            held = await world.hold_produce(body.produce, body.seed)
        elif body.product is not None:
            held = await world.hold_product(body.product, body.seed, body.symbol)
        elif body.symbology is not None and body.text is not None:
            picture = body.picture and world.plan.demo.picture(body.picture)
            goods = Goods(body.symbology, body.text, picture=picture or None)
            pose = body.pose and Pose(**body.pose.model_dump())
            held = await world.hold_symbol(goods, body.seed, pose or None)
        else:
            raise ValueError("name a product, a produce, or a symbology with its text")
        return {
            "shown_at_ns": held.shown_at_ns,
            "symbology": held.symbology,
            "text": held.text,
            "title": held.title,
        }

    @router.post("/camera/clear")
    async def clear() -> dict[str, bool]:
        """Take away what is held."""
        world.clear_camera()
        return {"ok": True}

    @router.get("/camera/first_readable")
    async def first_readable() -> dict[str, int] | None:
        """Return the first readable frame of what is held; null: none yet."""
        frame = world.stage.first_readable
        return None if frame is None else {"number": frame.number, "at_ns": frame.at_ns}


def _add_lines(router: APIRouter, world: World) -> None:
    @router.post("/scanner/scan")
    async def scan(body: ScanBody) -> dict[str, bool]:
        """Pull the hand scanner's trigger."""
        world.scan(body.text, body.aim)
        return {"ok": True}

    @router.post("/scale/put")
    async def put(body: PutBody) -> dict[str, bool]:
        """Put something on the scale."""
        world.put(body.grams)
        return {"ok": True}

    @router.post("/scale/clear")
    async def clear() -> dict[str, bool]:
        """Take everything off the scale."""
        world.put(0)
        return {"ok": True}

    @router.post("/printer/paper")
    async def paper(body: PaperBody) -> dict[str, bool]:
        """Change the paper."""
        world.set_paper(body.state, body.lines_left)
        return {"ok": True}

    @router.post("/printer/cover")
    async def cover(body: CoverBody) -> dict[str, bool]:
        """Open or close the cover."""
        world.set_cover(body.open)
        return {"ok": True}

    @router.post("/printer/cutter")
    async def cutter(body: CutterBody) -> dict[str, bool]:
        """Jam or free the cutter."""
        world.set_cutter_jam(body.jammed)
        return {"ok": True}

    @router.get("/printer/receipts")
    async def receipts() -> list[dict[str, Any]]:
        """Return what was printed, from cut to cut."""
        return list(state(world)["printer"]["receipts"])


def _add_payment(router: APIRouter, world: World) -> None:
    @router.post("/payment/next")
    async def plan_next(body: NextBody) -> dict[str, bool]:
        """Say how the next payments go."""
        world.plan_payment(body.outcome, body.times, body.delay_ms / 1000)
        return {"ok": True}

    @router.get("/payment/orders")
    async def books() -> list[dict[str, Any]]:
        """Return the provider's books."""
        return orders(world)


def _add_faults(router: APIRouter, world: World) -> None:
    @router.post("/faults")
    async def fault(body: Annotated[FaultBody, Body()]) -> dict[str, bool]:
        """Break a device."""
        wanted = None if body.fault is None else Fault(body.fault, body.value)
        world.set_fault(body.device, wanted)
        return {"ok": True}

    @router.delete("/faults")
    async def heal() -> dict[str, bool]:
        """Heal every device."""
        world.clear_faults()
        return {"ok": True}


def products(world: World) -> list[dict[str, Any]]:
    """Return the catalogue for the panel's tiles."""
    return [
        {
            "id": tile.id,
            "names": dict(tile.names),
            "price": tile.price,
            "category": tile.category,
            "produce": tile.is_produce,
            "picture": f"/pictures/{tile.picture}" if tile.picture else None,
            "symbols": [
                {
                    "symbology": symbol.symbology,
                    "text": symbol.text,
                    "caption": symbol.caption,
                    "label": symbol.label,
                }
                for symbol in tile.symbols
            ],
        }
        for tile in world.plan.demo.tiles
    ]
