"""L2: the power-loss simulator. Run as a script; docs/proof-l2.md explains it.

    python tests/crash/power_loss/run.py --states 5000 --seed 1 --json out.json

It tells stories from the seed on until so many distinct states were checked, and a
tenth as many for each negative control; then it breaks the store on purpose. Exit
status: 0 when nothing was lost, the controls lost enough and each mutant was noticed,
1 when not, 2 when it cannot run here.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pysqlite3.dbapi2 as sqlite
from power_loss.check import lay_out
from power_loss.mutants import MUTANTS
from power_loss.place import UnfitPlaceError, require_disk
from power_loss.recorder import Recorder, RecorderError, build
from power_loss.story import CONTROLS, FULL, Regime, TraceMismatchError, tell
from power_loss.tally import Tally, shortcomings
from power_loss.truth import Verdict

from kiosk.store.errors import StoreError

BUILD = Path(__file__).resolve().parents[3] / "build" / "power_loss"
LEAST_OF_A_CONTROL = 60
STORIES_OF_A_MUTANT = 5


@dataclass(slots=True)
class Run:
    """A run in its folder."""

    recorder: Recorder
    work: Path
    kept: Path  # where states that were lost are kept
    begun: float = field(default_factory=time.monotonic)

    def tell(self, regime: Regime, seed: int, states: int) -> tuple[Tally, int]:
        """Tell stories until there are enough states; return the next seed too."""
        tally = Tally()
        while tally.states < states:
            story = tell(seed, regime, self.recorder, self.work, tally.recorded)
            for outcome in story:
                tally.add(outcome.state, outcome.verdict)
                if regime is FULL and outcome.verdict is not Verdict.WHOLE:
                    kept = self.kept / f"seed-{seed}-{tally.attempted}"
                    lay_out(outcome.state.files, kept)
                    print(f"{outcome.verdict}: {outcome.why}; kept in {kept}")
            seed += 1
            self._tell_progress(regime, tally, states)
        return tally, seed

    def survivors(self, seed: int) -> list[str]:
        """Return the mutants that a few stories from a seed on do not show."""
        return [name for name in MUTANTS if not self._is_noticed(name, seed)]

    def _is_noticed(self, name: str, seed: int) -> bool:
        broken, wanted = MUTANTS[name]
        with broken():
            return any(
                outcome.verdict in wanted
                for story in range(seed, seed + STORIES_OF_A_MUTANT)
                for outcome in tell(story, FULL, self.recorder, self.work, Counter())
            )

    def _tell_progress(self, regime: Regime, tally: Tally, states: int) -> None:
        seconds = time.monotonic() - self.begun
        print(
            f"{seconds:6.0f} s  {regime.name}: {tally.states} of {states} states,"
            f" {tally.bad} lost",
            file=sys.stderr,
            flush=True,
        )


def main() -> int:
    """Run, write the counts, return the exit status."""
    arguments = _arguments()
    folder = arguments.work or BUILD
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file_system = require_disk(folder)
        library = build(BUILD)
        # Each run has a folder of its own: shards may run side by side.
        with TemporaryDirectory(prefix="run-", dir=folder) as work:
            recorder = Recorder(library, Path(work) / "trace")
            run = Run(recorder, Path(work), folder / "lost")
            counts, missed = _prove(run, arguments.seed, arguments.states)
        counts["file_system"] = file_system
        text = json.dumps(counts, indent=2)
        if arguments.json:
            arguments.json.write_text(text + "\n")
    except (UnfitPlaceError, RecorderError, TraceMismatchError, OSError) as error:
        print(f"power_loss: {error}", file=sys.stderr)
        return 2
    except StoreError as error:
        print(f"power_loss: a lane could not go on: {error}", file=sys.stderr)
        return 1
    print(text)
    for one in missed:
        print(f"power_loss: {one}", file=sys.stderr)
    return 1 if missed else 0


def _prove(run: Run, seed: int, states: int) -> tuple[dict[str, object], list[str]]:
    """Run everything; return the counts and the shortcomings."""
    full, next_seed = run.tell(FULL, seed, states)
    least = max(states // 10, LEAST_OF_A_CONTROL)
    controls = {one.name: run.tell(one, seed, least)[0] for one in CONTROLS}
    survivors = run.survivors(seed)
    missed = shortcomings(full, controls, survivors)
    return {
        "level": "L2",
        "seeds": [seed, next_seed],  # the second one is the next shard's first
        **full.as_json(),
        "controls": {name: tally.as_json() for name, tally in controls.items()},
        "mutants": list(MUTANTS),
        "mutants_survived": survivors,
        "passed": not missed,
        "seconds": round(time.monotonic() - run.begun),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "system": platform.system() + " " + platform.release(),
        "python": platform.python_version(),
        "sqlite": sqlite.sqlite_version,
    }, missed


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--states", type=_count, default=5000, help="distinct states")
    parser.add_argument("--seed", type=int, default=1, help="of the first story")
    parser.add_argument("--json", type=Path, help="write the counts here")
    parser.add_argument("--work", type=Path, help="a folder on a disk")
    return parser.parse_args()


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is not a number from 1")
    return number


if __name__ == "__main__":
    sys.exit(main())
