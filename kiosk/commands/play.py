"""`kiosk play`: the kiosk against the simulator, for a person to play with."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import threading
import webbrowser
from pathlib import Path
from types import FrameType

from rich.console import Console

from kiosk.commands.box import DEMO_DATA, Box, BoxError, Screen

_ENROLLED = 18  # loose products that the camera knows from the start

console = Console(highlight=False)


def run_store(out: Path, landscape: bool) -> int:
    """Run a store until Ctrl-C, or until the kiosk's window is closed."""
    has_screen = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    size = Screen(1920, 1080) if landscape else Screen()
    if has_screen and not landscape:
        size = Screen(720, 1280)  # portrait that fits a desk's monitor
    over = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        over.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    shutil.rmtree(out, ignore_errors=True)  # enrolment codes serve once
    try:
        with Box(out, DEMO_DATA, 1, size) as box:
            console.print("Starting cloud, agent, simulator and kiosk ...")
            box.start_store(box.enrol_produce(_loose(), 3))
            kiosk = box.start_kiosk()
            _explain(box, has_screen)
            if has_screen:
                webbrowser.open(box.panel)
            while not over.wait(0.5) and kiosk.is_running():
                pass
    except BoxError as error:
        if over.is_set():  # told to end while it was starting
            return 0
        print(f"kiosk play: {error}", file=sys.stderr)
        return 1
    return 0


def _loose() -> list[str]:
    catalogue = json.loads((DEMO_DATA / "catalogue.json").read_text("utf-8"))
    return [one["id"] for one in catalogue["products"] if len(one.get("plu", "")) == 4]


def _explain(box: Box, has_screen: bool) -> None:
    people = json.loads((DEMO_DATA / "people.json").read_text("utf-8"))
    pins = ", ".join(f"{one['role']} {one['pin']}" for one in people["staff"])
    console.print(f"Control panel   {box.panel}")
    console.print(f"Cloud           {box.cloud['url']}/stores/S001")
    console.print(f"Staff PINs      {pins}")
    if not has_screen:
        console.print("There is no display: the kiosk draws offscreen.")
    console.print("Ctrl-C ends everything.")
