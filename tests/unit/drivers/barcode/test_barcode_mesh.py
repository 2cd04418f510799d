"""Paper that is bent, and comes out flat."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest

from drivers.barcode import decode, zxing
from drivers.barcode.mesh import flatten

TEXT = "https://shop.example/member/20261122"


def crumpled(picture: np.ndarray, bend: float, waves: float) -> np.ndarray:
    rows, columns = np.indices(picture.shape, np.float32)
    side = picture.shape[0]
    x = columns + bend * np.sin(waves * np.pi * rows / side)
    y = rows + bend * np.cos(waves * np.pi * columns / side) - bend * 0.3
    return cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderValue=255)


@pytest.mark.parametrize(("bend", "waves"), [(3.0, 2.0), (5.0, 1.5)])
def test_a_crumpled_code_is_read_after_smoothing(
    pen: Any, bend: float, waves: float
) -> None:
    paper = pen.draw_qr(TEXT, 6, error="l", version=3)
    picture = pen.photographed(crumpled(paper, bend, waves), blur=1.0, noise=3)
    assert zxing.read(picture, full=True) == []
    [(corners, version)] = zxing.broken_qr(picture)
    [symbol] = zxing.read(flatten(picture, corners, version))
    assert symbol.text == TEXT


def test_decode_smooths_by_itself_and_keeps_the_corners(pen: Any) -> None:
    paper = pen.draw_qr(TEXT, 6, error="l", version=3)
    picture = pen.photographed(crumpled(paper, 5.0, 1.5), blur=1.0, noise=3)
    [symbol] = decode(picture)
    assert symbol.text == TEXT
    assert symbol.points[0] == pytest.approx((24, 24), abs=9)


def test_a_flat_code_stays_as_it_is(pen: Any) -> None:
    picture = pen.draw_qr(TEXT, 6, version=3)
    edge = 4 * 6.0
    far = picture.shape[0] - edge
    corners = ((edge, edge), (far, edge), (far, far), (edge, far))
    expected = pen.draw_qr(TEXT, 4, version=3)
    assert np.array_equal(flatten(picture, corners, 3), expected)


def test_noise_gives_a_picture_and_no_error() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (90, 90)).astype(np.uint8)
    flat = flatten(noise, ((5, 5), (80, 7), (82, 83), (4, 80)), 2)
    assert flat.shape == ((25 + 8) * 4, (25 + 8) * 4)
    assert zxing.read(flat) == []
