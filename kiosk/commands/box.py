"""A store in a box: cloud, agent, simulator and kiosk as processes of their own.

They talk over real bytes and know one another by URLs alone. Every process started
here is ended with the box, whatever happens.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

READY_S = 30.0
STOP_S = 10.0

_BIN = Path(sys.executable).parent
_ROOT = Path(__file__).resolve().parents[2]
DEMO_DATA = _ROOT / "demo"


class BoxError(Exception):
    """A process of the box did not do its part; the message is one line."""


@dataclass(frozen=True, slots=True)
class Screen:
    """How the kiosk shows itself."""

    width: int = 1080
    height: int = 1920


class Process:
    """A child process that writes to a log, and may say one JSON line first."""

    def __init__(
        self,
        name: str,
        args: Sequence[str],
        logs: Path,
        more: Mapping[str, str] | None = None,
    ) -> None:
        self.name = name
        self.log = logs / f"{name}.log"
        with self.log.open("ab") as log:
            self._child = subprocess.Popen(
                [str(_BIN / args[0]), *args[1:]],
                stdout=subprocess.PIPE,
                stderr=log,
                stdin=subprocess.DEVNULL,
                env=_environment() | dict(more or {}),
                start_new_session=True,  # Ctrl-C reaches us; we end the children
            )

    @property
    def pid(self) -> int:
        """The process id."""
        return self._child.pid

    def first_line(self) -> dict[str, Any]:
        """Wait for the JSON line that says it is ready."""
        assert self._child.stdout is not None  # ruff: ignore[assert] - opened above
        line = self._child.stdout.readline()
        try:
            said: dict[str, Any] = json.loads(line)
        except json.JSONDecodeError:
            raise BoxError(f"{self.name} did not start: {self.last_words()}") from None
        return said

    def last_words(self) -> str:
        """Return the last line of its log."""
        lines = self.log.read_text(errors="replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"

    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self._child.poll() is None

    def stop(self) -> None:
        """Ask it to end, and kill it when it does not."""
        if self._child.poll() is None:
            self._child.terminate()
            try:
                self._child.wait(STOP_S)
            except subprocess.TimeoutExpired:
                self._child.kill()
                self._child.wait()
        if self._child.stdout is not None:
            self._child.stdout.close()


def _environment() -> dict[str, str]:
    environment = dict(os.environ)
    if not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    return environment


class Box:
    """A running store. Use it as a context manager."""

    def __init__(self, folder: Path, data: Path, seed: int, screen: Screen) -> None:
        self.folder = folder.resolve()
        self.data = data.resolve()
        self.logs = self.folder / "logs"
        self.robot_path = self.folder / "robot.sock"
        self.config = self.folder / "lane.toml"
        self._seed = seed
        self._screen = screen
        self._processes: list[Process] = []
        self.store: dict[str, Any] = {}
        self.cloud: dict[str, Any] = {}

    def __enter__(self) -> Box:
        """Make the folders."""
        self.logs.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, *_: object) -> None:
        """End every process, the kiosk first."""
        for process in reversed(self._processes):
            process.stop()

    @property
    def ledger(self) -> Path:
        """The lane's ledger."""
        return self.folder / "lane" / "state" / "ledger.db"

    @property
    def panel(self) -> str:
        """The simulator's control panel."""
        return str(self.store["panel"])

    def start(
        self, name: str, *args: str, more: Mapping[str, str] | None = None
    ) -> Process:
        """Start a program of ours; it ends with the box. `more`: environment."""
        process = Process(name, args, self.logs, more)
        self._processes.append(process)
        return process

    def run(self, name: str, *args: str) -> None:
        """Run a program of ours to its end; BoxError when it fails."""
        with (self.logs / f"{name}.log").open("ab") as log:
            code = subprocess.call(
                [str(_BIN / args[0]), *args[1:]],
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                env=_environment(),
            )
        if code:
            lines = (self.logs / f"{name}.log").read_text(errors="replace")
            last = (lines.strip().splitlines() or ["it said nothing"])[-1]
            raise BoxError(f"{name} failed ({code}): {last}")

    def enrol_produce(self, products: Sequence[str], views: int) -> Path:
        """Enrol loose produce from views that the live scene never shows."""
        folder, gallery = self.folder / "views", self.folder / "gallery.json"
        shutil.rmtree(folder, ignore_errors=True)
        wanted = [part for product in products for part in ("--product", product)]
        counted = ("--count", str(views), "--seed", str(self._seed))
        data, out = ("--demo", str(self.data)), ("--out", str(folder))
        self.run("views", "kiosk-sim", "views", *data, *wanted, *out, *counted)
        self.run("enrol", "kiosk", "models", "enrol", str(folder), str(gallery))
        return gallery

    def start_store(self, gallery: Path) -> None:
        """Start simulator and cloud, enrol the lane, bring it its catalogue."""
        sim, cloud = self.folder / "sim", self.folder / "cloud"
        data, seed = ("--demo", str(self.data)), ("--seed", str(self._seed))
        simulator = self.start(
            "simulator", "kiosk-sim", "store", *data, *seed, "--out", str(sim)
        )
        service = self.start(
            "cloud",
            "kiosk-cloud",
            "run",
            *("--data", str(cloud)),
            *data,
            *("--gallery", str(gallery)),
        )
        self.store, self.cloud = simulator.first_line(), service.first_line()
        self._write_config()
        code = self.cloud["enrolment_codes"]["S001-L1"]
        config = ("--config", str(self.config))
        self.run("enrolment", "kiosk-sync", "enrol", *config, "--code", code)
        self.run("first-sync", "kiosk-sync", "run", *config, "--once")
        self.start("sync", "kiosk-sync", "run", *config)

    def start_kiosk(self, more: Mapping[str, str] | None = None) -> Process:
        """Start the kiosk; `more`: environment variables."""
        config = ("--config", str(self.config))
        return self.start("kiosk", "kiosk", "run", *config, more=more)

    def _write_config(self) -> None:
        lane = self.folder / "lane"
        for name in ("state", "sync", "secrets"):
            (lane / name).mkdir(parents=True, exist_ok=True)
        devices, pay = self.store["devices"], self.store["payment"]
        tables: dict[str, dict[str, object]] = {
            "": {"environment": "demo", "robot": str(self.robot_path)},
            "lane": {"store": "S001", "id": "1", "device": "S001-L1"},
            "paths": {
                "state": str(lane / "state"),
                "sync": str(lane / "sync"),
                "secrets": str(lane / "secrets"),
                "pictures": str(self.data / "pictures"),
            },
            "devices": {
                "camera": devices["camera"],
                "scanner": devices["scanner"],
                "printer": devices["printer"],
            },
            "devices.scale": {"url": devices["scale"], "protocol": "mt8217"},
            "wechat": {
                "base_url": devices["payment"],
                "mchid": pay["mchid"],
                "appid": pay["appid"],
                "merchant_serial": pay["merchant_serial"],
                "merchant_key": pay["merchant_key"],
                "platform_serial": pay["platform_serial"],
                "platform_key": pay["platform_key"],
            },
            "cloud": {"url": self.cloud["url"]},
            "screen": {
                "width": self._screen.width,
                "height": self._screen.height,
                "full_screen": False,
            },
            "admin": {"port": 0},
        }
        self.config.write_text(_toml(tables), encoding="utf-8")


def _toml(tables: Mapping[str, Mapping[str, object]]) -> str:
    lines: list[str] = []
    for name, values in tables.items():
        lines += [f"\n[{name}]"] if name else []
        # A JSON string or number is a TOML one, too.
        lines += [
            f"{key} = {json.dumps(value, ensure_ascii=False)}"
            for key, value in values.items()
        ]
    return "\n".join(lines) + "\n"


def wait_until(what: str, done: Any, limit_s: float = READY_S) -> Any:
    """Return the first true value of `done()`; BoxError after the limit."""
    end = time.monotonic() + limit_s
    while time.monotonic() < end:
        value = done()
        if value:
            return value
        time.sleep(0.02)
    raise BoxError(f"waited {limit_s:.0f} s for {what}")
