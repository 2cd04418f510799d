"""The command `kiosk-cloud`: run the service, bring data in, issue codes.

Exit codes: 0 fine, 1 the thing asked about is wrong (one line), 2 wrong use.
"""

from __future__ import annotations

import ipaddress
import json
import logging
import signal
import socket
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from pydantic import TypeAdapter, ValidationError

from sync import wire
from sync.cloud.app import create_app, utc_now
from sync.cloud.demo import DemoError, Imported, import_folder
from sync.cloud.enrolment import issue_code
from sync.cloud.secrets import Secrets
from sync.cloud.sqlite import SqliteStorage
from sync.cloud.storage import StorageError

app = typer.Typer(
    help="The cloud order service.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Data = Annotated[Path, typer.Option(help="Folder of the database and secrets.")]
Folder = Annotated[Path, typer.Argument(help="Folder of the demo data.")]
Store = Annotated[str, typer.Argument(help="The store's id.")]
Device = Annotated[str, typer.Argument(help="The lane's id.")]
Gallery = Annotated[Path | None, typer.Option(help="JSON file of gallery rows.")]


def main() -> None:
    """Run the command line."""
    app()


@app.command()
def run(
    data: Data,
    demo: Annotated[Path | None, typer.Option(help="Demo data to serve.")] = None,
    gallery: Gallery = None,
    host: Annotated[str, typer.Option(help="Loopback address.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="0: any free one.", min=0, max=65535)] = 0,
    lane: Annotated[
        list[str] | None, typer.Option(help="Lanes to make codes for.")
    ] = None,
) -> None:
    """Serve until SIGTERM; one JSON line tells where, once it listens."""
    _require_loopback(host)
    with _opened(data) as (storage, secrets):
        store, codes = None, {}
        if demo is not None:
            store = _import(storage, secrets, demo, gallery).store
            for device in lane or [f"{store}-L1"]:
                if not storage.is_enrolled(device):
                    codes[device] = issue_code(
                        storage, secrets, store, device, utc_now()
                    )
        listener = _listen(host, port)
        url = f"http://{_netloc(listener)}"
        line = {"url": url, "store": store, "enrolment_codes": codes}
        _serve(create_app(storage, secrets), listener, json.dumps(line))


@app.command(name="import")
def import_(data: Data, demo: Folder, gallery: Gallery = None) -> None:
    """Bring demo data in; the same data again changes nothing."""
    with _opened(data) as (storage, secrets):
        done = _import(storage, secrets, demo, gallery)
    typer.echo(f"{done.store}: {done.changed} rows changed")


@app.command()
def code(data: Data, store: Store, device: Device) -> None:
    """Issue a one-time code to enrol a lane; it is valid for 24 hours."""
    for name in (store, device):
        _require_id(name)
    with _opened(data) as (storage, secrets):
        typer.echo(issue_code(storage, secrets, store, device, utc_now()))


@contextmanager
def _opened(data: Path) -> Generator[tuple[SqliteStorage, Secrets], None, None]:
    try:
        data.mkdir(parents=True, exist_ok=True)
        storage = SqliteStorage(data / "cloud.db")
    except OSError as error:
        raise _wrong(f"{data}: {error.strerror}") from error
    except StorageError as error:
        raise _wrong(str(error)) from error
    try:
        yield storage, Secrets(data / "secrets")
    except StorageError as error:
        raise _wrong(str(error)) from error
    finally:
        storage.close()


def _import(
    storage: SqliteStorage, secrets: Secrets, folder: Path, gallery: Path | None
) -> Imported:
    try:
        return import_folder(storage, secrets, folder, gallery)
    except DemoError as error:
        raise _wrong(str(error)) from error


def _wrong(message: str) -> typer.Exit:
    typer.echo(f"kiosk-cloud: {message}", err=True)
    return typer.Exit(1)


def _require_id(name: str) -> None:
    try:
        TypeAdapter(wire.Id).validate_python(name)
    except ValidationError as error:
        raise typer.BadParameter(
            f"{name!r} is no id: letters, digits, '-', '_' and '.', at most 64"
        ) from error


def _require_loopback(host: str) -> None:
    # The store page has no login yet: it must not be seen from elsewhere.
    try:
        is_loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback:
        raise typer.BadParameter(
            "only a loopback address; put a proxy with TLS and a login before it",
            param_hint="--host",
        )


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise _wrong(f"{host}:{port}: {error.strerror}") from error
    return listener


def _netloc(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


class _Server(uvicorn.Server):
    """Prints its line once requests are answered, and ends with exit code 0."""

    def __init__(self, config: uvicorn.Config, line: str) -> None:
        super().__init__(config)
        self._line = line

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """End on SIGTERM and SIGINT; uvicorn's own would raise them again after.

        That would kill us before the database is closed.
        """
        numbers = (signal.SIGTERM, signal.SIGINT)
        before = {number: signal.signal(number, self.handle_exit) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        print(self._line, flush=True)


def _serve(service: object, listener: socket.socket, line: str) -> None:
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    config = uvicorn.Config(
        service,  # type: ignore[arg-type]
        lifespan="off",
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    _Server(config, line).run(sockets=[listener])
