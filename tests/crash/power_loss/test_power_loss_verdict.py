"""The verdict on a file, the tally, and where a crash test may run."""

from dataclasses import replace
from pathlib import Path

import pytest
from power_loss import place
from power_loss.cut import Faults, State
from power_loss.place import UnfitPlaceError, file_system, require_disk
from power_loss.recorder import RecorderError, build
from power_loss.tally import Tally, shortcomings
from power_loss.truth import Memory, Truth, Verdict, judge


@pytest.fixture
def truth() -> Truth:
    """Three transactions: a sale with its event, an event, a sale with its event."""
    told = Truth(Memory())
    for n, sells in enumerate((True, False, True)):
        told.memory.events.append(f"event {n}")
        if sells:
            told.memory.sales.append(f"sale {n}")
        told.transaction_done()
    return told


def memory(events: str, sales: str) -> Memory:
    return Memory(
        events=[f"event {n}" for n in events], sales=[f"sale {n}" for n in sales]
    )


@pytest.mark.parametrize(
    ("acknowledged", "events", "sales", "verdict"),
    [
        (0, "", "", Verdict.WHOLE),
        (1, "0", "0", Verdict.WHOLE),
        (1, "01", "0", Verdict.WHOLE),  # the one on its way was kept
        (3, "012", "02", Verdict.WHOLE),
        (2, "0", "0", Verdict.LOST),
        (1, "", "", Verdict.LOST),
        (3, "12", "2", Verdict.LOST),  # from the beginning
        (3, "02", "02", Verdict.LOST),  # from the middle
        (3, "012", "0", Verdict.LOST),  # the sale alone
        (2, "012", "0", Verdict.HALF),  # the event of a sale, without it
        (1, "012", "02", Verdict.HALF),  # more than was on its way
        (3, "0112", "02", Verdict.DOUBLED),
        (3, "012", "00", Verdict.DOUBLED),
        (3, "021", "02", Verdict.REORDERED),
        (3, "012", "09", Verdict.REORDERED),  # not what was told
    ],
)
def test_a_verdict(
    truth: Truth, acknowledged: int, events: str, sales: str, verdict: Verdict
) -> None:
    assert judge(truth, acknowledged, memory(events, sales)) is verdict


def test_a_transaction_that_adds_nothing_cannot_be_told(truth: Truth) -> None:
    with pytest.raises(ValueError, match="adds nothing"):
        truth.transaction_done()


def tally(*verdicts: Verdict) -> Tally:
    made = Tally()
    for n, verdict in enumerate(verdicts):
        made.add(State({"a": bytes([n])}, n, Faults(torn=1)), verdict)
    return made


W, L = Verdict.WHOLE, Verdict.LOST
BLIND_NOWHERE = {
    "normal": tally(*[L] * 2, *[W] * 18),
    "off": tally(L),
    "lying fsync": tally(W, W, L),
}


def test_a_state_counts_once_and_a_loss_each_time() -> None:
    made = tally(W, W)
    again = State({"a": b"\x01"}, 5, Faults(torn=1))
    made.add(again, L)
    made.add(replace(again, files={"a": b"new"}, faults=Faults()), W)
    assert (made.attempted, made.states, made.bad, made.faulty) == (4, 3, 1, 2)
    assert made.faults == Faults(torn=2)
    assert made.as_json()["lost"] == 1
    assert made.loss_rate == pytest.approx(0.25)


def test_a_run_that_lost_nothing_and_is_not_blind_is_good() -> None:
    assert shortcomings(tally(W, W), BLIND_NOWHERE) == []


@pytest.mark.parametrize("verdict", [one for one in Verdict if one is not W])
def test_one_state_that_is_not_whole_fails_a_run(verdict: Verdict) -> None:
    (why,) = shortcomings(tally(W, verdict), BLIND_NOWHERE)
    assert verdict in why


@pytest.mark.parametrize(
    ("name", "blind"),
    [
        ("normal", tally(L, *[W] * 10)),  # 9 %
        ("off", tally(W)),
        ("lying fsync", Tally()),
    ],
)
def test_a_control_that_loses_too_little_fails_a_run(name: str, blind: Tally) -> None:
    (why,) = shortcomings(tally(W), BLIND_NOWHERE | {name: blind})
    assert name in why


def test_a_mutant_that_survives_fails_a_run() -> None:
    (why,) = shortcomings(tally(W), BLIND_NOWHERE, ["newest first"])
    assert "newest first" in why


def mounts(folder: Path, kind: str) -> str:
    point = str(folder).replace(" ", "\\040")
    return (
        "21 1 8:1 / / rw - ext4 /dev/sda rw\n"
        f"22 21 0:30 / {point}-not rw - ext4 /dev/sdb rw\n"
        f"23 21 0:31 / {point} rw,relatime shared:1 master:2 - {kind} none rw\n"
    )


@pytest.mark.parametrize("kind", ["tmpfs", "ramfs"])
def test_a_folder_in_memory_is_refused(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "a disk" / "work"
    folder.mkdir(parents=True)
    said = tmp_path / "mountinfo"
    monkeypatch.setattr(place, "_MOUNTS", said)
    said.write_text(mounts(folder.parent, kind))
    with pytest.raises(UnfitPlaceError, match=kind):
        require_disk(folder)
    said.write_text(mounts(folder.parent, "xfs"))
    assert require_disk(folder) == "xfs"
    assert require_disk(tmp_path) == "ext4"


def test_what_is_mounted_last_counts(tmp_path: Path) -> None:
    both = mounts(tmp_path, "xfs") + mounts(tmp_path, "tmpfs")
    assert file_system(tmp_path, both) == "tmpfs"


def test_without_a_compiler_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(RecorderError, match="no C compiler"):
        build(tmp_path)
