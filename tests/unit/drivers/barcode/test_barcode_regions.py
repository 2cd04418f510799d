"""Bars are found at any angle, and come out upright."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from drivers.barcode import regions
from drivers.barcode.regions import Region
from drivers.barcode.symbol import Symbol, Symbology


@pytest.mark.parametrize("degrees", [0, 17, 45, 63, 90, 135, 170])
def test_a_code_is_found_with_its_angle_and_size(pen: Any, degrees: int) -> None:
    paper = pen.draw("9521234567899", "EAN13")
    frame = pen.on_counter(pen.turn(paper, degrees, paper=150))
    best = regions.find(frame)[0]
    assert math.dist(best.centre, (640, 360)) < 20
    assert abs((best.angle_deg - degrees + 90) % 180 - 90) < 3
    assert 0.95 < best.length / (95 * 3) < 1.35  # the window reaches past the ends


def test_an_empty_counter_and_a_tiny_picture_have_none() -> None:
    assert regions.find(np.full((720, 1280), 90, np.uint8)) == []
    assert regions.find(np.zeros((5, 900), np.uint8)) == []


def test_a_cut_maps_its_points_back_to_the_frame() -> None:
    frame = np.zeros((400, 600), np.uint8)
    cut = regions.cut(frame, Region((300, 200), 100, 40, 30, 1), zoom=2, margin=0)
    rows, columns = cut.grey.shape
    corners = ((0, 0), (columns, 0), (columns, rows), (0, rows))
    placed = cut.place(Symbol("x", Symbology.QR, corners))
    assert placed.centre == pytest.approx((300, 200))
    (x0, y0), (x1, y1), *_ = placed.points
    assert math.degrees(math.atan2(y1 - y0, x1 - x0)) == pytest.approx(30)
    assert math.dist((x0, y0), (x1, y1)) == pytest.approx(120)  # 100 and the margin
    assert cut.across(placed.points[1]) == pytest.approx(columns)


def test_a_turned_code_is_upright_in_the_cut(pen: Any) -> None:
    frame = pen.on_counter(pen.turn(pen.draw("9521234567899", "EAN13"), 40, paper=150))
    upright = regions.cut(frame, regions.find(frame)[0]).grey.astype(float)
    middle = upright[upright.shape[0] // 3 : -upright.shape[0] // 3]
    across = np.abs(np.diff(middle, axis=1)).mean()
    along = np.abs(np.diff(middle, axis=0)).mean()
    assert across > 4 * along
