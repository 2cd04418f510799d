"""The commands for single devices: `kiosk-sim scale`, `printer` and so on.

Each prints one JSON line with its URL, and serves until Ctrl-C or SIGTERM.
"""

from __future__ import annotations

import asyncio
import io
import json
import os
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from hardware_sim import transport
from hardware_sim.camera.frames import FrameHub
from hardware_sim.camera.item import Goods, package
from hardware_sim.camera.scene import hand_for
from hardware_sim.camera.server import CameraServer
from hardware_sim.camera.stage import Stage
from hardware_sim.escpos import Cover, PaperState, Printer, Receipt, describe
from hardware_sim.faults import Fault, FaultKind
from hardware_sim.load import Load
from hardware_sim.model import DeviceServer
from hardware_sim.panel.guard import is_loopback
from hardware_sim.scanner import Scanner
from hardware_sim.serve import print_line, until_stopped
from hardware_sim.wechat.orders import Outcome, Provider
from hardware_sim.wechat.server import PaymentServer
from hardware_sim.wechat.signing import Keys
from hardware_sim.world import (
    APPID,
    MCHID,
    SCALE_BAUD,
    SCALE_PROTOCOLS,
    account,
    has_parity,
    scale_model,
)

app = typer.Typer()

_Listen = Annotated[str, typer.Option("--listen", help="HOST:PORT; 0: a free port.")]
_Insecure = Annotated[bool, typer.Option(help="Allow an address off this machine.")]
_FaultOption = Annotated[
    str | None, typer.Option("--fault", help="Such as silent, or slow=2.")
]
_ANYWHERE = "127.0.0.1:0"
_STDIN = 0


@app.command()
def scale(
    listen: _Listen = _ANYWHERE,
    protocol: Annotated[str, typer.Option(help="mt8217 or mt-sics.")] = "mt8217",
    grams: Annotated[int, typer.Option(help="What lies on the pan.")] = 0,
    fault: _FaultOption = None,
    insecure: _Insecure = False,
) -> None:
    """Run a scale; a number of grams on standard input changes what lies on it."""
    if protocol not in SCALE_PROTOCOLS:
        raise ValueError(f"--protocol is one of {', '.join(SCALE_PROTOCOLS)}")
    load = Load(gross=grams)
    model = scale_model(protocol, load)
    bound = _bind(listen, insecure)
    server = transport.ByteServer("scale", model, bound, SCALE_BAUD, has_parity(model))
    asyncio.run(_serve(server, "socket", fault, lambda line: load.put(int(line))))


@app.command()
def scanner(
    listen: _Listen = _ANYWHERE,
    aim: Annotated[str, typer.Option(help="AIM identifier, such as ]E0.")] = "",
    fault: _FaultOption = None,
    insecure: _Insecure = False,
) -> None:
    """Run a hand scanner; it reads each line of standard input."""
    model = Scanner()
    server = transport.ByteServer("scanner", model, _bind(listen, insecure))
    asyncio.run(_serve(server, "socket", fault, lambda line: model.scan(line, aim)))


@app.command()
def printer(
    listen: _Listen = _ANYWHERE,
    out: Annotated[Path | None, typer.Option(help="Folder for receipts.")] = None,
    paper: Annotated[
        PaperState, typer.Option(help="How much paper there is.")
    ] = PaperState.OK,
    cover_open: Annotated[bool, typer.Option(help="Start so.")] = False,
    fault: _FaultOption = None,
    insecure: _Insecure = False,
) -> None:
    """Run a receipt printer; standard input takes ok, near_end, out, open, close."""
    model = Printer()
    model.set_paper(paper)
    model.set_cover(Cover.OPEN if cover_open else Cover.CLOSED)
    if out is not None:
        model.on_receipt = receipt_writer(out)

    def act(line: str) -> None:
        if line in ("open", "close"):
            model.set_cover(Cover.OPEN if line == "open" else Cover.CLOSED)
        else:
            model.set_paper(PaperState(line))

    server = transport.ByteServer("printer", model, _bind(listen, insecure))
    asyncio.run(_serve(server, "tcp", fault, act))


