"""A store in a box: every device of one lane, and what a person does to them.

Everything runs on one asyncio loop but the camera's drawing thread. Each act leaves
a line in the time line that the panel shows.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np

from hardware_sim import paycodes
from hardware_sim.camera.frames import FrameHub
from hardware_sim.camera.item import Goods, package
from hardware_sim.camera.motion import Hand, Pose, still
from hardware_sim.camera.produce import on_pan
from hardware_sim.camera.scene import hand_for
from hardware_sim.camera.server import CameraServer
from hardware_sim.camera.stage import Stage
from hardware_sim.catalogue import Demo
from hardware_sim.escpos import Cover, PaperState, Printer, Receipt
from hardware_sim.faults import Fault, FaultKind
from hardware_sim.load import Load
from hardware_sim.model import DeviceModel, DeviceServer
from hardware_sim.mt8217 import Mt8217
from hardware_sim.mtsics import MtSics
from hardware_sim.scanner import Scanner
from hardware_sim.transport import ByteServer, listen
from hardware_sim.wechat.orders import Outcome, Provider
from hardware_sim.wechat.server import PaymentServer
from hardware_sim.wechat.signing import Keys

MCHID, APPID = "1900000109", "wxd678efh567hg6787"
SCALE_PROTOCOLS = ("mt8217", "mt-sics")
DEVICES = ("camera", "scanner", "scale", "printer", "payment")
_TIMELINE = 200
SCALE_BAUD = 9600


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A line of the time line."""

    number: int
    at: float  # seconds since the epoch
    device: str
    what: str  # a stable code, translated on the page
    detail: str = ""


@dataclass(slots=True)
class Held:
    """What is before the camera, for the panel."""

    kind: str
    title: str
    symbology: str = ""
    text: str = ""
    product: str = ""
    shown_at_ns: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """How to set up a world."""

    demo: Demo
    out: Path | None = None
    host: str = "127.0.0.1"
    device_host: str = "127.0.0.1"
    token: str | None = None
    seed: int = 1
    scale_protocol: str = "mt8217"


def scale_model(protocol: str, load: Load) -> DeviceModel:
    """Return the scale that speaks a protocol. Raises ValueError."""
    match protocol:
        case "mt8217":
            return Mt8217(load)
        case "mt-sics":
            return MtSics(load)
        case _:
            names = ", ".join(SCALE_PROTOCOLS)
            raise ValueError(f"unknown scale protocol {protocol!r}; known: {names}")


def has_parity(scale: DeviceModel) -> bool:
    """Whether a scale's line has a parity bit: 7E1 of MT 8217 (devices A1)."""
    return isinstance(scale, Mt8217)


