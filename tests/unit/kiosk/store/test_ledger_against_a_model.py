"""A ledger beside a list: whatever is done, rolled back or reopened, they agree."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from kiosk.domain.events import LineRemoved
from kiosk.domain.sale import Sale
from kiosk.store.errors import SaleRefused
from kiosk.store.ledger import Ledger
from kiosk.store.verify import verify

AT = datetime(2026, 3, 14, 0, 30, tzinfo=UTC)
DAY = date(2026, 3, 14)
BASKETS = st.integers(1, 6).map(lambda n: f"b-{n}")


class LedgerBesideAList(RuleBasedStateMachine):
    """Runs the same steps on a ledger and on lists of (epoch, seq), sales, events."""

    make_sale: Callable[..., Sale]

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "ledger.db"
        self.ledger = Ledger.open(self.path, "S001-L1", "A01")
        self.at = AT
        self.entries: list[tuple[int, int, datetime]] = []
        self.sold: dict[str, str] = {}  # basket: receipt number
        self.open: dict[str, list[str]] = {}
        self.closed: set[str] = set()

    def noted(self, epoch: int | None = None) -> None:
        last = self.entries[-1] if self.entries else (0, 0, AT)
        place = last[:2] if epoch is None else (epoch, 0)
        self.entries.append((place[0], place[1] + 1, self.at))

    @rule(minutes=st.integers(0, 90))
    def time_passes(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)

    @rule(count=st.integers(1, 3))
    def append(self, count: int) -> None:
        with self.ledger.transaction():
            for _ in range(count):
                self.ledger.append("reprint", {"n": count}, self.at, DAY)
                self.noted()

    @rule(basket=BASKETS)
    def sell(self, basket: str) -> None:
        sale = self.make_sale(basket)
        if basket in self.sold:
            with pytest.raises(SaleRefused), self.ledger.transaction():
                self.ledger.commit_sale(sale, self.at, DAY)
            return
        with self.ledger.transaction():
            sale, ref = self.ledger.commit_sale(sale, self.at, DAY)
            self.ledger.journal.close(basket)
        self.noted()
        assert (ref.epoch, ref.seq) == self.entries[-1][:2]
        self.sold[basket] = sale.receipt_no
        self.open.pop(basket, None)

    @rule(basket=BASKETS)
    def lose_a_sale_before_its_commit(self, basket: str) -> None:
        if basket in self.sold:
            return
        with pytest.raises(InterruptedError), self.ledger.transaction():
            self.ledger.append("reprint", {}, self.at, DAY)
            self.ledger.commit_sale(self.make_sale(basket), self.at, DAY)
            self.ledger.journal.close(basket)
            raise InterruptedError

    @rule(line=st.text("ab", max_size=2))
    def journal(self, line: str) -> None:
        basket = next(iter(self.open), f"j-{len(self.closed)}")
        self.ledger.journal.append(basket, LineRemoved(AT, line))
        self.open.setdefault(basket, []).append(line)

    @rule()
    def abandon(self) -> None:
        for basket in list(self.open):
            self.ledger.journal.close(basket)
            self.closed.add(basket)
            del self.open[basket]

    @rule()
    def fork(self) -> None:
        if self.entries:
            self.ledger.open_epoch("fork", self.at, DAY)
            self.noted(self.entries[-1][0] + 1)

    @rule()
    def restart(self) -> None:
        self.ledger.close()
        self.ledger = Ledger.open(self.path, "S001-L1", "A01")

    @invariant()
    def they_agree(self) -> None:
        head = self.ledger.head()
        assert (head and (head.epoch, head.seq)) == (
            self.entries[-1][:2] if self.entries else None
        )
        events = [line for lines in self.open.values() for line in lines]
        found = self.ledger.journal.open_events()
        assert [e.line_id for e in found if isinstance(e, LineRemoved)] == events
        for n in (0, len(self.entries) // 2, len(self.entries)):
            place = self.entries[n - 1][:2] if n else (0, 0)
            rest = self.entries[n:]
            assert self.ledger.count_after(*place) == (
                len(rest),
                rest[0][2] if rest else None,
            )

    def teardown(self) -> None:
        self.ledger.close()
        report = verify(self.path)
        shutil.rmtree(self.folder)
        assert report.problem is None
        assert report.entries == len(self.entries)
        assert [receipt for receipt, _ in report.sales] == list(self.sold.values())


def test_a_ledger_beside_a_list(make_sale: Callable[..., Sale]) -> None:
    LedgerBesideAList.make_sale = staticmethod(make_sale)
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        LedgerBesideAList,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
