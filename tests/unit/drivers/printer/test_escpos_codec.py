"""ESC/POS bytes: golden commands and statuses, text, replies told apart."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from escpos.printer import Dummy
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import DeviceProtocolError
from drivers.printer import codec
from drivers.printer.codec import Raster, Reply, ReplyKind, ReplySplitter

SHEET = tomllib.loads(
    (Path(__file__).parents[3] / "golden" / "printer" / "escpos.toml").read_text()
)


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("init", codec.INIT),
        ("request_done", codec.REQUEST_DONE),
        ("clear_buffers", codec.CLEAR_BUFFERS),
        ("centre", codec.align(1)),
        ("double_size", codec.size(2, 2)),
        ("bold_on", codec.bold(True)),
        ("feed_3", codec.feed(3)),
        ("cut", codec.cut()),
        ("drawer", codec.open_drawer()),
        ("status_4", codec.status_query(4)),
        ("qr", codec.qr_code("https://a.b/?r=1", 6)),
        ("raster", codec.raster(Raster(2, 3, bytes.fromhex("FF0000FFA55A")))),
    ],
)
def test_golden_commands(name: str, made: bytes) -> None:
    assert made == bytes.fromhex(SHEET["commands"][name])


@pytest.mark.parametrize("case", SHEET["text"], ids=lambda case: case["text"])
def test_golden_text(case: dict[str, str]) -> None:
    assert codec.encode_text(case["text"]) == bytes.fromhex(case["hex"])


@pytest.mark.parametrize("case", SHEET["status"], ids=lambda case: case["says"])
def test_golden_status(case: dict[str, Any]) -> None:
    first, second, third, fourth = bytes.fromhex(case["hex"])
    status = codec.parse_status((first, second, third, fourth))
    assert status.cause == case["cause"]
    if not case["cause"]:
        assert status.paper_near_end == case.get("near_end", False)


def test_a_byte_without_the_fixed_bits_is_no_status() -> None:
    with pytest.raises(DeviceProtocolError, match="12 00 12 12"):
        codec.parse_status((0x12, 0x00, 0x12, 0x12))


@pytest.mark.parametrize("cut", ["FULL", "PART"])
def test_python_escpos_makes_the_same_commands(cut: str) -> None:
    """A differential oracle (devices A2), for what both build alike."""
    dummy = Dummy()
    dummy.hw("INIT")
    dummy.set(align="center")
    assert dummy.output.startswith(codec.INIT[:2])
    assert codec.align(1) in dummy.output
    dummy.clear()
    dummy.cut(mode=cut, feed=False)
    assert dummy.output[:2] == codec.cut()[:2]


def test_rule_12_no_control_character_survives() -> None:
    hostile = "Milk\x1bp\x00\x10\x04\x01\x1c.\x1d\x7f\x9b\u202e\u200b 1L\tX\n"
    assert codec.printable(hostile) == "Milkp. 1L X "


@given(st.text(max_size=200))
def test_any_text_is_printable_and_as_wide_as_its_bytes(text: str) -> None:
    made = codec.encode_text(text)
    assert not any(byte < 0x20 or byte == 0x7F for byte in made)
    assert codec.width_of(text) == len(made)
    shown = made.decode("gb18030")
    assert codec.encode_text(shown) == made
    assert all(len(character.encode("gb18030")) <= 2 for character in shown)


def test_what_the_printer_has_not_is_a_question_mark() -> None:
    assert codec.printable("ß😀\ud800") == "???"
    assert codec.printable("e\u0301") == "é"


def test_a_qr_code_has_its_limits() -> None:
    assert codec.qr_code("9" * 2331, 3)
    for text in ("", "9" * 2332, "会" * 778):
        with pytest.raises(ValueError, match="1 to 2331 bytes"):
            codec.qr_code(text, 3)


def test_field_17_a_high_picture_is_sent_in_bands() -> None:
    picture = Raster(72, 300, bytes(range(250)) * 86 + bytes(100))
    made = codec.raster(picture)
    bands, rows = [], []
    while made:
        assert made[:4] == b"\x1dv0\x00"
        width = int.from_bytes(made[4:6], "little")
        height = int.from_bytes(made[6:8], "little")
        rows.append(height)
        bands.append(made[8 : 8 + width * height])
        made = made[8 + width * height :]
    assert b"".join(bands) == picture.bits
    assert rows == [128, 128, 44]


def test_a_raster_must_have_its_bytes() -> None:
    for width, rows, bits in ((1, 1, b""), (0, 0, b""), (2, 2, b"123")):
        with pytest.raises(ValueError, match="raster"):
            Raster(width, rows, bits)


def test_replies_are_told_apart_among_asb_and_flow_control() -> None:
    automatic = bytes([0x18, 0x00, 0x03, 0x0F])
    data = (
        b"\x11" + automatic + b"\x12\x00" + automatic + b"\x1e\x13\xff\x37\x25\x00\x03"
    )
    told = [
        Reply(ReplyKind.REAL_TIME, 0x12),
        Reply(ReplyKind.BUFFERED, 0x00),
        Reply(ReplyKind.REAL_TIME, 0x1E),
        Reply(ReplyKind.BUFFERED, 0x03),
    ]
    assert ReplySplitter().feed(data) == told
    splitter = ReplySplitter()
    assert [r for byte in data for r in splitter.feed(bytes([byte]))] == told
