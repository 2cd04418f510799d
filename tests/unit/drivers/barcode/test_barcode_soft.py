"""Numbers out of few pixels; a second opinion on what the engines say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from drivers.barcode import soft, zxing
from drivers.barcode.patterns import EAN8, EAN13, UPCE, Layout
from drivers.barcode.regions import Region
from drivers.barcode.soft import again
from drivers.barcode.symbol import Symbol, Symbology

CASES = [
    ("EAN13", "9521234567899", EAN13, "ean13", 95),
    ("EAN13", "0036000291452", EAN13, "upca", 95),
    ("EAN8", "96385074", EAN8, "ean8", 67),
    ("UPCE", "04252614", UPCE, "upce", 51),
    ("UPCE", "11234511", UPCE, "upce", 51),
]


def region_of(picture: np.ndarray, modules: int, quiet: int = 12) -> Region:
    rows, columns = picture.shape
    share = modules / round(modules + 2 * quiet)
    return Region((columns / 2, rows / 2), columns * share, rows * 0.5, 0.0, 1.0)


@pytest.mark.parametrize(("kind", "text", "layout", "name", "modules"), CASES)
def test_each_layout_is_read_at_little_over_a_pixel_a_module(
    pen: Any, kind: str, text: str, layout: Layout, name: str, modules: int
) -> None:
    picture = pen.photographed(pen.draw(text, kind, 4), scale=0.3, blur=0.5, noise=4)
    reading = soft.read(picture, region_of(picture, modules), layout)
    assert reading is not None
    assert reading.good
    assert reading.symbol.symbology == name
    assert reading.symbol.text == (text[1:] if name == "upca" else text)


def test_it_reads_where_zxing_does_not(pen: Any) -> None:
    picture = pen.photographed(
        pen.draw("9521234567899", "EAN13", 4), scale=0.27, blur=0.6, noise=6
    )
    assert zxing.read(picture, full=True) == []
    reading = soft.read(picture, region_of(picture, 95))
    assert reading is not None
    assert (reading.symbol.text, reading.good) == ("9521234567899", True)


def test_a_symbol_on_its_head_is_read_with_its_points_turned(pen: Any) -> None:
    picture = pen.draw("9521234567899", "EAN13")[::-1, ::-1]
    reading = soft.read(np.ascontiguousarray(picture), region_of(picture, 95))
    assert reading is not None
    assert reading.symbol.text == "9521234567899"
    (left, _), (right, _), *_ = reading.symbol.points
    assert left - right == pytest.approx(95 * 3, abs=8)


@pytest.mark.parametrize("seed", range(6))
def test_stripes_that_are_no_ean_are_not_read(seed: int) -> None:
    rng = np.random.default_rng(seed)
    line = np.repeat(rng.integers(0, 2, 120) * 200, 3).astype(np.uint8)
    picture = np.repeat(line[None], 80, axis=0)
    for layout in (EAN13, EAN8, UPCE):
        reading = soft.read(picture, Region((180, 40), 300, 60, 0, 1), layout)
        assert reading is None or not reading.good


@pytest.mark.parametrize("text", ["A lane", "FANAVF14617104", "01095212345678"])
def test_a_code_128_is_no_ean(pen: Any, text: str) -> None:
    picture = pen.draw(text, "Code128")
    region = Region(
        (picture.shape[1] / 2, picture.shape[0] / 2),
        picture.shape[1] - 72,
        picture.shape[0] * 0.5,
        0.0,
        1.0,
    )
    for layout in (EAN13, EAN8, UPCE):
        reading = soft.read(picture, region, layout)
        assert reading is None or not reading.good


def test_flat_paper_and_a_speck_give_nothing() -> None:
    paper = np.full((60, 200), 180, np.uint8)
    assert soft.read(paper, Region((100, 30), 150, 40, 0, 1)) is None
    assert soft.read(paper, Region((100, 30), 12, 4, 0, 1)) is None


def test_a_right_reading_is_agreed_with_and_a_misread_is_put_right(pen: Any) -> None:
    picture = pen.photographed(pen.draw("9521234567899", "EAN13"), blur=0.8, noise=4)
    [right] = zxing.read(picture)
    wrong = replace(right, text="9527234561899")  # 1 and 7 changed over
    a, b, c, d = right.points
    astern = replace(wrong, points=(c, d, a, b))
    for symbol in (right, wrong, astern):
        for exact in (True, False):
            reading = again(picture, symbol, exact=exact)
            assert reading is not None
            assert reading.symbol.text == "9521234567899"


def test_there_is_no_opinion_on_a_speck_or_on_noise(pen: Any) -> None:
    picture = pen.draw("9521234567899", "EAN13")
    speck = Symbol("9521234567899", Symbology.EAN13, ((5, 5),) * 4)
    assert again(picture, speck) is None
    noise = np.random.default_rng(2).integers(0, 255, (200, 400)).astype(np.uint8)
    line = ((50.0, 90.0), (350.0, 90.0), (350.0, 91.0), (50.0, 91.0))
    assert again(noise, Symbol("9521234567899", Symbology.EAN13, line)) is None


def test_two_pixels_of_defocus_are_read(pen: Any) -> None:
    picture = pen.photographed(
        pen.draw("9521234567899", "EAN13", 4), scale=0.5, blur=1.8, noise=3
    )
    assert zxing.read(picture, full=True) == []
    reading = soft.read(picture, region_of(picture, 95))
    assert reading is not None
    assert (reading.symbol.text, reading.good) == ("9521234567899", True)


@pytest.mark.parametrize("degrees", [-14, -11, 9, 12])
def test_a_high_outline_over_slanting_bars_overrules_nobody(
    pen: Any, degrees: int
) -> None:
    """An engine's outline is as high as the symbol; rows of it smear slanting bars."""
    paper = pen.turn(pen.draw("6988579811736", "EAN13", 4), degrees)
    picture = pen.photographed(paper, scale=0.5, blur=0.4, noise=4)
    symbols = zxing.read(picture)
    assert symbols
    for symbol in symbols:
        assert symbol.text == "6988579811736"
        reading = again(picture, symbol)
        assert reading is None or reading.symbol.text == "6988579811736"
