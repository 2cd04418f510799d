"""Kiosk and agent are two users of one group: each reads the other's file.

A reader of a WAL file must lock and, with the writer down, make its -shm file.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.store.ledger import Ledger

WRITER = Path(__file__).with_name("ledger_writer.py")
KIOSK_UID, AGENT_UID, GROUP = 60001, 60002, 60000
READER = Path(__file__).with_name("ledger_reader.py")


@pytest.fixture
def state() -> Iterator[Path]:
    if os.geteuid() != 0:
        pytest.skip("only root can run a process as each of the two users")
    root = Path(tempfile.mkdtemp(dir="/var/tmp"))  # pytest's own folders are closed
    root.chmod(0o755)
    folder = root / "kiosk"
    folder.mkdir()
    os.chown(folder, KIOSK_UID, GROUP)
    folder.chmod(0o2770)
    yield folder
    shutil.rmtree(root)


def start(script: Path, uid: int, *words: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(script), *map(str, words), str(uid), str(GROUP)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def start_lane(path: Path, basket: int) -> subprocess.Popen[str]:
    """Start a selling lane and wait for its first sale."""
    lane = start(WRITER, KIOSK_UID, path, basket)
    assert lane.stdout is not None
    while not (line := lane.stdout.readline()).startswith("s"):
        assert line, "the lane could not sell"
    return lane


def kill(lane: subprocess.Popen[str]) -> None:
    lane.kill()
    lane.communicate()


def read_as(uid: int, path: Path) -> str:
    said, _ = start(READER, uid, path).communicate("")
    return said.strip()


@pytest.mark.slow
def test_the_agent_reads_with_the_kiosk_up_killed_and_down(state: Path) -> None:
    path = state / "ledger.db"
    lane = start_lane(path, 0)
    assert read_as(AGENT_UID, path) == "whole"
    kill(lane)
    assert read_as(AGENT_UID, path) == "whole"
    Ledger.open(path, "S001-L1", "A01").close()  # takes -wal and -shm away
    assert not (state / "ledger.db-shm").exists()
    assert read_as(AGENT_UID, path) == "whole"


@pytest.mark.slow
def test_the_kiosk_sells_on_files_that_the_agent_made(state: Path) -> None:
    path = state / "ledger.db"
    kill(start_lane(path, 0))
    Ledger.open(path, "S001-L1", "A01").close()
    with start(READER, AGENT_UID, path) as agent:
        assert agent.stdout is not None
        assert agent.stdout.readline() == "whole\n"  # and it stays
        assert (state / "ledger.db-shm").stat().st_uid == AGENT_UID
        kill(start_lane(path, 1000))
        agent.communicate("")


@pytest.mark.slow
def test_nobody_outside_the_group_may_read(state: Path) -> None:
    path = state / "ledger.db"
    kill(start_lane(path, 0))
    assert {file.stat().st_mode & 0o777 for file in state.iterdir()} == {0o660}
