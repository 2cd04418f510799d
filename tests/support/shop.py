"""A running store for end-to-end tests: real processes, a robot's hand, a scanner."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pysqlite3.dbapi2 as sqlite

from drivers.scanner.device import ONE_READ_NS
from kiosk.commands.box import DEMO_DATA, Box, Process, Screen
from kiosk.commands.robot import RobotHand

BIN = Path(sys.executable).parent
LIMIT_S = 90.0  # generous: the machine may be loaded
MILK, JUICE = "9520001001017", "9520001002014"
SMALL = Screen(540, 960)  # fewer pixels to draw


class NothingCameError(AssertionError):
    """What a test waited for did not come."""


def until(what: str, look: Callable[[], Any], limit_s: float = LIMIT_S) -> Any:
    """Return the first true value of `look()`."""
    end = time.monotonic() + limit_s
    while True:
        value = look()
        if value:
            return value
        if time.monotonic() > end:
            raise NothingCameError(f"waited {limit_s:.0f} s for {what}")
        time.sleep(0.05)


def pay_code() -> str:
    """Return a WeChat payment code as a wallet shows it."""
    return f"13{secrets.randbelow(10**16):016d}"


class Shop:
    """A store in a box, driven from outside as people drive it."""

    def __init__(self, folder: Path, camera: bool = False) -> None:
        self.box = Box(folder, DEMO_DATA, 1, SMALL)
        self._camera = camera
        self._scanned = ""
        self.kiosk: Process
        self.hand: RobotHand

    def __enter__(self) -> Shop:
        self.box.__enter__()
        try:
            gallery = self.box.folder / "gallery.json"
            gallery.write_text("[]")
            self.box.start_store(gallery)
            if not self._camera:  # what is not looked at costs nothing
                text = self.box.config.read_text()
                self.box.config.write_text(
                    "\n".join(
                        line
                        for line in text.splitlines()
                        if not line.startswith("camera")
                    )
                )
            self.panel = httpx.Client(base_url=self.box.panel, timeout=30)
            self.cloud = httpx.Client(base_url=self.box.cloud["url"], timeout=30)
            self.start_kiosk()
        except BaseException:
            self.box.__exit__(None)
            raise
        return self

    def __exit__(self, *raised: object) -> None:
        self.hand.close()
        self.panel.close()
        self.cloud.close()
        self.box.__exit__(*raised)

    # -- processes --------------------------------------------------------------

    def start_kiosk(self) -> float:
        """Start the kiosk and wait for its screen and devices; return the seconds."""
        begun = time.monotonic()
        self.kiosk = self.box.start_kiosk()
        self.hand = RobotHand(self.box.robot_path)
        seconds = time.monotonic() - begun
        until("the devices", self._devices_are_ready)
        return seconds

    def _devices_are_ready(self) -> bool:
        health = self.state()["devices"]
        wanted = {"scanner", "scale", "printer"} | (
            {"camera"} if self._camera else set()
        )
        return wanted <= set(health) and set(health.values()) <= {"ok", "degraded"}

    def kill_kiosk(self) -> None:
        """Pull the plug on the kiosk's process."""
        self.hand.close()
        kill(self.kiosk)

    def restart_kiosk(self) -> float:
        """Kill the kiosk and start it again; return the seconds to its screen."""
        self.kill_kiosk()
        return self.start_kiosk()

    def process(self, name: str) -> Process:
        """Return the newest process of a name."""
        return next(one for one in reversed(self.box._processes) if one.name == name)

    # -- hands ------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        return self.hand.state()

    def call(self, path: str, **body: Any) -> Any:
        return self.panel.post(path, json=body).raise_for_status().json()

    def scan(self, text: str, expect: str | None = "added") -> dict[str, Any]:
        """Scan a text and wait for the lane's answer: the notice that follows."""
        if text == self._scanned:
            time.sleep(ONE_READ_NS / 1e9)  # sooner it would be the same read
        self._scanned = text
        before = self.state()["revision"]
        self.call("/api/scanner/scan", text=text)
        after = until(f"an answer to {text!r}", lambda: self._changed(before))
        if expect is not None:
            assert after["notice"] == expect, after["notice"]
        return after

    def _changed(self, revision: int) -> dict[str, Any] | None:
        now = self.state()
        return now if now["revision"] > revision else None

    def until_notice(self, code: str) -> dict[str, Any]:
        return until(
            f"the notice {code}",
            lambda: (now := self.state())["notice"] == code and now,
        )

    def until_phase(self, phase: str) -> dict[str, Any]:
        return until(
            f"the phase {phase}",
            lambda: (now := self.state())["phase"] == phase and now,
        )

    def to_pay(self) -> None:
        self.hand.tap("pay")
        self.until_phase("tender")

    def pay(self, code: str = "") -> dict[str, Any]:
        """Pay by a code and return the state at the receipt question."""
        self.to_pay()
        self.call("/api/scanner/scan", text=code or pay_code())
        return self.until_phase("receipt")

    def leave(self) -> None:
        """Take the receipt on the screen and go."""
        self.hand.tap("receiptScreen")
        self.until_phase("thanks")
        self.hand.tap("finish")
        self.until_phase("attract")

    def sign_in(self, pin: str) -> None:
        self.hand.tap("help")
        self.hand.tap("staffDoor")
        for digit in pin:
            self.hand.tap(f"text={digit}")

    def settle_tasks(self, pin: str) -> None:
        """Let a colleague approve all that waits."""
        if not self.state()["interventions"]:
            return
        self.sign_in(pin)
        until("staff mode", lambda: self.state()["staff"])
        while waiting := len(self.state()["interventions"]):
            self.hand.tap("approve")
            until(
                "a task less",
                lambda n=waiting: len(self.state()["interventions"]) < n,
            )
        self.hand.tap("leaveStaff")
        until("staff mode to close", lambda: not self.state()["staff"])

    # -- what was recorded ------------------------------------------------------

    def until_synced(self) -> None:
        """Wait for the acknowledgement of the ledger's last entry.

        Read from the files: what the screen shows was counted a tick ago.
        """
        until("the cloud", lambda: self._acknowledged() == self._head())

    def _head(self) -> int:
        return int(self.query("SELECT max(seq) FROM entry")[0][0])

    def _acknowledged(self) -> int:
        path = self.box.folder / "lane" / "sync" / "sync.db"
        with closing(sqlite.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
            found = db.execute("SELECT max(seq) FROM ack").fetchone()
        return int(found[0] or 0)

    def cloud_sales(self) -> list[str]:
        """Return the receipt numbers that the cloud has, each as often as it has it."""
        said = self.cloud.get("/v1/stores/S001/sales").raise_for_status().json()
        return [sale["sale"]["receipt_no"] for sale in said["sales"]]

    def ledger_sales(self) -> list[str]:
        rows = self.query("SELECT receipt_no FROM sale ORDER BY epoch, number")
        return [number for (number,) in rows]

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        uri = f"{self.box.ledger.as_uri()}?mode=ro"
        with closing(sqlite.connect(uri, uri=True)) as db:
            return list(db.execute(sql).fetchall())

    def verify(self) -> None:
        """Let `kiosk verify` check the ledger."""
        done = run("kiosk", "verify", self.box.ledger)
        assert done.returncode == 0, done.stderr

    def logs(self) -> str:
        return "\n".join(
            path.read_text(errors="replace") for path in self.box.logs.glob("*.log")
        )


def kill(process: Process) -> None:
    """End a process as a power cut would, and reap it."""
    os.kill(process.pid, signal.SIGKILL)
    process.stop()


def run(
    *arguments: object, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program of ours to its end."""
    name, *rest = map(str, arguments)
    return subprocess.run(
        [BIN / name, *rest],
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"} | (env or {}),
    )


def one_line(text: str) -> bool:
    """Whether a program said what is wrong in one line, after its log at most."""
    *before, last = text.strip().splitlines()
    logged = all(" INFO " in line for line in before)
    return logged and last.startswith("kiosk: ")


def people() -> dict[str, Any]:
    """Return the demo's staff and members."""
    found: dict[str, Any] = json.loads((DEMO_DATA / "people.json").read_text("utf-8"))
    return found
