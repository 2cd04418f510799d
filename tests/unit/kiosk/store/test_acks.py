"""What the cloud lacks, by what the agent noted; nothing noted means everything."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pysqlite3.dbapi2 as sqlite
import pytest

from kiosk.store.acks import Acknowledged
from kiosk.store.ledger import Ledger

AT = datetime(2026, 3, 14, 0, 30, tzinfo=UTC)
DAY = date(2026, 3, 14)


@pytest.fixture
def acks(ledger: Ledger, tmp_path: Path) -> Iterator[Acknowledged]:
    for n in range(3):
        with ledger.transaction():
            ledger.append("reprint", {}, AT + timedelta(minutes=n), DAY)
    asked = Acknowledged(tmp_path / "sync.db", ledger)
    yield asked
    asked.close()


def note(path: Path, epoch: int, seq: int) -> None:
    """Note an acknowledgement as the agent does."""
    connection = sqlite.connect(path, isolation_level=None)
    connection.execute(
        "CREATE TABLE IF NOT EXISTS ack(epoch INTEGER PRIMARY KEY, seq INTEGER)"
    )
    connection.execute("INSERT OR REPLACE INTO ack VALUES (?,?)", (epoch, seq))
    connection.close()


def test_without_an_agent_everything_waits(acks: Acknowledged) -> None:
    assert acks.unsynced(AT + timedelta(minutes=10)) == (3, 600)


def test_what_was_acknowledged_waits_no_more(
    acks: Acknowledged, tmp_path: Path
) -> None:
    acks.unsynced(AT)
    note(tmp_path / "sync.db", 0, 1)
    assert acks.unsynced(AT + timedelta(minutes=10)) == (2, 540)
    note(tmp_path / "sync.db", 0, 3)
    assert acks.unsynced(AT + timedelta(minutes=10)) == (0, 0)


def test_a_clock_set_back_shows_no_negative_age(acks: Acknowledged) -> None:
    assert acks.unsynced(AT - timedelta(days=1)) == (3, 0)


def test_an_unreadable_file_means_that_nothing_is_acknowledged(
    acks: Acknowledged, tmp_path: Path
) -> None:
    (tmp_path / "sync.db").write_text("no database, but long enough to look at\n" * 40)
    assert acks.unsynced(AT)[0] == 3


def test_an_empty_file_means_so_too(acks: Acknowledged, tmp_path: Path) -> None:
    (tmp_path / "sync.db").touch()
    assert acks.unsynced(AT)[0] == 3
    note(tmp_path / "sync.db", 0, 2)
    assert acks.unsynced(AT)[0] == 1
