"""The command `kiosk-sync`: enrol a lane, run its agent, tell how it does.

Exit codes: 0 fine, 1 the thing asked about is wrong (one line), 2 wrong use.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from kiosk.logs import start_logging
from kiosk.settings import SettingsError, load_settings
from kiosk.store.errors import StoreError
from sync.agent import Agent
from sync.client import CloudClient
from sync.enrol import enrol as enrol_lane
from sync.errors import SyncError
from sync.status import Status, read_status

app = typer.Typer(
    help="The sync agent of a lane.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Config = Annotated[Path, typer.Option(help="The lane's TOML file.")]


def main() -> None:
    """Run the command line."""
    app()


@app.command()
def enrol(
    config: Config,
    code: Annotated[str, typer.Option(help="One-time code of this lane.")],
) -> None:
    """Make this lane known to the cloud; the same code again changes nothing."""
    with _told():
        settings = load_settings(config)
        client = CloudClient(settings.cloud.url)
        try:
            done = enrol_lane(
                client,
                settings.paths.secrets,
                settings.lane.store,
                settings.lane.device,
                code,
            )
        finally:
            client.close()
    kind = "demo store" if done.demo else "store"
    typer.echo(f"{done.device} of {kind} {done.store} is enrolled as {done.keyid}")


@app.command()
def run(
    config: Config,
    once: Annotated[bool, typer.Option("--once", help="One round, then end.")] = False,
) -> None:
    """Push the ledger and pull catalogue and people until SIGTERM."""
    start_logging(logging.WARNING, "%(levelname)s %(message)s")
    logging.getLogger("sync").setLevel(logging.INFO)
    with _told():
        agent = Agent(load_settings(config))
        if not once:
            raise typer.Exit(agent.run())
        failed = agent.run_once()
    for lane, error in failed:
        typer.echo(f"kiosk-sync: {lane}: {error}", err=True)
    if failed:
        raise typer.Exit(1)


@app.command()
def status(
    config: Config,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Tell what the cloud has; exit code 1 when it is behind."""
    with _told():
        found = read_status(load_settings(config))
    if as_json:
        typer.echo(json.dumps(found.as_json()))
    else:
        _print(found)
    if not found.is_fine:
        raise typer.Exit(1)


def _print(found: Status) -> None:
    typer.echo(f"unsynced      {found.unsynced} entries, oldest {found.oldest_s} s")
    for ack in found.acks:
        typer.echo(f"acknowledged  {ack.epoch}/{ack.seq} {ack.hash[:16]}")
    for fork in found.forks:
        typer.echo(f"FORK          at {fork.epoch}/{fork.seq}: enrol this lane again")
    offset = found.clock_offset_ms
    typer.echo(f"clock offset  {'unknown' if offset is None else f'{offset} ms'}")
    for lane in found.lanes:
        text = f"failed {lane.failures}x: {lane.error}" if lane.failures else "well"
        typer.echo(f"{lane.name:<13} {text}")


@contextmanager
def _told() -> Generator[None, None, None]:
    try:
        yield
    except (SettingsError, SyncError, StoreError, OSError) as error:
        typer.echo(f"kiosk-sync: {error}", err=True)
        raise typer.Exit(1) from error
