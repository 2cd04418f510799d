"""What a lane was told to keep, and the verdict on what it kept.

Pure. A lane's memory is four lists; a transaction adds to them, and its
acknowledgement promises that all of it stays. After a cut each list must be a
beginning of what was written, and together they must end at one transaction: the
last acknowledged one, or the one that was on its way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(slots=True)
class Memory:
    """What a ledger's file holds, each list in the order of its table."""

    entries: list[str] = field(default_factory=list)  # hashes, hex
    sales: list[str] = field(default_factory=list)  # receipt numbers
    events: list[str] = field(default_factory=list)  # of the journal, with basket
    closed: list[str] = field(default_factory=list)  # baskets
    pins: list[str] = field(default_factory=list)  # PIN attempts

    def lists(self) -> tuple[list[str], ...]:
        """Return its lists."""
        return self.entries, self.sales, self.events, self.closed, self.pins

    def lengths(self) -> tuple[int, ...]:
        """Return how long its lists are."""
        return tuple(map(len, self.lists()))


class Truth:
    """All that a lane was told, and how far each transaction brought it.

    Attributes: `memory`; `after[n]` are its lengths after transaction n.
    """

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.after = [memory.lengths()]

    def transaction_done(self) -> int:
        """Note the end of a transaction that added something; return its number."""
        lengths = self.memory.lengths()
        if lengths == self.after[-1]:
            raise ValueError("a transaction that adds nothing cannot be told")
        self.after.append(lengths)
        return len(self.after) - 1


class Verdict(StrEnum):
    """What became of a file."""

    WHOLE = "whole"
    LOST = "lost"  # an acknowledged transaction is not there
    DOUBLED = "doubled"  # something stands twice
    REORDERED = "reordered"  # something stands elsewhere, or is not what was written
    HALF = "half"  # a part of a transaction is there
    UNREADABLE = "unreadable"  # damaged, or it does not verify


def judge(truth: Truth, acknowledged: int, found: Memory) -> Verdict:
    """Return the verdict on what was found after a cut."""
    for told, kept in zip(truth.memory.lists(), found.lists(), strict=True):
        if kept != told[: len(kept)]:
            return _misplaced(told, kept)
    lengths = found.lengths()
    allowed = truth.after[acknowledged : acknowledged + 2]
    if lengths in allowed:
        return Verdict.WHOLE
    promised = allowed[0]
    if any(has < should for has, should in zip(lengths, promised, strict=True)):
        return Verdict.LOST
    return Verdict.HALF


def _misplaced(told: Sequence[str], kept: Sequence[str]) -> Verdict:
    if len(set(kept)) < len(kept):
        return Verdict.DOUBLED
    # One missing in the middle moves those that follow: that is a loss.
    is_subsequence = iter(told)
    if all(one in is_subsequence for one in kept):
        return Verdict.LOST
    return Verdict.REORDERED
