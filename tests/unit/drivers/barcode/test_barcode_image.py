"""Every shape of array that a caller may hand over."""

from __future__ import annotations

import numpy as np
import pytest

from drivers.barcode.image import as_grey


def test_a_grey_picture_passes_as_it_is() -> None:
    picture = np.arange(12, dtype=np.uint8).reshape(3, 4)
    assert np.array_equal(as_grey(picture), picture)


def test_a_colour_picture_is_weighed_blue_green_red() -> None:
    blue = np.zeros((2, 2, 3), np.uint8)
    blue[:, :, 0] = 255
    assert int(as_grey(blue)[0, 0]) == 29


@pytest.mark.parametrize("view", [np.s_[::-1, ::-1], np.s_[::2, 1::3], np.s_[:, ::-2]])
def test_any_stride_is_taken_and_made_contiguous(view: tuple[slice, slice]) -> None:
    picture = np.arange(400, dtype=np.uint8).reshape(20, 20)
    grey = as_grey(picture[view])
    assert np.array_equal(grey, picture[view])
    assert grey.flags.c_contiguous


def test_a_read_only_picture_is_taken() -> None:
    picture = np.zeros((8, 8), np.uint8)
    picture.flags.writeable = False
    assert as_grey(picture).shape == (8, 8)


@pytest.mark.parametrize(
    "wrong",
    [
        np.zeros((4, 4), np.float32),
        np.zeros((4, 4), np.int8),
        np.zeros((4, 4), bool),
        np.zeros(4, np.uint8),
        np.zeros((4, 4, 1), np.uint8),
        np.zeros((4, 4, 4), np.uint8),
        np.zeros((1, 4, 4, 3), np.uint8),
        np.zeros((0, 4), np.uint8),
        np.zeros((4, 0, 3), np.uint8),
        np.zeros((1, 32768), np.uint8),
        np.uint8(3),
        b"\x00\x01",
        None,
        [[0, 1], [2, 3]],
    ],
)
def test_what_is_no_picture_is_a_value_error(wrong: object) -> None:
    with pytest.raises(ValueError, match="an image is"):
        as_grey(wrong)
