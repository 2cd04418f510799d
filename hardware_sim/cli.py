"""`kiosk-sim`: a whole store, one device, or pictures for enrolment.

Exit codes: 0 ended as asked, 1 a file or address cannot be used, 2 wrong use; both
are said in one line.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from hardware_sim import catalogue, devices, serve
from hardware_sim.camera.produce import view
from hardware_sim.camera.scene import encode
from hardware_sim.panel.guard import is_loopback
from hardware_sim.world import Plan

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Simulated store hardware that speaks the real devices' bytes.",
)
app.add_typer(devices.app)

_DemoOption = Annotated[Path, typer.Option("--demo", help="Folder of the demo data.")]


@app.command()
def store(
    demo: _DemoOption,
    out: Annotated[
        Path | None, typer.Option(help="Folder for keys, addresses.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of hands and payment codes.")] = 1,
    scale_protocol: Annotated[str, typer.Option(help="mt8217 or mt-sics.")] = "mt8217",
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    panel_port: Annotated[
        int, typer.Option(help="Panel's port; 0: a free one.", min=0, max=65535)
    ] = 0,
    token: Annotated[str | None, typer.Option(help="Needed off this machine.")] = None,
    insecure: Annotated[
        bool, typer.Option(help="Raw device sockets off this machine, too.")
    ] = False,
) -> None:
    """Run a whole store's devices and their control panel."""
    device_host = _device_host(host, token, insecure)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    plan = Plan(
        catalogue.load(demo, date.today()),  # the wall calendar, as a shelf label
        out,
        host,
        device_host,
        token if not is_loopback(host) else None,
        seed,
        scale_protocol,
    )
    serve.run_store(plan, panel_port)


@app.command()
def views(
    demo: _DemoOption,
    product: Annotated[
        list[str], typer.Option(help="Product id, such as plu:4011; repeat for more.")
    ],
    out: Annotated[Path, typer.Option(help="Folder for the pictures.")],
    count: Annotated[int, typer.Option(help="Views a product.", min=1, max=500)] = 5,
    seed: Annotated[int, typer.Option(help="Draws the views.", min=0)] = 1,
) -> None:
    """Render views of loose products that the live scene never shows.

    One folder a product: plu_4011/001.jpg, ...
    """
    loaded = catalogue.load(demo, date.today())
    for one in product:
        picture = loaded.picture(loaded.tile(one).picture)
        folder = out / one.replace(":", "_")
        folder.mkdir(parents=True, exist_ok=True)
        rng = np.random.default_rng(seed)
        for number in range(1, count + 1):
            path = folder / f"{number:03d}.jpg"
            path.write_bytes(encode(view(picture, rng), quality=90))
            typer.echo(path)


def _device_host(host: str, token: str | None, insecure: bool) -> str:
    """Return where raw sockets may listen; raises ValueError for an unsafe wish."""
    if is_loopback(host):
        return host
    if not token:
        raise ValueError(f"listening on {host} needs --token: others can reach it")
    if insecure:
        _say(f"raw device sockets on {host} are open to everybody who reaches it")
        return host
    _say(f"raw device sockets stay on 127.0.0.1; --insecure opens them on {host}")
    return "127.0.0.1"


def _say(text: str) -> None:
    typer.echo(f"kiosk-sim: {text}", err=True)


def main() -> None:
    """Run the command line; what is wrong is one line, exit code 1 or 2."""
    try:
        app()
    except catalogue.CatalogueError as error:
        _say(str(error))
        sys.exit(1)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _say(f"{where}{error.strerror or error}")
        sys.exit(1)
    except ValueError as error:
        _say(str(error))
        sys.exit(2)


if __name__ == "__main__":
    main()
