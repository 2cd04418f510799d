"""ESC/POS bytes are cut into commands whatever the split (devices A2)."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware_sim.escpos.parser import Command, Parser, Text

RASTER = b"\x1dv0\x00\x02\x00\x03\x00" + b"\x10\x04\x01\x1b@x"
QR = b"\x1d(k\x07\x001P0\x10\x04\x01\x0a"


def tokens(data: bytes) -> list[Command | Text]:
    return list(Parser().feed(data))


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\x1b@", "ESC @"),
        (b"\x10\x04\x02", "DLE EOT"),
        (b"\x10\x05\x02", "DLE ENQ"),
        (b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08", "DLE DC4"),
        (b"\x1dr1", "GS r"),
        (b"\x1c&", "FS &"),
        (b"\x1dVA\x10", "GS V"),
        (b"\x1dV\x00", "GS V"),
        (b"\x1dkC\x0d6901234567892", "GS k"),
        (b"\x1dk\x026901234567892\x00", "GS k"),
        (b"\x1bp\x00\x32\x32", "ESC p"),
        (b"\x1bD\x08\x10\x00", "ESC D"),
        (b"\x1b*\x21\x01\x00abc", "ESC *"),
        (b"\n", "LF"),
        (RASTER, "GS v"),
        (QR, "GS ("),
    ],
)
def test_a_command_is_known_whole_and_not_before(data: bytes, name: str) -> None:
    assert tokens(data) == [Command(name, data)]
    assert tokens(data[:-1]) == []
    assert tokens(data + b"A")[-1] == Text(b"A")


def test_a_status_request_inside_data_is_data() -> None:
    assert [
        token.name for token in tokens(RASTER + QR) if isinstance(token, Command)
    ] == [
        "GS v",
        "GS (",
    ]


def test_text_runs_and_unknown_bytes() -> None:
    gbk = "牛奶".encode("gb18030")
    assert tokens(gbk + b"\n\x01") == [
        Text(gbk),
        Command("LF", b"\n"),
        Command("?", b"\x01"),
    ]
    assert tokens(b"\x10\x99") == [Command("?", b"\x10"), Text(b"\x99")]


def test_an_endless_command_is_given_up() -> None:
    endless = b"\x1dv0\x00\xff\xff\xff\xff" + bytes(1 << 20)
    assert tokens(endless + b"\n") == [Command("?", endless + b"\n")]


@given(st.binary(max_size=120), st.lists(st.integers(0, 120), max_size=4))
def test_any_split_gives_the_same_bytes(data: bytes, cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(data)]
    parser, split = Parser(), []
    for start, end in itertools.pairwise(edges):
        split += list(parser.feed(data[start:end]))
    whole = tokens(data)
    assert b"".join(t.raw for t in split) == b"".join(t.raw for t in whole)
    assert [t for t in split if isinstance(t, Command)] == [
        t for t in whole if isinstance(t, Command)
    ]
