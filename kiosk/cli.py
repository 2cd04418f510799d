"""The `kiosk` command. Exit codes: 0 fine, 1 the thing asked about is wrong, 2 misuse.

What goes wrong is said in one line on standard error; no traceback reaches a user.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from drivers.errors import DeviceError
from kiosk import __version__
from kiosk.logs import start_logging
from kiosk.settings import SettingsError, load_settings
from kiosk.store.errors import StoreError

app = typer.Typer(
    name="kiosk",
    help="A self-checkout lane: screen, devices, ledger.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
models_app = typer.Typer(help="The models on the device.", no_args_is_help=True)
app.add_typer(models_app, name="models")

ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", help="The lane's TOML file; without it: environment."),
]


@app.callback()
def _setup(
    verbose: Annotated[bool, typer.Option("--verbose", help="Log more.")] = False,
) -> None:
    start_logging(
        logging.DEBUG if verbose else logging.INFO,
        "%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    logging.getLogger("httpx").setLevel(logging.WARNING)


@app.command()
def run(config: ConfigOption = None) -> None:
    """Run the lane until it is stopped."""
    settings = load_settings(config)
    _require_display()
    # Its threads make a small product of matrices take 15 ms instead of 0.04.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.disable()  # what a start loads is no garbage: looking for it takes 50 ms
    from kiosk.app import build  # Qt is loaded for this command alone

    lane = build(settings)
    gc.freeze()  # nor is it looked through again while somebody scans
    gc.enable()
    raise typer.Exit(lane.run())


def _require_display() -> None:
    """Raise SettingsError where Qt would abort: nobody told it what to draw on."""
    told = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    if not any(os.environ.get(name) for name in told):
        raise SettingsError(
            "there is no display; QT_QPA_PLATFORM says what to draw on: "
            "eglfs or linuxfb on a store's machine, offscreen on none"
        )


@app.command()
def verify(
    ledger: Annotated[Path, typer.Argument(help="A ledger file.")],
    sales: Annotated[bool, typer.Option(help="List the sales, too.")] = False,
) -> None:
    """Check a ledger's chain and sums with code of its own."""
    from kiosk.commands import verify as command

    raise typer.Exit(command.verify_ledger(ledger, sales))


@app.command()
def replay(
    ledger: Annotated[Path, typer.Argument(help="A ledger file.")],
    basket: Annotated[str, typer.Option(help="Only this basket.")] = "",
) -> None:
    """Replay a ledger's journal and print what each event led to."""
    from kiosk.commands import replay as command

    raise typer.Exit(command.replay_journal(ledger, basket))


@app.command()
def doctor(config: ConfigOption = None) -> None:
    """Check this machine and this lane's settings, files, keys and devices."""
    settings = load_settings(config)
    from kiosk.commands import doctor as command

    raise typer.Exit(command.examine(settings))


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="Where pictures and files go.")] = Path(
        "build/demo"
    ),
    seed: Annotated[int, typer.Option(help="Draws products, prices and order.")] = 1,
) -> None:
    """Let a scripted shopper buy a basket from a whole store in a box."""
    from kiosk.commands import demo as command

    raise typer.Exit(command.run_demo(out, seed))


@app.command()
def play(
    out: Annotated[Path, typer.Option(help="Where the store's files go.")] = Path(
        "build/play"
    ),
    landscape: Annotated[bool, typer.Option(help="1920x1080 instead.")] = False,
) -> None:
    """Open the kiosk against the simulator, for a person to play with."""
    from kiosk.commands import play as command

    raise typer.Exit(command.run_store(out, landscape))


@app.command()
def bench(
    json: Annotated[Path | None, typer.Option(help="Write the figures here.")] = None,
    gate: Annotated[bool, typer.Option(help="Fail over 20 CPU ms a frame.")] = False,
) -> None:
    """Measure the hot path and print figures beside their targets."""
    from kiosk.commands import bench as command

    raise typer.Exit(command.run_bench(json, gate))


@models_app.command("list")
def models_list() -> None:
    """List each model, its version and how its file stands."""
    from kiosk.commands import models as command

    raise typer.Exit(command.print_models())


@models_app.command("verify")
def models_verify() -> None:
    """Check each model's hash and run it once."""
    from kiosk.commands import models as command

    raise typer.Exit(command.verify())


@models_app.command("install")
def models_install(
    source: Annotated[Path, typer.Option("--from", help="A folder that has them.")],
) -> None:
    """Install the manifest's models from a folder."""
    from kiosk.commands import models as command

    raise typer.Exit(command.install(source))


@models_app.command("enrol")
def models_enrol(
    views: Annotated[
        Path, typer.Argument(help="A folder with one folder of pictures a product.")
    ],
    out: Annotated[Path, typer.Argument(help="The gallery file to write (JSON).")],
) -> None:
    """Enrol produce from pictures into a gallery file."""
    from kiosk.commands import models as command

    raise typer.Exit(command.enrol(views, out))


@app.command()
def version() -> None:
    """Print the version."""
    print(__version__)


def main() -> None:
    """Run the command line; turn what we know can go wrong into one line and 1."""
    # So that a demo or benchmark that is ended ends the programs that it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        app()
    except (SettingsError, StoreError, DeviceError) as error:
        print(f"kiosk: {error}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:  # the reader of our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:  # a folder or file of the user's that cannot be used
        where = f"{error.filename}: " if error.filename else ""
        print(f"kiosk: {where}{error.strerror or error}", file=sys.stderr)
        sys.exit(1)
