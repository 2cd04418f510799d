"""A ledger of schema 1, as it was written once: it stays readable, and sells on.

tests/golden/ledger/ledger-v1.sql is its dump. A change to an applied migration shows
here: schemas grow by new migrations only.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite
import pytest

from kiosk.domain.events import LineRemoved
from kiosk.domain.sale import Sale
from kiosk.store.ledger import Ledger
from kiosk.store.verify import verify

GOLDEN = Path(__file__).parents[3] / "golden/ledger/ledger-v1.sql"
HEAD = "d436ad367495253f9ae302f49248f1ef299d679d73a33c012a68fd7e8ba9b159"
# The public key of RFC 8032, section 7.1, test 1
KEY = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
AT = datetime(2026, 3, 15, 0, 30, tzinfo=UTC)
DAY = date(2026, 3, 15)


@pytest.fixture
def golden(path: Path) -> Path:
    connection = sqlite.connect(path)
    connection.executescript(GOLDEN.read_text("utf-8"))
    connection.close()
    return path


def test_it_verifies_to_the_same_head(golden: Path) -> None:
    report = verify(golden, KEY)
    assert report.problem is None
    assert (report.epoch, report.seq, report.hash) == (1, 2, HEAD)
    assert report.sales == (("A01-0-000001", 2359), ("A01-1-000001", 2630))
    assert report.checkpoints == 1


def test_it_opens_and_sells_on(
    golden: Path, make_sale: Callable[..., Sale], sell: Callable[..., Any]
) -> None:
    ledger = Ledger.open(golden, "S001-L1", "A01")
    (event,) = ledger.journal.open_events()
    assert isinstance(event, LineRemoved)
    assert ledger.business_date() == date(2026, 3, 14)
    kept = ledger.sale("A01-1-000001")
    assert kept is not None
    assert kept.tax_mode == "exclusive"
    sale, ref = sell(ledger, make_sale("b-9"), AT, DAY)
    ledger.close()
    assert (sale.receipt_no, ref.seq) == ("A01-1-000002", 3)
    assert verify(golden).problem is None


def schema(path: Path) -> list[tuple[str, str]]:
    connection = sqlite.connect(path)
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name"
    ).fetchall()
    connection.close()
    return [(name, " ".join(sql.split())) for name, sql in rows]


def test_a_new_ledger_has_the_tables_of_the_old_one(
    golden: Path, tmp_path: Path
) -> None:
    Ledger.open(tmp_path / "new.db", "S001-L1", "A01").close()
    assert schema(tmp_path / "new.db") == schema(golden)
