"""The engine: one event is one transaction, and nothing leaves before its commit."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import till
from counter import PAY_CODE, Counter

from kiosk.domain import events as e
from kiosk.domain.effects import (
    PlayTone,
    PrintReceipt,
    QueryPayment,
    ReversePayment,
    SubmitPayment,
    Tone,
)
from kiosk.domain.intervention import Role
from kiosk.domain.session import Phase
from kiosk.domain.tender import IntentState
from kiosk.engine import DeviceEffect
from kiosk.store.errors import StoreError, StoreFull, StoreIO
from kiosk.store.ledger import Ledger
from kiosk.store.verify import verify


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    one = Counter(tmp_path)
    yield one
    one.close()


def to_payment(counter: Counter) -> None:
    counter.scan()
    counter.lane.pay()
    counter.scan(PAY_CODE)
    assert counter.session.phase is Phase.PAY


def answer(counter: Counter, state: IntentState) -> None:
    intent = counter.session.intent
    now = counter.clock.now()
    counter.lane.receive(e.PaymentAnswered(now, intent.id, state, "", "ref"))


class FailingLedger(Ledger):
    """A ledger whose disk fills at the next commit, when told."""

    fails: StoreError | None = None

    def transaction(self):  # type: ignore[no-untyped-def]
        inner = super().transaction()
        if self.fails is None:
            return inner
        return _FailsAtCommit(inner, self.fails)


class _FailsAtCommit:
    def __init__(self, inner, fault) -> None:  # type: ignore[no-untyped-def]
        self.inner, self.fault = inner, fault

    def __enter__(self) -> None:
        self.inner.__enter__()

    def __exit__(self, *raised: object) -> None:
        self.inner.__exit__(type(self.fault), self.fault, None)
        raise self.fault


@pytest.fixture
def failing(counter: Counter) -> FailingLedger:
    """Turn the counter's ledger into one that can fail."""
    counter.ledger.__class__ = FailingLedger
    assert isinstance(counter.ledger, FailingLedger)
    return counter.ledger


def test_an_event_is_journalled_before_its_tone(counter: Counter) -> None:
    journalled: list[int] = []
    heard: list[DeviceEffect] = []

    def run(effect: DeviceEffect) -> None:
        assert not counter.ledger._db.in_transaction
        heard.append(effect)
        journalled.append(len(counter.journal()))

    counter.engine._run = run
    counter.scan()
    assert heard == [PlayTone(Tone.ACCEPTED)]
    assert journalled == [2]  # the basket and the item


def test_a_snapshot_follows_the_commit(counter: Counter) -> None:
    counter.engine._publish = lambda snapshot: seen.append((
        snapshot.session.revision,
        counter.ledger._db.in_transaction,
    ))
    seen: list[tuple[int, bool]] = []
    counter.scan()
    assert seen == [(1, False), (2, False)]


@pytest.mark.parametrize("fault", [StoreFull("disk full"), StoreIO("fsync failed")])
def test_nothing_is_heard_or_shown_of_what_was_not_committed(
    counter: Counter, failing: FailingLedger, fault: StoreError
) -> None:
    counter.scan()
    before = counter.session
    counter.ran.clear()
    failing.fails = fault
    counter.scan("9520000000028")
    assert counter.ran == []
    assert counter.session.phase is Phase.STOPPED
    assert counter.session.notice.code == "storage_failed"
    assert counter.session.basket == before.basket  # not the item that failed
    failing.fails = None
    assert len(counter.journal()) == 2


def test_a_stopped_lane_does_nothing_more(
    counter: Counter, failing: FailingLedger
) -> None:
    failing.fails = StoreFull("disk full")
    counter.scan()
    failing.fails = None
    published = len(counter.published)
    counter.scan()
    counter.lane.start()
    rejected = counter.engine.handle(e.ThanksEnded(till.NOON))
    assert rejected is not None
    assert rejected.code == "storage_failed"
    assert counter.journal() == []
    assert counter.notice == "storage_failed"
    assert len(counter.published) == published


def test_a_refused_event_is_journalled_and_told(counter: Counter) -> None:
    counter.scan()
    counter.lane.remove_line("no such line")
    assert counter.notice == "no_such_line"
    assert counter.session.basket.cart.lines
    assert [refusal for _, refusal in counter.journal()] == ["", "", "no_such_line"]


def test_a_refusal_that_cannot_be_journalled_stops_the_lane(
    counter: Counter, failing: FailingLedger
) -> None:
    counter.scan()
    failing.fails = StoreFull("disk full")
    counter.lane.remove_line("no such line")
    assert counter.session.phase is Phase.STOPPED


def test_a_device_s_late_answer_tells_the_shopper_nothing(counter: Counter) -> None:
    counter.scan()
    counter.lane.receive(e.PaymentAnswered(till.NOON, "other", IntentState.PAID))
    assert counter.notice == "added"
    assert [refusal for _, refusal in counter.journal()] == ["", "", "not_now"]


