"""A trace's bytes, as the head of vfs.c describes them."""

import struct

import pytest
from power_loss.trace import (
    Create,
    Delete,
    FolderSync,
    Mark,
    Sync,
    TraceError,
    Truncate,
    Write,
    parse,
)


def record(kind: bytes, name: bytes, offset: int = 0, data: bytes = b"") -> bytes:
    head = struct.pack("<cBqI", kind, len(name), offset, len(data))
    return head + name + data


WHOLE = b"".join((
    record(b"O", b"a.db", 6),
    record(b"W", b"a.db", 512, b"\x00milk"),
    record(b"T", b"a.db", 3),
    record(b"S", b"a.db", 2),
    record(b"M", b"", 2**40),
    record(b"D", b"a.db"),
    record(b"Y", b""),
))


def test_every_kind_of_record_is_read() -> None:
    assert parse(WHOLE) == (
        Create("a.db"),
        Write("a.db", 512, b"\x00milk"),
        Truncate("a.db", 3),
        Sync("a.db"),
        Mark(2**40),
        Delete("a.db"),
        FolderSync(),
    )


def test_a_trace_that_is_cut_inside_a_record_is_refused() -> None:
    ends = {0, 18, 41, 59, 77, 91, 109, len(WHOLE)}
    for end in range(len(WHOLE)):
        if end in ends:
            parse(WHOLE[:end])
        else:
            with pytest.raises(TraceError):
                parse(WHOLE[:end])


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(TraceError, match="no kind"):
        parse(record(b"?", b"a.db"))
