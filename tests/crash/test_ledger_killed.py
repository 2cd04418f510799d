"""kill -9 of a process that sells: nothing that it acknowledged is lost.

It says nothing of power loss: the system's page cache outlives a killed process.
"""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kiosk.domain.events import LineRemoved
from kiosk.store.ledger import Ledger
from kiosk.store.verify import verify

WRITER = Path(__file__).with_name("ledger_writer.py")
KILLS = 8


def sell_until_killed(path: Path, basket: int, moment: random.Random) -> list[str]:
    """Run a lane, kill it at a random moment, return what it acknowledged."""
    acknowledged = moment.randint(0, 40)
    with subprocess.Popen(
        [sys.executable, str(WRITER), str(path), str(basket)],
        stdout=subprocess.PIPE,
        text=True,
    ) as lane:
        assert lane.stdout is not None
        lines = [lane.stdout.readline() for _ in range(acknowledged + 1)]
        time.sleep(moment.uniform(0, 0.01))  # somewhere inside the next commits
        lane.kill()
        lines += lane.stdout.readlines()
    return [line.strip() for line in lines[1:] if line.endswith("\n")]


@pytest.mark.slow
def test_what_was_acknowledged_is_there_after_kill_9(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    moment = random.Random(20260314)
    receipts: list[str] = []
    for kill in range(KILLS):
        told = sell_until_killed(path, 1000 * kill, moment)
        before = len(receipts)
        receipts += [line.split()[1] for line in told if line.startswith("s")]
        report = verify(path)
        assert report.problem is None
        found = [receipt for receipt, _ in report.sales]
        assert found[: len(receipts)] == receipts
        assert len(found) - len(receipts) in {0, 1}  # committed, not yet told
        receipts = found
        check_open_basket(path, told, f"b-{1000 * kill + len(found) - before}")
    assert len(receipts) > KILLS


def check_open_basket(path: Path, told: list[str], basket: str) -> None:
    """Check that the acknowledged events of the open basket come back in order."""
    last_sale = max((n for n, t in enumerate(told) if t.startswith("s")), default=-1)
    since = [line.split()[2] for line in told[last_sale + 1 :]]
    ledger = Ledger.open(path, "S001-L1", "A01")
    events = [e.line_id for e in ledger.journal.open_events() if type(e) is LineRemoved]
    ledger.journal.close(basket)
    assert ledger.journal.open_events() == []
    ledger.close()
    if len(since) == 3 and not events:
        return  # the sale was committed and not yet told
    assert events[: len(since)] == since
    assert len(events) - len(since) in {0, 1}
