"""From votes to scans: what may be believed, and said once (barcode.md, Build 3).

Pure: no picture, no clock, no thread. A vote is one engine's reading of one frame.
Misreads with a valid check digit are real (1<->7, 2<->8, a part of an EAN-13 read
as EAN-8 or UPC-E), so a linear code needs two votes and a clear lead over any rival
at its place; matrix codes carry error correction and need one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from drivers.barcode.symbol import (
    MATRIX,
    RETAIL,
    SHORT,
    Point,
    Symbol,
    Symbology,
)

_MS = 1_000_000


@dataclass(frozen=True, slots=True)
class Rules:
    """The thresholds, in one place. Times in ms."""

    memory_ms: int = 1000  # a vote older than this is forgotten
    frames: int = 2  # agreeing frames for a linear code
    # EAN-8, UPC-E: half the redundancy, and a part of a turned EAN-13 reads as one
    # to two engines until the deep decoder has seen the whole.
    short_frames: int = 20
    short_known_frames: int = 2  # believed sooner if the shop sells them
    engines: int = 2  # engines that agree on one frame, and the shop sells it
    shadow_ms: int = 250  # nothing else is read where a said code was seen so lately
    lead: int = 2  # votes ahead of a rival at the same place
    gone_ms: int = 1000  # unseen this long, and ...
    gone_frames: int = 5  # ... over this many watched frames: it has left the view


@dataclass(frozen=True, slots=True)
class Vote:
    """One engine read one symbol in one frame."""

    engine: str
    symbol: Symbol


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A symbol that may be acted upon."""

    symbol: Symbol
    first_ns: int  # the frame of its first vote
    at_ns: int  # the deciding frame


@dataclass(slots=True)
class _Candidate:
    symbol: Symbol
    votes: dict[int, set[str]] = field(default_factory=dict)  # frame time -> engines

    def forget(self, before_ns: int) -> None:
        for at_ns in [t for t in self.votes if t < before_ns]:
            del self.votes[at_ns]

    @property
    def engines(self) -> frozenset[str]:
        return frozenset().union(*self.votes.values())

    @property
    def weight(self) -> int:
        return sum(len(engines) for engines in self.votes.values())


@dataclass(slots=True)
class _Lock:
    symbol: Symbol
    seen_ns: int
    missed: int = 0


_Key = tuple[str, Symbology]


