"""Prefix acceptance, replay, gap, fork: what the storage does with entries."""

from datetime import UTC, datetime
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync import wire
from sync.cloud.entries import judge
from sync.cloud.storage import Accepted, Fork, Gap, StorageError

NOW = datetime(2026, 3, 14, 9, tzinfo=UTC)
DEVICE = "S001-L1"
DEVICES = count()  # one for each example of a property


def append(cloud, entries, device=DEVICE):
    batch = [judge(device, entry, NOW) for entry in entries]
    return cloud.storage.append(device, batch, NOW)


def chain_with(chain_of, length, **options):
    chain = chain_of(**options)
    for _ in range(length):
        chain.add()
    return chain


def ack(entry):
    return wire.Ack(epoch=entry.epoch, seq=entry.seq, hash=entry.hash)


def test_a_batch_is_taken_and_its_replay_changes_nothing(cloud, chain_of):
    entries = chain_with(chain_of, 3).entries
    first = append(cloud, entries)
    before = cloud.entries()
    assert append(cloud, entries) == first == Accepted(ack(entries[-1]), 0)
    assert cloud.entries() == before


def test_an_overlap_adds_only_what_is_new(cloud, chain_of):
    entries = chain_with(chain_of, 4).entries
    append(cloud, entries[:3])
    assert append(cloud, entries[1:]) == Accepted(ack(entries[3]), 0)
    assert [row[1] for row in cloud.entries()] == [1, 2, 3, 4]


def test_a_replay_of_old_entries_tells_the_high_water_mark(cloud, chain_of):
    entries = chain_with(chain_of, 3).entries
    append(cloud, entries)
    assert append(cloud, entries[:1]) == Accepted(ack(entries[2]), 0)


def test_a_gap_at_the_start_is_refused(cloud, chain_of):
    entries = chain_with(chain_of, 3).entries
    assert append(cloud, entries[1:]) == Gap(None)
    append(cloud, entries[:1])
    assert append(cloud, entries[2:]) == Gap(ack(entries[0]))
    assert len(cloud.entries()) == 1


def test_a_gap_inside_leaves_the_prefix(cloud, chain_of):
    entries = chain_with(chain_of, 4).entries
    result = append(cloud, [*entries[:2], entries[3]])
    assert result == Accepted(ack(entries[1]), 0)


def test_another_entry_at_a_taken_place_is_a_fork(cloud, chain_of):
    chain = chain_with(chain_of, 3)
    append(cloud, chain.entries)
    other = chain.branch(2)
    other.add(body={"another": 1})
    before = cloud.entries()
    assert append(cloud, other.entries) == Fork(ack(chain.entries[2]))
    assert cloud.entries() == before


def test_a_successor_of_another_branch_is_a_fork_at_the_head(cloud, chain_of):
    chain = chain_with(chain_of, 3)
    append(cloud, chain.entries)
    other = chain.branch(2)
    other.add(body={"another": 1})
    other.add()
    assert append(cloud, other.entries[3:]) == Fork(ack(chain.entries[2]))


def test_after_a_fork_nothing_of_that_epoch_is_taken(cloud, chain_of):
    chain = chain_with(chain_of, 2)
    append(cloud, chain.entries)
    other = chain.branch(1)
    other.add(body={"another": 1})
    append(cloud, other.entries)
    chain.add()
    assert append(cloud, chain.entries[2:]) == Fork(ack(chain.entries[1]))
    later = chain_of(epoch=1)
    later.add("epoch_opened")
    assert append(cloud, later.entries) == Accepted(ack(later.entries[0]), 0)
    heads, forks = cloud.storage.acks(DEVICE)
    assert [head.epoch for head in heads] == [0, 1]
    assert forks == (ack(chain.entries[1]),)


def test_an_odd_entry_is_stored_and_holds_nothing_up(cloud, chain_of):
    chain = chain_of()
    chain.add()
    chain.add(at_utc="never")
    chain.add()
    assert append(cloud, chain.entries) == Accepted(ack(chain.entries[2]), 1)
    assert [bool(row[4]) for row in cloud.entries()] == [False, True, False]


def test_an_entry_with_a_wrong_hash_is_stored_for_review(cloud, chain_of):
    chain = chain_of()
    chain.add()
    chain.add()
    chain.replace_last(body='{"n":3}')
    chain.add()
    result = append(cloud, chain.entries)
    assert result == Accepted(ack(chain.entries[2]), 1)


def test_a_repeated_id_is_stored_for_review(cloud, chain_of):
    chain = chain_of()
    chain.add(id="same")
    chain.add(id="same")
    assert append(cloud, chain.entries).needs_review == 1
    assert len(cloud.entries()) == 2


def test_an_epoch_that_begins_oddly_is_for_review(cloud, chain_of):
    assert append(cloud, [chain_of(epoch=1).add()]).needs_review == 1
    first = chain_of()
    first.add()
    first.add()
    odd = first.entries[1].model_copy(update={"seq": 1})
    assert append(cloud, [odd], "S001-L2").needs_review == 1


def test_devices_do_not_meet(cloud, chain_of):
    one, two = chain_with(chain_of, 2), chain_with(chain_of, 1, device="S001-L2")
    append(cloud, one.entries)
    append(cloud, two.entries, "S001-L2")
    assert len(cloud.entries()) == 2
    assert len(cloud.entries("S001-L2")) == 1


@pytest.mark.parametrize("sql", ["UPDATE entry SET kind = 'x'", "DELETE FROM entry"])
def test_entries_are_never_changed(cloud, chain_of, sql):
    append(cloud, chain_with(chain_of, 1).entries)
    with pytest.raises(StorageError, match="never"), cloud.storage._db.writing() as db:
        db.execute(sql)
    assert len(cloud.entries()) == 1


@given(
    slices=st.lists(st.tuples(st.integers(0, 12), st.integers(1, 6)), max_size=12),
)
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_order_of_slices_leaves_a_prefix_exactly_once(cloud, chain_of, slices):
    device = f"D{next(DEVICES)}"
    entries = chain_with(chain_of, 12, device=device).entries
    reached = 0
    for start, length in slices:
        batch = entries[start : start + length]
        if not batch:
            continue
        result = append(cloud, batch, device)
        if start > reached:
            assert isinstance(result, Gap)
        else:
            reached = max(reached, start + len(batch))
            assert result == Accepted(ack(entries[reached - 1]), 0)
    stored = [row[3] for row in cloud.entries(device)]
    assert stored == [entry.hash for entry in entries[:reached]]


def test_a_broken_link_is_for_review_and_no_fork(cloud, chain_of):
    """Its hash is wrong, too: it proves no other branch."""
    chain = chain_with(chain_of, 2)
    broken = chain.replace_last(prev="ab" * 32)
    assert append(cloud, chain.entries) == Accepted(ack(broken), 1)


def test_a_ledger_key_is_no_transport_key(cloud, make_lane):
    make_lane(DEVICE).enrol()
    with cloud.storage._db.reading() as db:
        rows = db.execute("SELECT keyid, purpose FROM device_key").fetchall()
    found = {row["purpose"]: cloud.storage.device_key(row["keyid"]) for row in rows}
    assert found["ledger"] is None
    assert found["transport"].device == DEVICE
