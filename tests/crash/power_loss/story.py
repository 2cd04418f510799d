"""A story: a lane lives, loses its power in many ways, and lives on in one of them.

Each life is recorded once, on a real disk; then the power is cut in its trace, at
many places and in many ways, and each state is checked. The next life begins on one
of the states, so that recovery itself is cut too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from unittest.mock import patch

from power_loss.check import LEDGER, check, lay_out, recall
from power_loss.cut import Faults, State, cut_power
from power_loss.disk import Disk
from power_loss.lane import Lane
from power_loss.recorder import Recorder
from power_loss.trace import Delete, Mark, Op, Sync, Write
from power_loss.truth import Memory, Truth, Verdict

from kiosk.store import connection

LIVES = 3
_PLACES_IN_A_LIFE = 30
# A WAL file is begun anew after 1,000 pages, some 100 steps: a long life gets there.
_STEPS = ((5, 90), (5, 90), (5, 90), (120, 240))
_CUTS_AT_ONE_PLACE = 3
_WAL_BEGINNING = 16384  # bytes: over old frames, if the file was begun anew


@dataclass(frozen=True, slots=True)
class Regime:
    """Under which rules the disk and SQLite work."""

    name: str
    synchronous: int  # as the PRAGMA has it
    lying: bool = False  # a sync is answered and not done
    lives: int = 1  # what follows a loss proves nothing


FULL = Regime("full", 2, lives=LIVES)
CONTROLS = (
    Regime("normal", 1),
    Regime("off", 0),
    Regime("lying fsync", 2, lying=True),
)


class TraceMismatchError(Exception):
    """The trace does not explain the files: the recorder missed something."""


@dataclass(frozen=True, slots=True)
class Life:
    """A recorded life."""

    files: dict[str, bytes]  # that it began with
    ops: tuple[Op, ...]
    truth: Truth

    def counts(self) -> Counter[str]:
        """Return what was recorded: operations, answers, WAL files begun anew."""
        restarts, is_begun = 0, False
        for op in self.ops:
            if isinstance(op, Write) and op.name.endswith("-wal") and op.offset == 0:
                restarts += is_begun  # over old frames, that must not come back
                is_begun = True
            elif isinstance(op, Delete) and op.name.endswith("-wal"):
                is_begun = False
        return Counter(
            lives=1,
            operations=len(self.ops),
            acknowledged=len(self.truth.after) - 1,
            wal_restarts=restarts,
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """One state, checked."""

    state: State
    verdict: Verdict
    why: str


def tell(
    seed: int,
    regime: Regime,
    recorder: Recorder,
    folder: Path,
    recorded: Counter[str],
) -> Iterator[Outcome]:
    """Yield the outcomes of a story; the seed gives all of it.

    What its lives did is added to `recorded`.
    """
    random = Random(f"{seed} {regime.name}")
    files: dict[str, bytes] = {}
    memory = Memory()
    for _ in range(regime.lives):
        life = record(files, memory, regime, random, recorder, folder / "lane")
        recorded.update(life.counts())
        next_life = State({}, 0, Faults())
        for n, state in enumerate(cuts(life, regime, random), 1):
            verdict, why = check(state, life.truth, folder / "state")
            yield Outcome(state, verdict, why)
            if verdict is not Verdict.WHOLE and regime.lives > 1:
                return  # the story cannot go on from a loss
            if random.randrange(n) == 0:  # each is the next life's with one chance
                next_life = state
        if regime.lives > 1:
            check(next_life, life.truth, folder / "state")
            files = next_life.files
            memory = recall(folder / "state" / LEDGER)


def record(
    files: dict[str, bytes],
    memory: Memory,
    regime: Regime,
    random: Random,
    recorder: Recorder,
    folder: Path,
) -> Life:
    """Let a lane live on these files and record it."""
    path = lay_out(files, folder)
    truth = Truth(memory)
    ops: list[Op] = []
    steps = random.randint(*random.choice(_STEPS))
    with (
        patch("secrets.randbits", random.getrandbits),  # ids come from the seed
        patch.dict(connection.PRAGMAS, synchronous=regime.synchronous),
        recorder.recording(random.getrandbits(62), ops),
    ):
        Lane(path, truth, random, recorder.mark).live(steps)
    disk = Disk({name: data for name, data in files.items() if not _is_shm(name)})
    disk.run(ops)
    real = {one.name: one.read_bytes() for one in folder.iterdir()}
    if disk.files() != {n: data for n, data in real.items() if not _is_shm(n)}:
        raise TraceMismatchError("the trace does not explain the files")
    return Life(files, tuple(ops), truth)


def _is_shm(name: str) -> bool:
    return name.endswith("-shm")


def cuts(life: Life, regime: Regime, random: Random) -> Iterator[State]:
    """Yield the states of a life: some different ones at each of some places."""
    files = {name: data for name, data in life.files.items() if not _is_shm(name)}
    disk, done = Disk(files), 0
    for place in sorted(_places(life.ops, random)):
        disk.run(life.ops[done:place])
        done = place
        found = set()
        for _ in range(_CUTS_AT_ONE_PLACE):
            cache = _lied_to(files, life, place, random) if regime.lying else disk
            state = cut_power(cache, random)
            digest = state.digest()
            if digest not in found:
                found.add(digest)
                yield state


def _places(ops: Sequence[Op], random: Random) -> Iterator[int]:
    """Yield after how many operations the power is cut.

    At the moment of an answer, when nothing may depend on luck; where a file comes,
    goes or shrinks, a WAL file is begun or the database itself written; and anywhere.
    """
    answers = [n for n, op in enumerate(ops, 1) if isinstance(op, Mark)]
    seldom = [n for n, op in enumerate(ops, 1) if _is_seldom(op)]
    for _ in range(_PLACES_IN_A_LIFE):
        yield random.choice((
            random.choice(answers),
            random.choice(seldom),
            random.randint(0, len(ops)),
            random.randint(0, len(ops)),
        ))


def _is_seldom(op: Op) -> bool:
    match op:
        case Mark():
            return False
        case Write(name, offset) if name.endswith("-wal"):
            return offset < _WAL_BEGINNING
        case Sync(name):
            return not name.endswith("-wal")
        case _:
            return True


def _lied_to(files: dict[str, bytes], life: Life, place: int, random: Random) -> Disk:
    """Return a disk that took all up to some moment, and since then only said so."""
    moment = random.randint(0, place)
    disk = Disk(files)
    disk.run(life.ops[:moment])
    disk.flush()
    disk.run(life.ops[moment:place], lying=True)
    return disk