class Evidence:
    """Collects votes frame by frame; says each symbol once while it is in view.

    `is_known` tells whether the shop sells a text. Not thread-safe: one owner.
    """

    def __init__(
        self,
        is_known: Callable[[str], bool] = lambda _: False,
        rules: Rules | None = None,
    ) -> None:
        self._is_known = is_known
        self._rules = rules or Rules()
        self._candidates: dict[_Key, _Candidate] = {}
        self._locks: dict[_Key, _Lock] = {}

    @property
    def locked(self) -> frozenset[str]:
        """Texts that were said and are still in view."""
        return frozenset(text for text, _ in self._locks)

    def watch(self, at_ns: int, votes: Iterable[Vote]) -> list[Confirmed]:
        """Take the votes of one frame, none included; return what is confirmed now."""
        votes = list(votes)
        self._release(at_ns, {_key(v.symbol) for v in votes})
        return self.late(at_ns, at_ns, votes)

    def late(self, frame_ns: int, at_ns: int, votes: Iterable[Vote]) -> list[Confirmed]:
        """Take votes on an earlier frame, from a slower engine."""
        for vote in votes:
            self._count(frame_ns, vote)
        horizon = at_ns - self._rules.memory_ms * _MS
        for key, candidate in list(self._candidates.items()):
            candidate.forget(horizon)
            if not candidate.votes:
                del self._candidates[key]
        return self._confirm(at_ns)

    def reset(self) -> None:
        """Forget everything: another shopper, another screen."""
        self._candidates.clear()
        self._locks.clear()

    def _release(self, at_ns: int, seen: set[_Key]) -> None:
        for key, lock in list(self._locks.items()):
            if key in seen:
                lock.seen_ns, lock.missed = max(lock.seen_ns, at_ns), 0
                continue
            lock.missed += 1
            away_ns = at_ns - lock.seen_ns
            rules = self._rules
            if away_ns >= rules.gone_ms * _MS and lock.missed >= rules.gone_frames:
                del self._locks[key]

    def _count(self, at_ns: int, vote: Vote) -> None:
        key = _key(vote.symbol)
        if (lock := self._locks.get(key)) is not None:
            lock.symbol = vote.symbol
            return
        if self._in_shadow(at_ns, vote.symbol):
            return
        candidate = self._candidates.setdefault(key, _Candidate(vote.symbol))
        candidate.symbol = vote.symbol
        candidate.votes.setdefault(at_ns, set()).add(vote.engine)

    def _in_shadow(self, at_ns: int, symbol: Symbol) -> bool:
        """Whether a linear reading lies on a symbol already said: a misread of it.

        What the shop sells is believed sooner: the next item is held where the last
        one was, and few misreads are goods.
        """
        if symbol.symbology in MATRIX:
            return False
        away_ns = min(
            (
                at_ns - lock.seen_ns
                for lock in self._locks.values()
                if lock.symbol.symbology not in MATRIX and overlap(lock.symbol, symbol)
            ),
            default=self._rules.memory_ms * _MS,
        )
        if away_ns < self._rules.shadow_ms * _MS:
            return True
        return away_ns < self._rules.memory_ms * _MS and not self._is_known(symbol.text)

    def _confirm(self, at_ns: int) -> list[Confirmed]:
        confirmed = []
        by_weight = sorted(self._candidates.items(), key=lambda item: -item[1].weight)
        for key, candidate in by_weight:
            if key not in self._candidates:
                continue  # a rival that just lost
            if not (self._enough(candidate) and self._leads(candidate)):
                continue
            first_ns = min(candidate.votes)
            confirmed.append(Confirmed(candidate.symbol, first_ns, at_ns))
            self._locks[key] = _Lock(candidate.symbol, at_ns)
            del self._candidates[key]
            self._drop_rivals(candidate.symbol)
        return confirmed

    def _enough(self, candidate: _Candidate) -> bool:
        rules, symbol, frames = self._rules, candidate.symbol, len(candidate.votes)
        if symbol.symbology in MATRIX:
            return True
        known = self._is_known(symbol.text)
        if symbol.symbology in SHORT and known:
            return frames >= rules.short_known_frames
        if symbol.symbology in SHORT:
            # One engine misreads a still frame the same way each time: a part of a
            # DataBar at an angle as an EAN-8, for as long as it is held.
            return frames >= rules.short_frames and len(candidate.engines) > 1
        if symbol.symbology in RETAIL and not known and candidate.engines == {"cv2"}:
            return False  # it reads a Code 128 as an EAN or UPC of its own making
        if frames >= rules.frames:
            return True
        widest = max(len(engines) for engines in candidate.votes.values())
        return known and widest >= rules.engines

    def _leads(self, candidate: _Candidate) -> bool:
        return all(
            candidate.weight >= rival.weight + self._rules.lead
            for rival in self._candidates.values()
            if rival is not candidate and _rivals(candidate.symbol, rival.symbol)
        )

    def _drop_rivals(self, symbol: Symbol) -> None:
        for key, rival in list(self._candidates.items()):
            if _rivals(symbol, rival.symbol):
                del self._candidates[key]


def _key(symbol: Symbol) -> _Key:
    return symbol.text, symbol.symbology


def _rivals(a: Symbol, b: Symbol) -> bool:
    """Two linear readings of one place."""
    if a.symbology in MATRIX or b.symbology in MATRIX:
        return False
    return overlap(a, b)


def overlap(a: Symbol, b: Symbol) -> bool:
    """Whether the centre of one symbol lies within the reach of the other.

    Engines outline a linear symbol very differently (one scan line, or all of it),
    so the reach is the longer half diagonal, not the quadrilateral.
    """
    (ax, ay), (bx, by) = a.centre, b.centre
    reach = max(_half_diagonal(a.points), _half_diagonal(b.points))
    return (ax - bx) ** 2 + (ay - by) ** 2 <= reach * reach


def _half_diagonal(points: tuple[Point, Point, Point, Point]) -> float:
    (x0, y0), _, (x2, y2), _ = points
    return float(((x2 - x0) ** 2 + (y2 - y0) ** 2) ** 0.5 / 2)
