"""Pictures of the size that is asked, from JPEG or from pixels."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.camera import jpeg
from drivers.ports import Frame


def both(studio: Any) -> list[Frame]:
    pixels = cv2.cvtColor(studio.held("9521234567899"), cv2.COLOR_GRAY2BGR)
    return [Frame(studio.jpeg(pixels), 1, 1), Frame(b"", 1, 1, pixels)]


def test_grey_is_the_whole_picture(studio: Any) -> None:
    for frame in both(studio):
        grey = jpeg.grey(frame)
        assert (grey.shape, grey.dtype) == ((720, 1280), np.uint8)
        assert abs(int(grey[10, 10]) - 140) < 12


def test_the_watched_picture_is_an_eighth(studio: Any) -> None:
    for frame in both(studio):
        assert jpeg.watched(frame).shape == (90, 160)


def test_the_preview_is_bgra_of_the_asked_size(studio: Any) -> None:
    for frame in both(studio):
        preview = jpeg.preview(frame)
        assert preview.shape == (270, 480, 4)
        assert (preview[:, :, 3] == 255).all()
        assert jpeg.preview(frame, 333, 111).shape == (111, 333, 4)


def test_a_camera_of_another_size_fits(studio: Any) -> None:
    small = Frame(studio.jpeg(np.full((60, 80), 90, np.uint8)), 1, 1)
    assert jpeg.grey(small).shape == (60, 80)
    assert jpeg.watched(small).shape == (60, 80)
    assert jpeg.preview(small).shape == (270, 480, 4)


def test_grey_pixels_are_taken() -> None:
    frame = Frame(b"", 1, 1, np.full((720, 1280), 7, np.uint8))
    assert jpeg.grey(frame).shape == (720, 1280)
    assert jpeg.preview(frame).shape == (270, 480, 4)


def test_a_truncated_jpeg_gives_what_there_is(studio: Any) -> None:
    data = studio.jpeg(studio.counter())
    assert jpeg.grey(Frame(data[: len(data) // 2], 1, 1)).shape == (720, 1280)


@given(st.binary(max_size=60))
def test_what_is_no_jpeg_is_a_value_error(data: bytes) -> None:
    for look in (jpeg.grey, jpeg.watched, jpeg.preview):
        with pytest.raises(ValueError, match=r".+"):
            look(Frame(data, 1, 1))


def test_a_header_that_claims_a_huge_picture_is_refused(studio: Any) -> None:
    data = bytearray(studio.jpeg(studio.counter()))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = b"\x40\x00\x40\x00"
    with pytest.raises(ValueError, match="too large"):
        jpeg.grey(Frame(bytes(data), 1, 1))