@app.command()
def payment(
    listen: _Listen = _ANYWHERE,
    out: Annotated[Path | None, typer.Option(help="Folder for the keys.")] = None,
    outcome: Annotated[Outcome, typer.Option(help="Of each payment.")] = Outcome.PAID,
    fault: _FaultOption = None,
    insecure: _Insecure = False,
) -> None:
    """Run a payment provider; standard input takes the next outcomes."""
    provider, keys = Provider(MCHID, APPID), Keys.generate()
    provider.usual = outcome
    server = PaymentServer(provider, keys, _bind(listen, insecure))
    with tempfile.TemporaryDirectory(prefix="kiosk-sim-") as spare:
        more = {"payment": account(keys, _folder(out or Path(spare)))}

        def act(line: str) -> None:
            provider.plan(Outcome(line))

        asyncio.run(_serve(server, "http", fault, act, more))


@app.command()
def camera(
    symbology: Annotated[str, typer.Option(help="What kind of symbol.")] = "ean13",
    text: Annotated[str | None, typer.Option(help="Nothing: an empty table.")] = None,
    seed: Annotated[int, typer.Option(help="Draws the hand.", min=0)] = 1,
    listen: _Listen = _ANYWHERE,
    fault: _FaultOption = None,
    insecure: _Insecure = False,
) -> None:
    """Run a camera that holds one symbol, or looks at an empty table."""
    item = None if text is None else package(Goods(symbology, text))
    bound = _bind(listen, insecure)

    async def run() -> None:
        hub = FrameHub()
        hub.attach()
        stage = Stage(hub.hand_over)
        if item is not None:
            stage.hold(item, hand_for(item, seed))
        stage.start()
        try:
            await _serve(CameraServer(hub, bound), "http", fault, None)
        finally:
            stage.stop()

    asyncio.run(run())


def receipt_writer(folder: Path) -> Callable[[Receipt], None]:
    """Return what writes each finished receipt to a folder: png, bin and json."""
    _folder(folder)

    def write(receipt: Receipt) -> None:
        stem = folder / f"receipt-{receipt.number:04d}"
        data = io.BytesIO()
        receipt.picture().save(data, "png")
        stem.with_suffix(".png").write_bytes(data.getvalue())
        stem.with_suffix(".bin").write_bytes(receipt.raw)
        details = json.dumps(describe(receipt), ensure_ascii=False, indent=1)
        stem.with_suffix(".json").write_text(details + "\n", encoding="utf-8")

    return write


def _folder(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _bind(address: str, insecure: bool) -> transport.Bound:
    host, _, port = address.rpartition(":")
    host = host.strip("[]") or "127.0.0.1"
    if not port.isdigit() or int(port) > 65535:
        raise ValueError(f"--listen is HOST:PORT, not {address!r}")
    if not is_loopback(host):
        if not insecure:
            raise ValueError(f"{host} can be reached from elsewhere: needs --insecure")
        typer.echo(f"kiosk-sim: open to everybody who reaches {host}", err=True)
    return transport.listen(host, int(port))


def _fault_of(text: str | None) -> Fault | None:
    if text is None:
        return None
    kind, _, value = text.partition("=")
    if kind not in set(FaultKind):
        raise ValueError(f"--fault is one of {', '.join(FaultKind)}")
    try:
        return Fault(FaultKind(kind), float(value) if value else None)
    except ValueError:
        raise ValueError(f"--fault {kind} takes a number, not {value!r}") from None


async def _serve(
    server: DeviceServer,
    scheme: str,
    fault: str | None,
    act: Callable[[str], None] | None,
    more: dict[str, dict[str, str]] | None = None,
) -> None:
    server.set_fault(_fault_of(fault))
    if act is not None:
        _listen_to_stdin(act)
    suffix = "/mjpeg" if server.name == "camera" else ""
    url = f"{scheme}://{server.address}{suffix}"
    print_line({"device": server.name, "url": url, **(more or {})})
    await until_stopped(server.run())


def _listen_to_stdin(act: Callable[[str], None]) -> None:
    """Carry out each line of standard input on the loop.

    A daemon thread and a plain read: `sys.stdin` would hold a lock at exit.
    """
    loop = asyncio.get_running_loop()

    def carry_out(line: str) -> None:
        try:
            act(line)
        except ValueError as error:
            typer.echo(f"kiosk-sim: {error}", err=True)

    def read() -> None:
        rest = b""
        while chunk := os.read(_STDIN, 4096):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in filter(None, (one.strip() for one in lines)):
                text = line.decode("utf-8", "replace")
                loop.call_soon_threadsafe(carry_out, text)

    threading.Thread(target=read, name="stdin", daemon=True).start()
