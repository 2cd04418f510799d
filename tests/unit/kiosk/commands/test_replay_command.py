"""`kiosk replay` and `kiosk verify` over a ledger that a lane wrote."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from counter import PAY_CODE, Counter

from kiosk.commands.replay import replay_journal
from kiosk.commands.verify import verify_ledger
from kiosk.domain import events as e
from kiosk.domain.tender import IntentState


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    one = Counter(tmp_path)
    one.scan()
    one.lane.remove_line("no such line")
    one.lane.pay()
    one.scan(PAY_CODE)
    intent, now = one.session.intent, one.clock.now()
    one.lane.receive(e.PaymentAnswered(now, intent.id, IntentState.PAID, "", "r"))
    yield one
    one.close()


def test_a_journal_replays_to_what_happened(
    counter: Counter, capsys: pytest.CaptureFixture[str]
) -> None:
    basket = counter.session.basket.id
    assert replay_journal(counter.folder / "ledger.db", "") == 0
    told = capsys.readouterr().out
    assert f"basket {basket}" in told
    assert "rejected: no_such_line" in told
    assert "SaleCommitted" in told
    assert "¥10.00" in told


def test_one_basket_can_be_asked_for(
    counter: Counter, capsys: pytest.CaptureFixture[str]
) -> None:
    first = counter.session.basket.id
    counter.lane.choose_receipt(e.ReceiptChoice.SCREEN)
    counter.scan("9520000000028")
    second = counter.session.basket.id
    assert replay_journal(counter.folder / "ledger.db", second) == 0
    told = capsys.readouterr().out
    assert second in told
    assert first not in told


def test_a_journal_that_was_changed_is_found_out(
    counter: Counter, capsys: pytest.CaptureFixture[str]
) -> None:
    counter.ledger._db.run("UPDATE journal SET rejected = '' WHERE rejected <> ''")
    assert replay_journal(counter.folder / "ledger.db", "") == 1
    said = capsys.readouterr().err
    assert "journalled accepted, replayed no_such_line" in said


def test_an_event_that_cannot_be_read_is_said(
    counter: Counter, capsys: pytest.CaptureFixture[str]
) -> None:
    counter.ledger._db.run("UPDATE journal SET event = '{' WHERE n = 2")
    assert replay_journal(counter.folder / "ledger.db", "") == 1
    assert "cannot be read" in capsys.readouterr().err


def test_a_ledger_is_verified_with_its_sums(
    counter: Counter, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify_ledger(counter.folder / "ledger.db", sales=True) == 0
    told = capsys.readouterr().out
    head = counter.ledger.head()
    assert head is not None
    assert head.hash in told
    assert "A01-0-000001  1000" in told
    assert "CNY 1000" in told


def test_a_changed_entry_is_named(
    counter: Counter, capsys: pytest.CaptureFixture[str]
) -> None:
    counter.ledger._db.run("DROP TRIGGER entry_never_updated")
    counter.ledger._db.run("UPDATE entry SET body = '{}' WHERE seq = 2")
    assert verify_ledger(counter.folder / "ledger.db", sales=False) == 1
    said = capsys.readouterr().err
    assert "entry 0/2" in said
    assert len(said.strip().splitlines()) == 1


@pytest.mark.parametrize("content", [None, b"", b"noise " * 500])
def test_what_is_no_ledger_is_said_in_a_line(
    tmp_path: Path, content: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ledger.db"
    if content is not None:
        path.write_bytes(content)
    assert verify_ledger(path, sales=False) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    if content is None:
        assert replay_journal(path, "") == 1
