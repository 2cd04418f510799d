"""The disk's promises, and the cuts that keep to them."""

from collections.abc import Iterable
from dataclasses import asdict
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from power_loss.cut import SHM, Faults, State, cut_power
from power_loss.disk import SECTOR, Disk
from power_loss.trace import (
    Create,
    Delete,
    FolderSync,
    Mark,
    Op,
    Sync,
    Truncate,
    Write,
)

SECTORS = 4
OLD = bytes(SECTORS * SECTOR)


@st.composite
def writes(draw: st.DrawFn) -> Write:
    """A write inside a file of four sectors; no two write the same bytes."""
    start = draw(st.integers(0, len(OLD) - 1))
    end = draw(st.integers(start + 1, len(OLD)))
    seed = draw(st.integers(0, 2**32))
    return Write("a", start, Random(seed).randbytes(end - start))


OPS = st.lists(
    st.one_of(
        writes(),
        st.just(Sync("a")),
        st.builds(Truncate, st.just("a"), st.integers(0, 3000)),
        st.sampled_from([Create("a"), Create("b"), Sync("b"), FolderSync()]),
    ),
    max_size=12,
)


def after_cut(ops: Iterable[Op], seed: int = 0, lying: bool = False) -> State:
    disk = Disk({"a": OLD})
    disk.run([Create("b"), FolderSync()])
    disk.run(ops, lying)
    return cut_power(disk, Random(seed))


def without_shm(state: State) -> dict[str, bytes]:
    return {name: data for name, data in state.files.items() if name != SHM}


@given(OPS, st.integers(0, 2**32))
def test_what_was_synced_survives_every_cut(ops: list[Op], seed: int) -> None:
    disk = Disk({"a": OLD})
    disk.run([Create("b"), *ops, Sync("a"), Sync("b"), FolderSync()])
    assert without_shm(cut_power(disk, Random(seed))) == disk.files()


@given(st.lists(writes(), max_size=6), st.integers(0, 2**32))
def test_a_sector_is_one_of_those_that_were_written(
    ops: list[Write], seed: int
) -> None:
    # Every subset of the writes, applied in order: what a cache may leave of a sector.
    possible = [{bytes(SECTOR)} for _ in range(SECTORS)]
    for op in ops:
        for n, contents in enumerate(possible):
            start, end = n * SECTOR, (n + 1) * SECTOR
            low, high = max(start, op.offset), min(end, op.offset + len(op.data))
            if low < high:
                new = op.data[low - op.offset : high - op.offset]
                contents |= {
                    old[: low - start] + new + old[high - start :] for old in contents
                }
    image = after_cut(ops, seed).files["a"]
    found = [image[n * SECTOR : (n + 1) * SECTOR] for n in range(SECTORS)]
    assert all(one in contents for one, contents in zip(found, possible, strict=True))


@given(OPS, st.integers(0, 2**32))
def test_a_cut_leaves_the_disk_as_it_was(ops: list[Op], seed: int) -> None:
    disk = Disk({"a": OLD})
    disk.run([Create("b"), *ops])
    before = disk.files()
    first = cut_power(disk, Random(seed))
    assert disk.files() == before
    assert cut_power(disk, Random(seed)) == first


def test_the_cut_states_show_every_kind_of_fault() -> None:
    ops = (
        Write("a", 0, b"x" * 1000),
        Write("a", 1000, b"y" * 3000),
        Write("a", 0, b"z" * 700),
        Create("c"),
        Write("c", 0, b"w" * 900),
    )
    faults = Faults()
    states = [after_cut(ops, seed) for seed in range(200)]
    for state in states:
        faults.add(state.faults)
    assert min(asdict(faults).values()) > 0
    assert len({state.digest() for state in states}) > 50


def test_nothing_is_a_fault_when_all_of_it_was_written() -> None:
    state = after_cut([Write("a", 0, b"x" * 900), Sync("a")])
    assert asdict(state.faults) | {"stale_shm": 0} == asdict(Faults())


def test_a_lying_disk_may_lose_what_it_said_it_had() -> None:
    ops = (Write("a", 0, b"x" * 900), Sync("a"))
    honest = {after_cut(ops, seed).files["a"] for seed in range(50)}
    lying = {after_cut(ops, seed, lying=True).files["a"] for seed in range(50)}
    assert len(honest) == 1
    assert OLD in lying


@pytest.mark.parametrize(
    ("op", "was_there"), [(Create("c"), False), (Delete("a"), True)]
)
def test_a_name_is_unsure_until_the_folder_is_synced(op: Op, was_there: bool) -> None:
    def seen(*ops: Op) -> set[bool]:
        name = op.name  # type: ignore[union-attr]
        return {name in after_cut(ops, seed).files for seed in range(50)}

    assert seen(op) == {True, False}
    assert seen(op, FolderSync()) == {not was_there}


def test_a_file_that_is_made_anew_does_not_hold_the_old_bytes() -> None:
    disk = Disk({"a": b"old"})
    disk.run([Delete("a"), Create("a"), Write("a", 0, b"n"), Sync("a")])
    found = {cut_power(disk, Random(seed)).files.get("a") for seed in range(50)}
    assert found == {b"old", b"n", None}
    assert disk.files() == {"a": b"n"}


def test_a_state_knows_what_was_acknowledged() -> None:
    assert after_cut([Mark(7)]).acknowledged == 7


def test_the_name_of_a_state_is_its_content() -> None:
    one = State({"a": b"x", SHM: b"noise"}, 1, Faults())
    same = State({"a": b"x"}, 2, Faults())
    other = State({"a": b"", "b": b"x"}, 1, Faults())
    assert one.digest() == same.digest() != other.digest()


def test_a_write_to_a_file_that_was_never_made_is_a_broken_trace() -> None:
    with pytest.raises(ValueError, match="never created"):
        Disk({}).run([Write("a", 0, b"x")])
