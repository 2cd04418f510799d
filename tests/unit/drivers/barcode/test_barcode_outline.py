"""One scan line, stretched to the whole of the bars; treatments that keep a symbol."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from drivers.barcode import treatments, zxing
from drivers.barcode.image import Grey
from drivers.barcode.outline import stretched
from drivers.barcode.symbol import Quad, Symbol, Symbology


@pytest.mark.parametrize("degrees", [0, 30, 90, 180])
@pytest.mark.parametrize("offset", [-40, 0, 50])
def test_a_scan_line_grows_to_the_ends_of_the_bars(
    pen: Any, degrees: int, offset: int
) -> None:
    frame = pen.on_counter(pen.turn(pen.draw("9521234567899", "EAN13"), degrees))
    turn = math.radians(degrees)
    along = np.array([math.cos(turn), math.sin(turn)])
    across = np.array([-math.sin(turn), math.cos(turn)])
    middle = np.array([640, 360]) + offset * across

    def at(x: float, y: float) -> tuple[float, float]:
        u, v = middle + x * along + y * across
        return float(u), float(v)

    half = 95 * 3 / 2
    line: Quad = (at(-half, 0), at(half, 0), at(half, 1), at(-half, 1))
    whole = stretched(frame, Symbol("9521234567899", Symbology.EAN13, line))
    a, b, c, d = whole.points
    assert math.dist(a, b) == pytest.approx(95 * 3, abs=6)
    assert math.dist(a, d) == pytest.approx(150, abs=12)
    assert math.dist(whole.centre, (640, 360)) < 12
    assert math.dist(c, d) == pytest.approx(math.dist(a, b))


def test_a_whole_outline_and_a_matrix_symbol_stay(pen: Any) -> None:
    picture = pen.draw("9521234567899", "EAN13")
    [symbol] = zxing.read(picture)
    flat = replace(symbol, points=((5, 5), (9, 5), (9, 5), (5, 5)))
    assert (
        stretched(picture, replace(flat, symbology=Symbology.QR)).points == flat.points
    )
    tall = replace(symbol, points=((36, 36), (320, 36), (320, 180), (36, 180)))
    assert stretched(picture, tall) is tall
    point = replace(symbol, points=((5, 5),) * 4)
    assert stretched(picture, point) is point


@pytest.mark.parametrize(
    ("treat", "zoom"),
    [
        (treatments.enlarged, 2),
        (treatments.sharpened, 1),
        (treatments.evened, 1),
    ],
)
def test_a_treated_picture_can_still_be_read(
    pen: Any, treat: Callable[[Grey], Grey], zoom: int
) -> None:
    picture = pen.photographed(pen.draw("9521234567899", "EAN13"), blur=0.5, noise=3)
    before = picture.copy()
    treated = treat(picture)
    assert treated.shape == tuple(zoom * side for side in picture.shape)
    assert treated.dtype == np.uint8
    assert [s.text for s in zxing.read(treated)] == ["9521234567899"]
    assert np.array_equal(picture, before)
