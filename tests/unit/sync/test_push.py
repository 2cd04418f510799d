"""The upload lane against the real service, in one process."""

from datetime import date

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync import wire
from sync.errors import CloudError, CloudUntrusted, SyncError
from sync.push import LedgerView

DAY = date(2026, 3, 14)


class Faulty(httpx.BaseTransport):
    """A network that does what it is told with each request, then behaves."""

    def __init__(self, inner, plan):
        self.inner = inner
        self.plan = list(plan)
        self.calls = 0

    def handle_request(self, request):
        self.calls += 1
        match self.plan.pop(0) if self.plan else "pass":
            case "refuse":
                raise httpx.ConnectError("refused", request=request)
            case "lose reply":
                self.inner.handle_request(request).read()
                raise httpx.ReadTimeout("lost", request=request)
            case "duplicate":
                self.inner.handle_request(request).read()
                return self.inner.handle_request(request)
            case "portal":
                return httpx.Response(200, html="<h1>Please log in</h1>")
            case "broken gateway":
                return httpx.Response(502, text="bad gateway")
            case _:
                return self.inner.handle_request(request)


def push_through(lane, plan):
    pusher = lane.pusher(Faulty(lane.cloud.transport, plan))
    failures = 0
    for _ in range(200):
        try:
            if not pusher.step():
                return failures
        except CloudError:
            failures += 1
    raise AssertionError("it never ends")


def test_every_entry_arrives_once_and_is_acknowledged(lane):
    lane.sell(3)
    lane.push_all()
    assert [row[:4] for row in lane.cloud.entries()] == lane.entries()
    head = lane.ledger.head()
    assert lane.state.ack(0) == wire.Ack(epoch=0, seq=3, hash=head.hash)
    assert not any(row[4] for row in lane.cloud.entries())


def test_batches_hold_at_most_a_hundred_entries(lane):
    lane.sell(101)
    pusher = lane.pusher()
    assert pusher.step()
    assert lane.state.ack(0).seq == 100
    assert pusher.step()
    assert lane.state.ack(0).seq == 101
    assert not pusher.step()


def test_a_batch_stays_under_the_request_limit(lane, new_sale):
    name = '"quoted" 牛奶' * 20_000
    with lane.ledger.transaction():
        for _ in range(3):
            lane.ledger.append("reprint", {"text": name}, lane.cloud.clock(), DAY)
    lane.push_all()
    assert len(lane.cloud.entries()) == 3


def test_nothing_to_push_asks_nothing(lane):
    faulty = Faulty(lane.cloud.transport, [])
    assert not lane.pusher(faulty).step()
    assert faulty.calls == 0


def test_no_ledger_yet_is_no_error(make_lane):
    other = make_lane("S001-L2")
    other.enrol()
    other.ledger.close()
    other.ledger_path.unlink()
    assert not other.pusher().step()


@given(
    plan=st.lists(
        st.sampled_from([
            "refuse",
            "lose reply",
            "duplicate",
            "portal",
            "broken gateway",
            "pass",
        ]),
        max_size=12,
    )
)
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_exactly_once_whatever_the_network_does(lane, plan):
    lane.sell(2)
    push_through(lane, plan)
    assert [row[:4] for row in lane.cloud.entries()] == lane.entries()
    assert lane.state.ack(0).seq == len(lane.entries())


def test_a_captive_portal_is_no_acknowledgement(lane):
    lane.sell()
    pusher = lane.pusher(Faulty(lane.cloud.transport, ["portal"]))
    with pytest.raises(CloudUntrusted):
        pusher.step()
    assert lane.state.ack(0) is None


class Answers(httpx.BaseTransport):
    """A cloud that acknowledges what it likes."""

    def __init__(self, **ack):
        self.reply = wire.PushReply(ack=wire.Ack(**ack))

    def handle_request(self, request):
        return httpx.Response(200, content=self.reply.model_dump_json())


@pytest.mark.parametrize("epoch, seq", [(0, 1), (0, 2), (1, 1)])
def test_an_ack_with_another_hash_or_place_is_not_taken(lane, epoch, seq):
    lane.sell()
    pusher = lane.pusher(Answers(epoch=epoch, seq=seq, hash="ab" * 32))
    with pytest.raises(CloudUntrusted):
        pusher.step()
    assert lane.state.ack(0) is None
    assert not lane.state.is_forked(0)


def test_a_fork_stops_this_epoch_and_overwrites_nothing(lane, chain_of):
    other = chain_of()
    other.add()
    lane.client().post(
        "/v1/devices/S001-L1/entries",
        wire.PushRequest(epoch=0, entries=tuple(other.entries)),
        wire.PushReply,
    )
    lane.sell(2)
    before = lane.cloud.entries()
    lane.push_all()
    assert lane.state.is_forked(0)
    assert lane.cloud.entries() == before
    faulty = Faulty(lane.cloud.transport, [])
    assert not lane.pusher(faulty).step()
    assert faulty.calls == 0


def test_a_ledger_that_is_not_the_acknowledged_one_is_a_fork(lane):
    lane.sell()
    lane.state.set_ack(wire.Ack(epoch=0, seq=1, hash="cd" * 32), lane.cloud.clock())
    assert not lane.pusher().step()
    assert lane.state.is_forked(0)


def test_a_ledger_shorter_than_the_acknowledged_one_is_a_fork(lane):
    lane.sell()
    lane.state.set_ack(wire.Ack(epoch=0, seq=9, hash="cd" * 32), lane.cloud.clock())
    assert not lane.pusher().step()
    assert lane.state.is_forked(0)


def test_a_lost_sync_db_costs_nothing_but_a_replay(lane):
    lane.sell(3)
    lane.push_all()
    lane.state.forget_ack(0)
    lane.push_all()
    assert len(lane.cloud.entries()) == 3
    assert lane.state.ack(0).seq == 3


def test_a_ledger_of_another_device_is_not_pushed(make_lane, lane):
    other = make_lane("S001-L2")
    other.sell()
    pusher = lane.pusher()
    pusher._path = other.ledger_path
    with pytest.raises(SyncError, match="S001-L2's"):
        pusher.step()
    assert lane.cloud.entries() == []


def test_a_hole_in_the_ledger_is_told(lane):
    lane.sell(3)
    db = lane.ledger._db
    db.run("DROP TRIGGER entry_never_deleted")
    db.run("PRAGMA foreign_keys=OFF")
    db.run("DELETE FROM entry WHERE seq = 2")
    pusher = lane.pusher()
    assert pusher.step()
    with pytest.raises(SyncError, match="lacks entry 0/2"):
        pusher.step()


def test_the_heads_of_all_epochs_are_found(lane):
    view = LedgerView(lane.ledger_path)
    assert view.heads() == []
    lane.sell(3)
    for epoch, seq in ((2, 1), (2, 2), (7, 1)):
        lane.ledger._db.run(
            "INSERT INTO entry SELECT ?, ?, device, ?, kind, business_date, at_utc,"
            " mono_ns, v, body, prev, hash FROM entry WHERE epoch = 0 AND seq = 1",
            (epoch, seq, f"{epoch}-{seq}"),
        )
    assert view.heads() == [(0, 3), (2, 2), (7, 1)]
    view.close()