class World:
    """One store: its ports are taken at once, `run` serves until cancelled."""

    def __init__(self, plan: Plan, keys: Keys | None = None) -> None:
        self.plan = plan
        self.load = Load()
        self.scanner = Scanner()
        self.printer = Printer(on_receipt=self._receipt)
        self.provider = Provider(MCHID, APPID)
        self.keys = keys or Keys.generate()
        self.ending = asyncio.Event()  # the streams of the panel end with it
        self.held: Held | None = None
        self.timeline: deque[Occurrence] = deque(maxlen=_TIMELINE)
        self._numbers = count(1)
        self._rng = np.random.default_rng(plan.seed)
        hub = FrameHub()
        self.stage = Stage(hub.hand_over)
        self.camera = CameraServer(hub, listen(plan.host), plan.token)
        self.payment = PaymentServer(self.provider, self.keys, listen(plan.host))
        scale = scale_model(plan.scale_protocol, self.load)
        self.lines = {
            "scanner": self._line("scanner", self.scanner),
            "scale": self._line("scale", scale, SCALE_BAUD, has_parity(scale)),
            "printer": self._line("printer", self.printer),
        }

    def _line(
        self,
        name: str,
        model: DeviceModel,
        baud: int | None = None,
        parity: bool = False,
    ) -> ByteServer:
        return ByteServer(name, model, listen(self.plan.device_host), baud, parity)

    @property
    def servers(self) -> dict[str, DeviceServer]:
        """Every device's server, by its name."""
        return {"camera": self.camera, "payment": self.payment, **self.lines}

    async def run(self) -> None:
        """Serve all devices until cancelled."""
        self.camera.hub.attach()
        self.stage.start()
        try:
            async with asyncio.TaskGroup() as group:
                for server in self.servers.values():
                    group.create_task(server.run())
        finally:
            self.stage.stop()

    def close(self) -> None:
        """Release the ports of a world that does not run (any more)."""
        for server in self.servers.values():
            server.close()

    def note(self, device: str, what: str, detail: str = "") -> None:
        """Add a line to the time line."""
        self.timeline.append(
            Occurrence(next(self._numbers), time.time(), device, what, detail)
        )

    async def hold_symbol(
        self, goods: Goods, seed: int | None = None, pose: Pose | None = None
    ) -> Held:
        """Hold a package with a symbol. Raises ValueError for a bad symbol."""
        item = await asyncio.to_thread(package, goods)
        hand: Hand = still(pose) if pose else hand_for(item, self._seed(seed))
        title = goods.names[0] if goods.names else goods.text
        held = Held("symbol", title, goods.symbology, goods.text)
        held.shown_at_ns = self.stage.hold(item, hand)
        self.held = held
        self.note("camera", "held", f"{title} · {goods.symbology}")
        return held

    async def hold_product(
        self, product: str, seed: int | None = None, symbol: int = 0
    ) -> Held:
        """Hold a product of the demo catalogue by one of its symbols."""
        tile = self.plan.demo.tile(product)
        if not tile.symbols:
            raise ValueError(f"{product} has no symbol; put it on the scale instead")
        carried = tile.symbols[min(symbol, len(tile.symbols) - 1)]
        picture = self.plan.demo.picture(tile.picture) if tile.picture else None
        names = tuple(text for _, text in tile.names)
        goods = Goods(carried.symbology, carried.text, names, picture)
        held = await self.hold_symbol(goods, seed)
        held.product = product
        return held

    async def hold_produce(self, product: str, seed: int | None = None) -> Held:
        """Lay loose produce on the pan, before the camera."""
        tile = self.plan.demo.tile(product)
        picture = self.plan.demo.picture(tile.picture)
        item, hand = await asyncio.to_thread(on_pan, picture, self._seed(seed))
        held = Held("produce", tile.names[0][1], product=product)
        held.shown_at_ns = self.stage.hold(item, hand)
        self.held = held
        self.note("camera", "laid", held.title)
        return held

    def clear_camera(self) -> None:
        """Take away what is held."""
        self.stage.clear()
        self.held = None

    def scan(self, text: str, aim: str | None) -> None:
        """Pull the hand scanner's trigger. Raises ValueError for too much data."""
        self.scanner.scan(text, aim)
        self.note("scanner", "scanned", text if len(text) <= 40 else text[:39] + "…")

    def put(self, grams: int) -> None:
        """Change what lies on the scale."""
        self.load.put(grams)
        self.note("scale", "weight", f"{grams} g")

    def set_paper(self, state: PaperState, lines_left: int | None = None) -> None:
        """Change the printer's paper."""
        self.printer.set_paper(state, lines_left)
        self.note("printer", "paper", state)

    def set_cutter_jam(self, jammed: bool) -> None:
        """Jam or free the printer's cutter."""
        self.printer.set_cutter_jam(jammed)
        self.note("printer", "cutter_jam" if jammed else "cutter_free")

    def set_cover(self, is_open: bool) -> None:
        """Open or close the printer's cover."""
        self.printer.set_cover(Cover.OPEN if is_open else Cover.CLOSED)
        self.note("printer", "cover_open" if is_open else "cover_closed")

    def plan_payment(self, outcome: Outcome, times: int, delay_s: float) -> None:
        """Say how the next payments go."""
        self.provider.plan(outcome, times, delay_s)
        self.note("payment", "next", outcome)

    def set_fault(self, device: str, fault: Fault | None) -> None:
        """Break or heal a device. Raises ValueError for an unknown one."""
        servers = self.servers
        if device not in servers:
            raise ValueError(f"no device {device!r}; there are {', '.join(DEVICES)}")
        servers[device].set_fault(fault)
        if device == "scale":
            self.load.restless = fault is not None and fault.kind is FaultKind.RESTLESS
        if fault is None:
            self.note(device, "healthy")
        else:
            self.note(device, "fault", fault.kind)

    def clear_faults(self) -> None:
        """Heal every device."""
        for device in DEVICES:
            if self.faults().get(device):
                self.set_fault(device, None)

    def faults(self) -> dict[str, Fault | None]:
        """Return the fault of each device."""
        return {name: server.fault for name, server in self.servers.items()}

    def pay_code(self, wallet: str) -> str:
        """Return a fresh payment code of a wallet, "wechat" or "alipay"."""
        draw = paycodes.wechat if wallet == "wechat" else paycodes.alipay
        return draw(self._rng)

    def addresses(self) -> dict[str, str]:
        """Return the URL of each device, as a lane's settings take it."""
        query = f"?token={self.plan.token}" if self.plan.token else ""
        return {
            "camera": f"http://{self.camera.address}/mjpeg{query}",
            "scanner": f"socket://{self.lines['scanner'].address}",
            "scale": f"socket://{self.lines['scale'].address}",
            "printer": f"tcp://{self.lines['printer'].address}",
            "payment": f"http://{self.payment.address}",
        }

    def _seed(self, seed: int | None) -> int:
        return int(self._rng.integers(1 << 31)) if seed is None else seed

    def _receipt(self, receipt: Receipt) -> None:
        receipt.at = time.time()
        self.note("printer", "receipt", str(receipt.number))


def account(keys: Keys, folder: Path) -> dict[str, str]:
    """Write the merchant's keys to a folder; return the account's settings."""
    merchant, platform = keys.write(folder)
    return {
        "mchid": MCHID,
        "appid": APPID,
        "merchant_serial": keys.merchant_serial,
        "merchant_key": str(merchant),
        "platform_serial": keys.platform_serial,
        "platform_key": str(platform),
    }
