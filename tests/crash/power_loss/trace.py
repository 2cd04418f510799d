"""The trace that vfs.c writes, as values.

Pure: bytes in, operations out. The format is in the head of vfs.c.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

_HEAD = struct.Struct("<cBqI")  # kind, length of name, offset, length of data


@dataclass(frozen=True, slots=True)
class Create:
    """A file is there from now on, empty if it was not there."""

    name: str


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes are written at an offset."""

    name: str
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Truncate:
    """A file gets a size."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Sync:
    """What was written to a file before is on the disk."""

    name: str


@dataclass(frozen=True, slots=True)
class Delete:
    """A file is gone, if it was there."""

    name: str


@dataclass(frozen=True, slots=True)
class FolderSync:
    """Which files there are is on the disk."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The program had this many transactions acknowledged."""

    acknowledged: int


Op = Create | Write | Truncate | Sync | Delete | FolderSync | Mark


class TraceError(ValueError):
    """The bytes are not a trace."""


def parse(data: bytes) -> tuple[Op, ...]:
    """Return the operations of a trace in their order; TraceError if it is cut."""
    return tuple(_records(data))


def _records(data: bytes) -> Iterator[Op]:
    at = 0
    while at < len(data):
        if len(data) - at < _HEAD.size:
            raise TraceError(f"the trace ends inside a record at {at}")
        kind, name_length, offset, length = _HEAD.unpack_from(data, at)
        name_at = at + _HEAD.size
        data_at = name_at + name_length
        at = data_at + length
        if at > len(data):
            raise TraceError(f"the trace ends inside a record at {name_at}")
        yield _op(kind, data[name_at:data_at].decode(), offset, data[data_at:at])


def _op(kind: bytes, name: str, offset: int, data: bytes) -> Op:
    match kind:
        case b"O":
            return Create(name)
        case b"W":
            return Write(name, offset, data)
        case b"T":
            return Truncate(name, offset)
        case b"S":
            return Sync(name)
        case b"D":
            return Delete(name)
        case b"Y":
            return FolderSync()
        case b"M":
            return Mark(offset)
    raise TraceError(f"{kind!r} is no kind of record")
