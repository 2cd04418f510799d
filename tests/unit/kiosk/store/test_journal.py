"""The journal: what was accepted comes back in order, and nothing else does."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.events import (
    BasketOpened,
    Event,
    ItemScanned,
    LineQuantityChanged,
    LineRemoved,
    ShoppingResumed,
)
from kiosk.domain.money import Money
from kiosk.domain.product import Product, UnitPrice
from kiosk.domain.sale import Sale
from kiosk.store import journal as journal_module
from kiosk.store.errors import StoreCorrupt
from kiosk.store.ledger import Ledger

AT = datetime(2026, 3, 14, 0, 30, tzinfo=UTC)
DAY = date(2026, 3, 14)
MILK = Product(
    id="09520000000012",
    names=(("zh_CN", "纯牛奶 1升"), ("en", "Pure milk 1 L")),
    unit_price=UnitPrice(Money(790, "CNY")),
    tax_class="standard",
    category="dairy",
)
OPENED = BasketOpened(AT, "b-1", 7, "CN", 1, DAY)
SCANNED = ItemScanned(AT, "l-1", MILK, DAY, 510, code="09520000000012")


def test_the_open_basket_comes_back_after_a_restart(path: Path) -> None:
    ledger = Ledger.open(path, "S001-L1", "A01")
    ledger.journal.append("b-1", OPENED)
    ledger.journal.append("b-1", SCANNED)
    ledger.close()
    again = Ledger.open(path, "S001-L1", "A01")
    assert again.journal.open_events() == [OPENED, SCANNED]
    again.close()


def test_a_rejected_event_is_kept_but_not_replayed(ledger: Ledger, path: Path) -> None:
    ledger.journal.append("b-1", OPENED)
    ledger.journal.append("b-1", ShoppingResumed(AT), rejected="empty_basket")
    assert ledger.journal.open_events() == [OPENED]
    connection = sqlite.connect(path)
    kept = connection.execute("SELECT rejected FROM journal ORDER BY n").fetchall()
    connection.close()
    assert kept == [("",), ("empty_basket",)]


def test_an_event_of_the_lane_belongs_to_no_basket(ledger: Ledger) -> None:
    ledger.journal.append("", ShoppingResumed(AT), rejected="not_now")
    assert ledger.journal.open_events() == []


def test_a_closed_basket_is_not_replayed(ledger: Ledger) -> None:
    ledger.journal.append("b-1", OPENED)
    ledger.journal.close("b-1")
    assert ledger.journal.open_events() == []
    ledger.journal.append("b-1", LineRemoved(AT, "l-1"))  # a late one stays closed
    assert ledger.journal.open_events() == []
    ledger.journal.append("b-2", OPENED)
    assert ledger.journal.open_events() == [OPENED]


def test_closing_an_unknown_basket_changes_nothing(ledger: Ledger) -> None:
    ledger.journal.append("b-1", OPENED)
    ledger.journal.close("b-9")
    assert ledger.journal.open_events() == [OPENED]


def test_event_and_entry_commit_together(
    ledger: Ledger, make_sale: Callable[..., Sale]
) -> None:
    ledger.journal.append("b-1", OPENED)

    def lost_in_mid_air() -> None:
        with ledger.transaction():
            ledger.journal.append("b-1", ShoppingResumed(AT))
            ledger.commit_sale(make_sale("b-1"), AT, DAY)
            ledger.journal.close("b-1")
            raise InterruptedError

    with pytest.raises(InterruptedError):
        lost_in_mid_air()
    assert ledger.journal.open_events() == [OPENED]
    assert ledger.head() is None


def test_old_events_of_closed_baskets_go(
    ledger: Ledger, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_module, "KEPT_EVENTS", 10)
    ledger.journal.append("b-open", OPENED)
    for n in range(30):
        ledger.journal.append(f"b-{n}", LineRemoved(AT, f"l-{n}"))
        ledger.journal.close(f"b-{n}")
    connection = sqlite.connect(path)
    kept = connection.execute("SELECT n FROM journal ORDER BY n").fetchall()
    connection.close()
    assert [n for (n,) in kept] == [1, *range(22, 32)]
    ledger.journal.close(f"b-{29}")
    assert ledger.journal.open_events() == [OPENED]


@pytest.mark.parametrize(
    "event", ["", "{", '{"type":"NoSuchEvent"}', '{"type":"LineRemoved"}']
)
def test_an_event_that_cannot_be_read_is_told(
    ledger: Ledger, path: Path, event: str
) -> None:
    ledger.journal.append("b-1", OPENED)
    connection = sqlite.connect(path)
    connection.execute("UPDATE journal SET event = ?", (event,))
    connection.commit()
    connection.close()
    with pytest.raises(StoreCorrupt, match="event 1 of the journal cannot be read"):
        ledger.journal.open_events()


EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(LineRemoved, st.just(AT), st.text(max_size=5)),
    st.builds(
        LineQuantityChanged, st.just(AT), st.text(max_size=5), st.integers(1, 99)
    ),
    st.just(SCANNED),
)


@settings(max_examples=25)
@given(st.lists(st.tuples(EVENTS, st.booleans()), max_size=8))
def test_replay_is_what_was_accepted(
    tmp_path_factory: Any, drawn: list[tuple[Event, bool]]
) -> None:
    path = tmp_path_factory.mktemp("journal") / "ledger.db"
    ledger = Ledger.open(path, "S001-L1", "A01")
    with ledger.transaction():
        for event, accepted in drawn:
            ledger.journal.append("b-1", event, "" if accepted else "not_now")
    assert ledger.journal.open_events() == [e for e, accepted in drawn if accepted]
    ledger.close()
