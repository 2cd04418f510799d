"""Counts of a run, and whether it proves what it should. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from power_loss.cut import Faults, State
from power_loss.truth import Verdict


@dataclass(slots=True)
class Tally:
    """What one regime came to. Faults are counted once for each distinct state."""

    attempted: int = 0
    faulty: int = 0  # distinct states whose files show a fault
    faults: Faults = field(default_factory=Faults)
    verdicts: Counter[Verdict] = field(default_factory=Counter)  # of all attempts
    seen: set[bytes] = field(default_factory=set)
    recorded: Counter[str] = field(default_factory=Counter)  # what the lives did

    @property
    def states(self) -> int:
        """How many distinct states were checked."""
        return len(self.seen)

    @property
    def bad(self) -> int:
        """How many attempts did not end whole."""
        return self.attempted - self.verdicts[Verdict.WHOLE]

    @property
    def loss_rate(self) -> float:
        """The share of attempts that did not end whole."""
        return self.bad / self.attempted if self.attempted else 0.0

    def add(self, state: State, verdict: Verdict) -> None:
        """Count a state that was checked."""
        self.attempted += 1
        self.verdicts[verdict] += 1
        digest = state.digest()
        if digest not in self.seen:
            self.seen.add(digest)
            self.faults.add(state.faults)
            self.faulty += any(asdict(state.faults).values())

    def as_json(self) -> dict[str, object]:
        """Return its counts."""
        return {
            "recorded": dict(self.recorded),
            "attempted": self.attempted,
            "states": self.states,
            "states_with_a_fault": self.faulty,
            "faults": asdict(self.faults),
            "lost": self.verdicts[Verdict.LOST] + self.verdicts[Verdict.HALF],
            "duplicated": self.verdicts[Verdict.DOUBLED],
            "reordered": self.verdicts[Verdict.REORDERED],
            "unreadable": self.verdicts[Verdict.UNREADABLE],
            "loss_rate": round(self.loss_rate, 4),
        }


# A control that loses less than this share of its states shows a blind simulator.
LEAST_LOSS = {"normal": 0.10, "off": 0.0, "lying fsync": 0.0}


def shortcomings(
    full: Tally, controls: Mapping[str, Tally], survivors: Sequence[str] = ()
) -> list[str]:
    """Return why a run proves nothing, or the wrong thing; empty if it is good."""
    found = [
        f"{count} states are {verdict}"
        for verdict, count in full.verdicts.items()
        if verdict is not Verdict.WHOLE
    ]
    for name, least in LEAST_LOSS.items():
        control = controls[name]
        if not control.bad or control.loss_rate < least:
            found.append(
                f"the control {name!r} lost {control.loss_rate:.1%} of"
                f" {control.attempted} states: the simulator is blind"
            )
    found += [f"the mutant {name!r} was not noticed" for name in survivors]
    return found
