"""What staff and IT are told, and the file it is read from."""

import json

import pysqlite3.dbapi2 as sqlite
import pytest

from kiosk.settings import LaneSettings, PathSettings, Settings
from kiosk.store.errors import StoreCorrupt, StoreTooNew
from sync import wire
from sync.status import read_status
from sync.store import SyncReport, SyncState


@pytest.fixture
def settings(lane):
    (lane.folder / "sync").mkdir()
    return Settings(
        lane=LaneSettings(device=lane.device),
        paths=PathSettings(state=lane.folder, sync=lane.folder, secrets=lane.secrets),
    )


def test_before_anything_there_is_nothing_to_tell(tmp_path):
    paths = PathSettings(state=tmp_path / "a", sync=tmp_path / "b")
    found = read_status(Settings(paths=paths))
    assert (found.unsynced, found.oldest_s, found.acks) == (0, 0, ())
    assert found.clock_offset_ms is None
    assert found.is_fine


def test_what_is_not_acknowledged_is_counted_with_its_age(lane, settings):
    lane.sell(3)
    found = read_status(settings)
    assert found.unsynced == 3
    assert found.oldest_s > 0
    assert not found.is_fine
    lane.push_all()
    found = read_status(settings)
    assert (found.unsynced, found.oldest_s) == (0, 0)
    assert found.acks[0].seq == 3
    assert found.is_fine


def test_a_failing_lane_is_not_fine(lane, settings):
    lane.state.lane_failed("people", "no")
    found = read_status(settings)
    assert not found.is_fine
    assert found.lanes[0].failures == 1
    lane.state.lane_did_well("people", lane.cloud.clock())
    assert read_status(settings).is_fine


def test_a_fork_is_not_fine_and_the_first_one_stays(lane, settings):
    for seq in (4, 7):
        place = wire.Ack(epoch=0, seq=seq, hash="ab" * 32)
        lane.state.set_fork(place, lane.cloud.clock())
    found = read_status(settings)
    assert [fork.seq for fork in found.forks] == [4]
    assert not found.is_fine


def test_it_is_plain_json(lane, settings):
    lane.state.lane_did_well("people", lane.cloud.clock())
    lane.state.set_clock_offset_ms(-12)
    data = json.loads(json.dumps(read_status(settings).as_json()))
    assert data["clock_offset_ms"] == -12
    assert data["lanes"][0]["name"] == "people"


def test_a_file_of_a_newer_program_is_refused(tmp_path):
    path = tmp_path / "sync.db"
    SyncState.open(path).close()
    db = sqlite.connect(path)
    db.execute("UPDATE meta SET value = '99' WHERE key = 'min_reader'")
    db.commit()
    db.close()
    with pytest.raises(StoreTooNew):
        SyncState.open(path)
    with pytest.raises(StoreTooNew):
        SyncReport(path)


def test_a_damaged_file_is_told_so(tmp_path):
    path = tmp_path / "sync.db"
    path.write_bytes(b"not a database at all " * 400)
    with pytest.raises(StoreCorrupt):
        SyncState.open(path)


def test_acknowledgements_survive_opening_again(tmp_path, cloud):
    path = tmp_path / "sync.db"
    ack = wire.Ack(epoch=2, seq=5, hash="ab" * 32)
    state = SyncState.open(path)
    state.set_ack(ack, cloud.clock())
    state.close()
    state = SyncState.open(path)
    assert state.ack(2) == ack
    assert state.ack(0) is None
    state.close()
