"""A power cut: one of the many things that a cache may leave on the disk.

Pure, given its random numbers. Any subset of the sectors in the cache may have been
written: a sector that was written twice holds its old, first or second content, which
is all that reordering can do. A file may have grown before its data came: then it
holds zeros, noise or old blocks there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b
from random import Random

from power_loss.disk import SECTOR, Content, Disk, Pending, apply
from power_loss.trace import Truncate, Write

Filler = Callable[[int], bytes]
SHM = "ledger.db-shm"
_SHM_BYTES = 32768


class Style(StrEnum):
    """How the cache was emptied when the power went."""

    NOTHING = "nothing of it was written"
    IN_ORDER = "in order, the last write torn"
    ALL_BUT_ONE = "all but one write, or a part of it"
    ANY_WRITES = "any of the writes, some torn"
    ANY_SECTORS = "any of the sectors"


@dataclass(slots=True)
class Faults:
    """What a cut did that the files show; each counts writes or files."""

    dropped: int = 0  # writes of which nothing is there, and something else is
    torn: int = 0  # writes of which some sectors are there and others are not
    reordered: int = 0  # writes that are there while an earlier one is not
    filled: int = 0  # files with zeros, noise or old blocks in place of data
    names: int = 0  # files that were not yet there, or not yet gone
    stale_shm: int = 0  # a -shm file of noise

    def add(self, other: Faults) -> None:
        """Add another cut's."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(frozen=True, slots=True)
class State:
    """What is on the disk after a cut, and what had been acknowledged before."""

    files: dict[str, bytes]
    acknowledged: int
    faults: Faults

    def digest(self) -> bytes:
        """Return a name for the files' content, the -shm left out: it is noise."""
        summed = blake2b(digest_size=16)
        for name, data in sorted(self.files.items()):
            if name != SHM:
                summed.update(f"{name} {len(data)}\n".encode() + data)
        return summed.digest()


@dataclass(slots=True)
class _Cut:
    """One cut in the making."""

    random: Random
    style: Style
    fill: str
    faults: Faults = field(default_factory=Faults)
    missing: list[int] = field(default_factory=list)  # indices of changes
    landed: list[int] = field(default_factory=list)

    def filler(self, image: bytearray) -> Filler:
        match self.fill:
            case "zeros":
                return bytes
            case "noise":
                return self.random.randbytes
            case _:  # blocks that the file had elsewhere
                old = bytes(image) or b"\xff"
                return lambda length: (old * (length // len(old) + 1))[:length]


def cut_power(disk: Disk, random: Random) -> State:
    """Return one state that a cut now may leave; the disk stays as it is."""
    style, fill = random.choice(list(Style)), random.choice(("zeros", "noise", "old"))
    cut = _Cut(random, style, fill)
    files: dict[str, bytes] = {}
    for name in disk.all_names():
        versions = disk.versions(name)
        content = random.choice(versions)
        if content is not versions[-1]:
            cut.faults.names += 1
        if content is not None:
            files[name] = _image(content, cut)
    first_missing = min(cut.missing, default=None)
    if first_missing is not None:
        cut.faults.reordered = sum(index > first_missing for index in cut.landed)
    if random.random() < 0.25:
        # It is memory of processes that are gone; SQLite has to make it anew.
        files[SHM] = random.randbytes(_SHM_BYTES)
        cut.faults.stale_shm = 1
    return State(files, disk.acknowledged, cut.faults)


def _image(content: Content, cut: _Cut) -> bytes:
    changes = content.pending
    whole = bytearray(content.durable)
    for change in changes:
        apply(whole, change.op)
    image = bytearray(content.durable)
    fill = cut.filler(image)
    kept = _choose([len(_pieces(change.op)) for change in changes], cut)
    holes = False
    for change, keep in zip(changes, kept, strict=True):
        holes |= _apply_some(image, change.op, keep, fill)
    if len(image) < len(whole) and cut.random.random() < 0.5:
        image += fill(len(whole) - len(image))
        holes = True
    cut.faults.filled += holes and image != whole[: len(image)]
    for change, keep in zip(changes, kept, strict=True):
        _look(change, keep, content.durable, image, whole, cut)
    return bytes(image)


def _pieces(op: Write | Truncate) -> list[tuple[int, int]]:
    """Return the spans of a file that a write changes, one for each sector."""
    if isinstance(op, Truncate):
        return [(op.size, op.size)]
    end = op.offset + len(op.data)
    first = op.offset - op.offset % SECTOR
    return [
        (max(at, op.offset), min(at + SECTOR, end)) for at in range(first, end, SECTOR)
    ]


def _choose(sizes: Sequence[int], cut: _Cut) -> list[list[bool]]:
    """Decide which pieces of each change were written."""
    random = cut.random
    if cut.style is Style.NOTHING or not sizes:
        return [[False] * size for size in sizes]
    special = random.randrange(len(sizes))
    share = random.choice((0.1, 0.5, 0.9))
    match cut.style:
        case Style.IN_ORDER:
            written = random.randint(0, sizes[special])
            return [
                [(n, piece) < (special, written) for piece in range(size)]
                for n, size in enumerate(sizes)
            ]
        case Style.ALL_BUT_ONE:
            kept = random.choice((0.0, 0.5))
            return [
                [n != special or random.random() < kept for _ in range(size)]
                for n, size in enumerate(sizes)
            ]
        case Style.ANY_WRITES:
            return [_some(size, random) for size in sizes]
        case _:
            return [[random.random() < share for _ in range(n)] for n in sizes]


def _some(size: int, random: Random) -> list[bool]:
    if random.random() < 0.25:
        return [random.random() < 0.5 for _ in range(size)]
    return [random.random() < 0.67] * size


def _apply_some(
    image: bytearray, op: Write | Truncate, keep: Sequence[bool], fill: Filler
) -> bool:
    """Write the pieces that were kept; return whether a hole had to be filled."""
    if isinstance(op, Truncate):
        if keep[0]:
            apply(image, op)
        return False
    holes = False
    for (start, end), kept in zip(_pieces(op), keep, strict=True):
        if kept:
            if start > len(image):
                image += fill(start - len(image))
                holes = True
            image[start:end] = op.data[start - op.offset : end - op.offset]
    return holes


def _look(
    change: Pending,
    keep: Sequence[bool],
    durable: bytearray,
    image: bytearray,
    whole: bytearray,
    cut: _Cut,
) -> None:
    """Count what became of one change, if the file shows it."""
    if isinstance(change.op, Truncate):
        if not keep[0] and len(image) != len(whole):
            cut.missing.append(change.index)
            cut.faults.dropped += 1
        return
    absent = there = False
    for (start, end), kept in zip(_pieces(change.op), keep, strict=True):
        now = image[start:end]
        if not kept and now != whole[start:end]:
            absent = True
        if kept and now == whole[start:end] != durable[start:end]:
            there = True
    if absent:
        cut.missing.append(change.index)
        cut.faults.torn += there
        cut.faults.dropped += not there
    elif there:
        cut.landed.append(change.index)
