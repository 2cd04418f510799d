"""The stream as bytes, however the network cuts them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.camera import mjpeg_codec
from drivers.camera.mjpeg_codec import (
    Dechunker,
    MjpegError,
    Part,
    PartParser,
    parse_head,
)

JPEGS = [
    b"\xff\xd8one\xff\xd9",
    b"\xff\xd8--frame\r\n\r\ninside\xff\xd9",
    b"\xff" * 999,
]


def stream(numbers: bool = True) -> bytes:
    def part(index: int, jpeg: bytes) -> bytes:
        count = (
            b"X-Frame-Number: %d\r\nX-Timestamp: 123\r\n" % index if numbers else b""
        )
        length = b"Content-Length: %d\r\n" % len(jpeg)
        return b"--frame\r\n" + count + length + b"\r\n" + jpeg + b"\r\n"

    return b"".join(part(i + 7, jpeg) for i, jpeg in enumerate(JPEGS))


def cut(data: bytes, places: list[int]) -> list[bytes]:
    ends = sorted({p % (len(data) + 1) for p in places} | {len(data)})
    return [data[a:b] for a, b in zip([0, *ends], ends, strict=False)]


CUTS = st.lists(st.integers(0, 5000), max_size=12)


@given(CUTS, st.booleans())
def test_parts_come_out_whole_wherever_the_bytes_are_cut(
    places: list[int], numbers: bool
) -> None:
    parser = PartParser(b"frame")
    parts = [p for piece in cut(stream(numbers), places) for p in parser.feed(piece)]
    assert [p.jpeg for p in parts] == JPEGS
    assert [p.number for p in parts] == ([7, 8, 9] if numbers else [None] * 3)


def test_one_byte_at_a_time_is_enough() -> None:
    parser = PartParser(b"frame")
    data = stream()
    parts = [p for i in range(len(data)) for p in parser.feed(data[i : i + 1])]
    assert [p.jpeg for p in parts] == JPEGS


def test_without_a_length_the_boundary_ends_a_part() -> None:
    parser = PartParser(b"b")
    data = (
        b"--b\r\nContent-Type: image/jpeg\r\n\r\nJPEG-1\r\n--b\r\n\r\nJPEG-2\r\n--b--"
    )
    assert parser.feed(data) == [Part(b"JPEG-1"), Part(b"JPEG-2")]


def test_an_empty_part_is_passed_over() -> None:
    data = b"--frame\r\nContent-Length: 0\r\n\r\n\r\n" + stream()
    assert [p.number for p in PartParser(b"frame").feed(data)] == [7, 8, 9]


def test_what_stands_before_a_boundary_is_skipped() -> None:
    parser = PartParser(b"frame")
    assert parser.feed(b"preamble, and noise " * 900) == []
    assert [p.number for p in parser.feed(stream())] == [7, 8, 9]


def test_nothing_but_the_number_is_taken_from_a_part() -> None:
    data = (
        b"--f\r\nX-Barcode: 9521234567899\r\nX-Frame-Number: 3\r\n"
        b"Content-Length: 2\r\n\r\nJP\r\n"
    )
    assert PartParser(b"f").feed(data) == [Part(b"JP", 3)]


@pytest.mark.parametrize("length", [b"-1", b"12x", b"99999999999", b"", b"1e3"])
def test_a_length_that_is_none_is_refused(length: bytes) -> None:
    with pytest.raises(MjpegError, match="length"):
        PartParser(b"f").feed(b"--f\r\nContent-Length: " + length + b"\r\n\r\n")


def test_endless_headers_and_endless_parts_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(MjpegError, match="headers"):
        PartParser(b"f").feed(b"--f\r\n" + b"x" * (mjpeg_codec.MAX_HEAD + 9))
    monkeypatch.setattr(mjpeg_codec, "MAX_PART", 1000)
    with pytest.raises(MjpegError, match="too long"):
        PartParser(b"f").feed(b"--f\r\n\r\n" + b"x" * 2000)


@given(CUTS)
def test_chunks_are_taken_off(places: list[int]) -> None:
    data = stream()
    chunked = b"".join(
        b"%x;ext=1\r\n" % len(piece) + piece + b"\r\n"
        for piece in cut(data, [3, 50, 900])
        if piece
    )
    dechunker = Dechunker()
    pieces = cut(chunked + b"0\r\n\r\n", places)
    assert b"".join(dechunker.feed(p) for p in pieces) == data
    assert dechunker.ended


@pytest.mark.parametrize("data", [b"zz\r\n", b"\r\n", b"-3\r\n", b"x" * 80])
def test_what_is_no_chunk_is_refused(data: bytes) -> None:
    with pytest.raises(MjpegError, match="chunk"):
        Dechunker().feed(data)


@pytest.mark.parametrize(
    ("kind", "boundary"),
    [
        ("multipart/x-mixed-replace; boundary=frame", b"frame"),
        ('multipart/x-mixed-replace;boundary="a b"', b"a b"),
        ("Multipart/X-Mixed-Replace; charset=x; BOUNDARY=--x", b"x"),
    ],
)
def test_the_boundary_is_found_as_cameras_write_it(kind: str, boundary: bytes) -> None:
    head = parse_head(f"HTTP/1.0 200 OK\r\nContent-Type: {kind}".encode())
    assert (head.status, head.boundary, head.chunked) == (200, boundary, False)


def test_a_chunked_answer_is_told() -> None:
    head = parse_head(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
        b"Content-Type: multipart/x-mixed-replace; boundary=f"
    )
    assert head.chunked


@pytest.mark.parametrize(
    ("head", "why"),
    [
        (b"", "no HTTP"),
        (b"SSH-2.0-x", "no HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html", "text/html"),
        (b"HTTP/1.1 200 OK\r\n", "no type"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg; boundary=x", "image/jpeg"),
    ],
)
def test_an_answer_without_a_stream_says_what_it_is(head: bytes, why: str) -> None:
    with pytest.raises(MjpegError, match=why):
        parse_head(head)


def test_a_refusal_is_a_head_of_its_own() -> None:
    assert (
        parse_head(b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain").status == 404
    )


@given(st.binary(max_size=300))
def test_no_bytes_make_the_parser_fail_in_another_way(data: bytes) -> None:
    def feed(reader: Any) -> None:
        try:
            reader.feed(data)
        except MjpegError:
            return

    feed(PartParser(b"frame"))
    feed(Dechunker())
