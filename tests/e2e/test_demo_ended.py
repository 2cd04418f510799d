"""A demo that is ended ends the programs that it started."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[2]
KIOSK = (sys.executable, "-c", "from kiosk.cli import main; main()")


@pytest.mark.e2e
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)]
)
def test_an_ended_demo_leaves_nothing_running(
    tmp_path: Path, number: int, code: int
) -> None:
    demo = subprocess.Popen(
        [*KIOSK, "demo", "--out", str(tmp_path)],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    panel = urlsplit(_panel(demo, tmp_path))
    demo.send_signal(number)
    _, said = demo.communicate(timeout=60)
    assert (demo.returncode, b"Traceback" in said) == (code, False)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((panel.hostname, panel.port), timeout=20)


def _panel(demo: subprocess.Popen[bytes], folder: Path) -> str:
    """Wait for the simulator's address, which it writes when it listens."""
    limit = time.monotonic() + 60
    while time.monotonic() < limit and demo.poll() is None:
        for path in folder.rglob("store.json"):
            text = path.read_text(encoding="utf-8")
            if text.endswith("\n"):
                return str(json.loads(text)["panel"])
        time.sleep(0.05)
    raise AssertionError("the simulator did not start")