def test_the_intent_is_committed_before_the_request_leaves(counter: Counter) -> None:
    counter.scan()
    counter.lane.pay()
    kinds: list[str] = []

    def run(effect: DeviceEffect) -> None:
        if isinstance(effect, SubmitPayment):
            kinds.extend(counter.kinds())

    counter.engine._run = run
    counter.scan(PAY_CODE)
    assert kinds[-1] == "payment_intent"


def test_the_sale_is_one_transaction_with_its_payment(
    counter: Counter, tmp_path: Path
) -> None:
    to_payment(counter)
    answer(counter, IntentState.PAID)
    assert counter.session.phase is Phase.RECEIPT
    assert counter.session.sale.receipt_no == "A01-0-000001"
    assert counter.kinds()[-3:] == ["payment_intent", "payment_outcome", "sale"]
    head = counter.ledger.head()
    assert head is not None
    assert (counter.session.sale.seq, counter.session.sale.hash) == (
        head.seq,
        head.hash,
    )
    assert '"SaleCommitted"' in counter.journal()[-1][0]
    assert verify(tmp_path / "ledger.db").problem is None


def test_a_sale_that_is_not_committed_is_no_sale(
    counter: Counter, failing: FailingLedger
) -> None:
    to_payment(counter)
    failing.fails = StoreFull("disk full")
    answer(counter, IntentState.PAID)
    failing.fails = None
    assert counter.session.sale is None
    assert "sale" not in counter.kinds()
    assert "payment_outcome" not in counter.kinds()
    counter.crash()  # with room on the disk again
    (asked,) = counter.ran
    assert isinstance(asked, QueryPayment)
    answer(counter, IntentState.PAID)
    assert counter.kinds().count("sale") == 1


def test_a_crash_in_mid_basket_loses_nothing(counter: Counter) -> None:
    counter.scan()
    counter.scan("9520000000028")
    counter.lane.remove_line(counter.session.basket.cart.lines[0].id)
    before = counter.session
    counter.crash()
    assert counter.session == before
    assert counter.ran == []  # no beep is repeated
    assert counter.published[-1].session == before


def test_a_recovered_payment_is_queried_first_and_never_submitted(
    counter: Counter,
) -> None:
    to_payment(counter)
    answer(counter, IntentState.USERPAYING)
    intent = counter.session.intent
    counter.crash()
    assert counter.ran == [QueryPayment(intent, 0)]
    answer(counter, IntentState.PAID)
    assert counter.kinds().count("sale") == 1
    counter.crash()
    assert counter.session.phase is Phase.RECEIPT
    assert counter.kinds().count("sale") == 1


def test_a_recovered_reversal_goes_on(counter: Counter) -> None:
    to_payment(counter)
    counter.lane.cancel_payment()
    intent = counter.session.intent
    assert intent.state is IntentState.REVERSING
    counter.crash()
    assert counter.ran == [ReversePayment(intent, 0)]


def test_a_receipt_that_was_asked_for_is_printed_after_a_crash(
    counter: Counter,
) -> None:
    to_payment(counter)
    answer(counter, IntentState.PAID)
    counter.lane.choose_receipt(e.ReceiptChoice.PAPER)
    sale = counter.session.sale
    counter.crash()
    job = PrintReceipt("A01-0-000001", "A01-0-000001", sale.seq, sale.hash)
    assert counter.ran == [job]
    counter.engine.handle(e.PrintAnswered(till.NOON, job.job_id))
    counter.crash()
    assert counter.ran == []


def test_a_closed_basket_does_not_come_back(counter: Counter) -> None:
    counter.scan()
    counter.lane.abandon()
    counter.crash()
    assert counter.session.phase is Phase.ATTRACT
    assert counter.session.basket is None


def test_staff_mode_does_not_outlive_a_restart(counter: Counter) -> None:
    counter.scan()
    counter.engine.handle(e.StaffIdentified(till.NOON, "st-1", Role.ATTENDANT, "pin"))
    counter.crash()
    assert counter.session.staff is None
    assert counter.kinds()[-1] == "staff_closed"
    assert counter.cart == ["milk"]


def test_a_journal_that_cannot_be_read_stops_the_lane(counter: Counter) -> None:
    counter.scan()
    counter.ledger._db.run("UPDATE journal SET event = '{}' WHERE n = 2")
    counter.crash()
    assert counter.session.phase is Phase.STOPPED
    assert counter.notice == "storage_failed"


def test_what_is_not_the_session_s_is_published_when_it_changes(
    counter: Counter,
) -> None:
    counter.engine.show(unsynced=3)
    counter.engine.show(unsynced=3)
    assert [one.unsynced for one in counter.published[1:]] == [3]
    counter.scan()
    assert counter.engine.snapshot.unsynced == 3


def test_without_an_open_day_nothing_is_written(tmp_path: Path) -> None:
    counter = Counter(tmp_path)
    counter.ledger._db.run("DROP TRIGGER entry_never_deleted")
    counter.ledger._db.run("DELETE FROM entry")
    counter.engine.handle(e.HelpRequested(till.NOON, "i-1"))
    assert counter.session.phase is Phase.STOPPED
    counter.close()
