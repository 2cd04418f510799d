"""Scanner frames: golden bytes, any split, noise."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.scanner.codec import MAX_FRAME, FrameSplitter, Scan, parse_frame

FRAMES = tomllib.loads(
    (Path(__file__).parents[3] / "golden" / "scanner" / "frames.toml").read_text()
)["frame"]


def _scans(data: bytes) -> list[Scan | None]:
    return [parse_frame(frame) for frame in FrameSplitter().feed(data)]


@pytest.mark.parametrize("case", FRAMES, ids=lambda case: case["says"])
def test_golden_frames(case: dict[str, str]) -> None:
    text = case["text"] + case.get("rest", "")
    scan = Scan(text, case["symbology"], bool(case.get("gs1")))
    assert _scans(bytes.fromhex(case["hex"])) == [scan]


@pytest.mark.parametrize("case", FRAMES, ids=lambda case: case["says"])
def test_a_frame_is_the_same_however_it_is_cut(case: dict[str, str]) -> None:
    data = bytes.fromhex(case["hex"])
    splitter = FrameSplitter()
    frames = [frame for byte in data for frame in splitter.feed(bytes([byte]))]
    assert frames == FrameSplitter().feed(data)
    assert not splitter.is_partial


@pytest.mark.parametrize(
    ("frame", "symbology", "gs1", "text"),
    [
        ("]E0952012345678", "upca", False, "952012345678"),
        ("]E09520123", "", False, "9520123"),
        ("]E3952012345678812", "ean13", False, "9520123456788"),
        ("]C0ABC", "code128", False, "ABC"),
        ("]C10109520123456788", "code128", True, "0109520123456788"),
        ("]e001095201234567883103000735", "databar_expanded", True, None),
        ("]d1hello", "datamatrix", False, "hello"),
        ("]Q30109520123456788", "qr", True, "0109520123456788"),
        ("]I119520123456785", "itf14", False, "19520123456785"),
        ("]I11234", "itf", False, "1234"),
        ("]A0CODE", "code39", False, "CODE"),
        ("]X0what", "", False, "what"),
        ("]E", "", False, "]E"),
        ("ab", "", False, "ab"),
    ],
)
def test_aim_identifiers(
    frame: str, symbology: str, gs1: bool, text: str | None
) -> None:
    scan = parse_frame(frame.encode())
    assert scan == Scan(frame[3:] if text is None else text, symbology, gs1)


@pytest.mark.parametrize(
    "noise",
    [
        b"\xff\xfe95201",
        b"95\x1b@2012",
        b"95\x7f",
        b"]E0",
        "95\u202e20".encode(),
        b"\x1d",
    ],
)
def test_noise_is_no_scan(noise: bytes) -> None:
    assert parse_frame(noise) is None


def test_stx_drops_the_noise_before_it() -> None:
    assert FrameSplitter().feed(b"junk\x02123\x03") == [b"123"]


def test_empty_frames_are_left_out() -> None:
    assert FrameSplitter().feed(b"\r\n\r\n\x02\x03A\r\n") == [b"A"]


def test_a_frame_of_the_longest_length_and_one_byte_more() -> None:
    splitter = FrameSplitter()
    assert splitter.feed(b"9" * MAX_FRAME + b"\r") == [b"9" * MAX_FRAME]
    assert splitter.feed(b"9" * (MAX_FRAME + 1)) == []
    assert splitter.is_partial
    assert splitter.feed(b"\rA\r") == [b"A"]


def test_a_partial_frame_can_be_forgotten() -> None:
    splitter = FrameSplitter()
    splitter.feed(b"952")
    assert splitter.is_partial
    splitter.reset()
    assert splitter.feed(b"0\r") == [b"0"]


@given(st.binary(max_size=300), st.lists(st.integers(0, 300), max_size=6))
def test_any_bytes_in_any_split_give_the_same_frames(
    data: bytes, cuts: list[int]
) -> None:
    splitter = FrameSplitter()
    frames = []
    start = 0
    for cut in [*sorted(cuts), len(data)]:
        frames += splitter.feed(data[start:cut])
        start = max(start, cut)
    assert frames == FrameSplitter().feed(data)
    for frame in frames:
        scan = parse_frame(frame)
        assert scan is None or scan.text
