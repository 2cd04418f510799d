"""The heartbeat: trusted time and the cloud's high-water marks."""

from datetime import timedelta

import pytest

from sync import wire
from sync.clock import TrustedClock, measure_offset
from sync.errors import CloudRefused, CloudUntrusted
from sync.heartbeat import Heartbeat
from sync.store import SyncState


@pytest.fixture
def clock():
    return TrustedClock()


@pytest.fixture
def heartbeat(lane, clock):
    state = SyncState.open(lane.folder / "sync.db")
    beat = Heartbeat(
        lane.ledger_path,
        lane.device,
        lane.cloud.secrets.public_key,
        clock,
        state,
        lane.cloud.client(lane.signer(clock.now)),
        lane.cloud.client(),
    )
    yield beat
    beat.close()


def forget(cloud, after):
    """The cloud was restored from a backup: entries after a seq are not there."""
    with cloud.storage._db.writing() as db:
        db.execute("DROP TRIGGER entry_is_never_removed")
        db.execute("DELETE FROM sale WHERE seq > ?", (after,))
        db.execute("DELETE FROM entry WHERE seq > ?", (after,))


def test_a_clock_far_off_is_put_right_and_signs_again(lane, clock, heartbeat):
    lane.cloud.clock.advance(days=-400)
    with pytest.raises(CloudRefused, match="signature"):
        lane.cloud.client(lane.signer(clock.now)).get(
            f"/v1/devices/{lane.device}", wire.DeviceReply
        )
    heartbeat.step()
    off = clock.now() - lane.cloud.clock()
    assert abs(off) < timedelta(minutes=1)
    assert lane.state.clock_offset_ms() < -399 * 86_400_000


def test_the_time_of_another_cloud_is_not_taken(lane):
    with pytest.raises(CloudUntrusted, match="not signed"):
        measure_offset(lane.cloud.client(), bytes(32))


def test_a_restored_cloud_is_noticed_with_nothing_new_to_send(lane, heartbeat):
    lane.sell(5)
    lane.push_all()
    forget(lane.cloud, 2)
    assert not lane.pusher().step()
    heartbeat.step()
    assert lane.state.ack(0).seq == 2
    lane.push_all()
    assert [row[:4] for row in lane.cloud.entries()] == lane.entries()


def test_a_cloud_that_lost_everything_gets_everything(lane, heartbeat):
    lane.sell(3)
    lane.push_all()
    forget(lane.cloud, 0)
    heartbeat.step()
    assert lane.state.ack(0) is None
    lane.push_all()
    assert len(lane.cloud.entries()) == 3


def test_acknowledgements_come_back_after_sync_db_was_lost(lane, heartbeat):
    lane.sell(3)
    lane.push_all()
    lane.state.forget_ack(0)
    heartbeat.step()
    assert lane.state.ack(0).seq == 3


def test_a_cloud_with_another_ledger_is_a_fork(lane, heartbeat, chain_of):
    other = chain_of()
    other.add()
    lane.client().post(
        "/v1/devices/S001-L1/entries",
        wire.PushRequest(epoch=0, entries=tuple(other.entries)),
        wire.PushReply,
    )
    lane.sell()
    heartbeat.step()
    assert lane.state.is_forked(0)


def test_without_a_ledger_it_is_fine(lane, heartbeat):
    lane.ledger.close()
    lane.ledger_path.unlink()
    assert not heartbeat.step()


def test_what_the_upload_lane_learned_meanwhile_stands(lane, heartbeat):
    lane.sell(2)
    lane.push_all()
    lane.sell(3)
    ask = heartbeat._client.get

    def slow_answer(path, kind):
        reply = ask(path, kind)
        lane.push_all()
        return reply

    heartbeat._client.get = slow_answer
    heartbeat.step()
    assert lane.state.ack(0).seq == 5


def test_an_old_answer_to_the_question_for_the_time_is_not_taken(lane):
    client = lane.cloud.client()
    old = client.get("/v1/time", wire.TimeReply, nonce="12345678")
    client.get = lambda *_, **__: old
    with pytest.raises(CloudUntrusted, match="not signed"):
        measure_offset(client, lane.cloud.secrets.public_key)


@pytest.mark.parametrize("signature", ["", "A", "AAAA", "A" * 88])
def test_a_time_without_a_right_signature_is_not_taken(lane, signature):
    client = lane.cloud.client()
    client.get = lambda *_, **__: wire.TimeReply(
        nonce="12345678", unix_ms=1, signature=signature
    )
    with pytest.raises(CloudUntrusted, match="not signed"):
        measure_offset(client, lane.cloud.secrets.public_key)
