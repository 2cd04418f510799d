"""A disk with a volatile cache: what is on it for sure, and what only may be.

Pure. It promises what POSIX does and no more: a file's bytes are on the disk after
fsync of that file, its name after fsync of the folder. A sector of 512 bytes is
written whole or not at all, and writing it harms no other (SQLite's own assumption,
"powersafe overwrite"). Everything else may be on the disk or not, in any order, file
by file: the cuts are made in cut.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import assert_never

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

SECTOR = 512


@dataclass(frozen=True, slots=True)
class Pending:
    """A change that is in the cache only; `index` orders all changes of the disk."""

    index: int
    op: Write | Truncate


@dataclass(slots=True, eq=False)
class Content:
    """What a file holds, whatever its name: an inode."""

    durable: bytearray = field(default_factory=bytearray)
    pending: list[Pending] = field(default_factory=list)

    def flush(self) -> None:
        """Bring all of it to the disk."""
        for change in self.pending:
            apply(self.durable, change.op)
        self.pending.clear()


def apply(image: bytearray, op: Write | Truncate) -> None:
    """Change an image as an operation does; a hole reads as zeros."""
    if isinstance(op, Truncate):
        del image[op.size :]
        image.extend(bytes(op.size - len(image)))
        return
    image.extend(bytes(max(0, op.offset - len(image))))
    image[op.offset : op.offset + len(op.data)] = op.data


class Disk:
    """A folder of files on a disk with a cache.

    Attributes: `names` maps each name to what it surely stands for; `renamed` to
    what it has stood for since, oldest first (None: no such file).
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.names: dict[str, Content | None] = {
            name: Content(bytearray(data)) for name, data in files.items()
        }
        self.renamed: dict[str, list[Content | None]] = {}
        self.acknowledged = 0
        self._changes = 0

    def run(self, ops: Iterable[Op], lying: bool = False) -> None:
        """Do operations; a lying disk answers a sync and does nothing."""
        for op in ops:
            self._do(op, lying)

    def _do(self, op: Op, lying: bool) -> None:
        match op:
            case Create(name):
                if self.current(name) is None:
                    self.renamed.setdefault(name, []).append(Content())
            case Delete(name):
                if self.current(name) is not None:
                    self.renamed.setdefault(name, []).append(None)
            case Write(name) | Truncate(name):
                self._changes += 1
                self._open(name).pending.append(Pending(self._changes, op))
            case Sync(name):
                if not lying:
                    self._open(name).flush()
            case FolderSync():
                if not lying:
                    self.sync_folder()
            case Mark(number):
                self.acknowledged = number
            case _:
                assert_never(op)

    def current(self, name: str) -> Content | None:
        """Return what a name stands for to the running program."""
        return self.versions(name)[-1]

    def versions(self, name: str) -> list[Content | None]:
        """Return what a name may stand for after a cut, oldest first."""
        return [self.names.get(name), *self.renamed.get(name, ())]

    def all_names(self) -> list[str]:
        """Return every name that may be there after a cut."""
        return sorted(self.names.keys() | self.renamed.keys())

    def _open(self, name: str) -> Content:
        content = self.current(name)
        if content is None:
            raise ValueError(f"{name} is used and was never created")
        return content

    def sync_folder(self) -> None:
        """Bring the names to the disk."""
        for name, versions in self.renamed.items():
            self.names[name] = versions[-1]
        self.renamed.clear()

    def flush(self) -> None:
        """Bring everything to the disk, as an orderly shutdown does."""
        self.sync_folder()
        for content in self.names.values():
            if content is not None:
                content.flush()

    def files(self) -> dict[str, bytes]:
        """Return the files as the running program sees them."""
        seen = {}
        for name in self.all_names():
            content = self.current(name)
            if content is not None:
                image = bytearray(content.durable)
                for change in content.pending:
                    apply(image, change.op)
                seen[name] = bytes(image)
        return seen
