"""Running what the command line asks for, until Ctrl-C or SIGTERM ends all of it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import signal
import socket
import sys
import tempfile
from collections.abc import Awaitable, Callable, Generator
from pathlib import Path

import uvicorn

from hardware_sim.panel.app import build
from hardware_sim.transport import listen
from hardware_sim.world import Plan, World, account

_GRACE_S = 1


class _PanelServer(uvicorn.Server):
    """Uvicorn without its own signal handling: the loop's handlers end everything."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        """Leave the signals to `until_stopped`."""
        yield


def print_line(value: dict[str, object]) -> None:
    """Print one JSON line on standard output, at once."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def run_store(plan: Plan, panel_port: int = 0) -> None:
    """Run a whole store; it prints one JSON line when everything listens."""
    with contextlib.ExitStack() as stack:
        folder = plan.out
        if folder is None:
            folder = Path(
                stack.enter_context(tempfile.TemporaryDirectory(prefix="kiosk-sim-"))
            )
        asyncio.run(_store(plan, panel_port, folder))


async def _store(plan: Plan, panel_port: int, folder: Path) -> None:
    world = World(plan)
    bound = listen(plan.host, panel_port)
    panel = _panel(world)
    about = description(world, bound, folder)
    if plan.out is not None:
        text = json.dumps(about, ensure_ascii=False) + "\n"
        (plan.out / "store.json").write_text(text, encoding="utf-8")

    devices = asyncio.create_task(world.run())

    def stop() -> None:
        world.ending.set()
        panel.should_exit = True

    devices.add_done_callback(lambda _: stop())
    _on_signals(stop)
    print_line(about)  # every socket listens already
    try:
        await panel.serve([bound])
    finally:
        devices.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await devices


def _panel(world: World) -> _PanelServer:
    # What goes wrong in a request is told by the panel itself, in one line.
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
    config = uvicorn.Config(
        build(world),
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=_GRACE_S,
    )
    return _PanelServer(config)


def description(world: World, panel: socket.socket, folder: Path) -> dict[str, object]:
    """Return what a lane needs to know of the store: addresses and the account."""
    host, port = panel.getsockname()[:2]
    query = f"/?token={world.plan.token}" if world.plan.token else ""
    return {
        "panel": f"http://{host}:{port}{query}",
        "devices": world.addresses(),
        "payment": account(world.keys, folder),
    }


async def until_stopped(work: Awaitable[None]) -> None:
    """Run until it ends by itself, or SIGINT or SIGTERM comes."""
    task = asyncio.ensure_future(work)
    _on_signals(task.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await task


def _on_signals(stop: Callable[[], object]) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
