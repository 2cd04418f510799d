from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.store.claim import Claim
from kiosk.store.errors import StoreBusy, StoreIO

HOLD = """
import sys, time
from pathlib import Path
from kiosk.store.claim import Claim
claim = Claim(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""


def test_a_lane_is_claimed_once_and_free_again(tmp_path: Path) -> None:
    first = Claim(tmp_path)
    with pytest.raises(StoreBusy, match="another kiosk runs this lane"):
        Claim(tmp_path)
    first.release()
    Claim(tmp_path).release()


def test_a_killed_kiosk_leaves_no_claim_behind(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(StoreBusy):
            Claim(tmp_path)
        other.send_signal(signal.SIGKILL)
        other.wait()
        Claim(tmp_path).release()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreIO, match="cannot be opened"):
        Claim(tmp_path / "absent")
