"""`decode` as barcode.md promises it: texts, points, and no picture that it fears."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from drivers.barcode import Symbol, Symbology, decode, decode_texts

KINDS = [
    ("EAN13", "9521234567899", "ean13"),
    ("UPCA", "036000291452", "upca"),
    ("UPCE", "04252614", "upce"),
    ("EAN8", "96385074", "ean8"),
    ("Code128", "LANE-7", "code128"),
    ("ITF14", "09521234567899", "itf14"),
    ("QRCode", "扫码 7", "qr"),
    ("DataMatrix", "box 9", "datamatrix"),
]


@pytest.mark.parametrize(("kind", "text", "symbology"), KINDS)
@pytest.mark.parametrize("degrees", [0, 38, 90, 205])
def test_every_symbology_is_read_at_any_angle(
    pen: Any, kind: str, text: str, symbology: str, degrees: int
) -> None:
    paper = pen.draw(text, kind)
    [symbol] = decode(pen.on_counter(pen.turn(paper, degrees, paper=150)))
    assert (symbol.text, symbol.symbology) == (text, symbology)


@pytest.mark.parametrize(
    ("kind", "symbology"),
    [("DataBarOmni", Symbology.DATABAR), ("DataBarStkOmni", Symbology.DATABAR)],
)
@pytest.mark.parametrize("degrees", [0, 90])
def test_a_databar_carries_its_01(
    pen: Any, kind: str, symbology: Symbology, degrees: int
) -> None:
    paper = pen.draw("09521234567899", kind)
    [symbol] = decode(pen.on_counter(pen.turn(paper, degrees, paper=150)))
    assert symbol.text == "0109521234567899"
    assert symbol.symbology is symbology
    assert symbol.gs1


@pytest.mark.parametrize("kind", ["EAN13", "QRCode"])
@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_points_go_clockwise_from_the_symbols_own_top_left(
    pen: Any, kind: str, degrees: int
) -> None:
    paper = pen.draw("9521234567899", kind)
    [symbol] = decode(pen.on_counter(pen.turn(paper, degrees, paper=150)))
    (x0, y0), (x1, y1), (x2, y2), _ = symbol.points
    direction = math.degrees(math.atan2(y1 - y0, x1 - x0)) % 360
    assert min(abs(direction - degrees), 360 - abs(direction - degrees)) < 5
    clockwise = (x1 - x0) * (y2 - y1) - (y1 - y0) * (x2 - x1)
    assert clockwise > 0
    assert math.dist(symbol.centre, (640, 360)) < 25
    assert all(isinstance(c, float) for point in symbol.points for c in point)


def test_the_points_of_a_linear_symbol_span_its_bars(pen: Any) -> None:
    picture = pen.on_counter(pen.draw("9521234567899", "EAN13", 3))
    [symbol] = decode(picture)
    (x0, y0), (x1, _), (_, y2), _ = symbol.points
    assert x1 - x0 == pytest.approx(95 * 3, abs=9)
    assert y2 - y0 == pytest.approx(50 * 3, rel=0.15)


def test_two_symbols_are_two_and_one_is_one(pen: Any) -> None:
    one, other = pen.draw("9521234567899", "EAN13"), pen.draw("96385074", "EAN8")
    frame = np.full((500, 900), 255, np.uint8)
    frame[10 : 10 + one.shape[0], 10 : 10 + one.shape[1]] = one
    frame[250 : 250 + other.shape[0], 480 : 480 + other.shape[1]] = other
    assert sorted(decode_texts(frame)) == ["9521234567899", "96385074"]


@pytest.mark.parametrize("blur", [0.8, 1.2])
def test_a_blurred_dim_and_noisy_picture_is_read(pen: Any, blur: float) -> None:
    paper = pen.photographed(pen.draw("9521234567899", "EAN13"), blur=blur, noise=6)
    dim = (pen.on_counter(paper) * 0.4).astype(np.uint8)
    assert decode_texts(dim) == ["9521234567899"]


def test_a_colour_picture_a_view_and_a_frozen_one_give_the_same(pen: Any) -> None:
    grey = pen.on_counter(pen.draw("9521234567899", "EAN13"))
    expected = decode(grey)
    colour = np.repeat(grey[:, :, None], 3, axis=2)
    wide = np.zeros((720, 2560), np.uint8)
    wide[:, ::2] = grey
    frozen = grey.copy()
    frozen.flags.writeable = False
    for same in (colour, wide[:, ::2], frozen):
        before = same.copy()
        assert [s.text for s in decode(same)] == [s.text for s in expected]
        assert np.array_equal(same, before)


def test_a_picture_without_a_symbol_gives_nothing() -> None:
    assert decode(np.zeros((1, 1), np.uint8)) == []
    assert decode(np.full((480, 640), 128, np.uint8)) == []
    assert (
        decode(np.random.default_rng(3).integers(0, 255, (300, 400, 3), np.uint8)) == []
    )


@pytest.mark.parametrize(
    "wrong", [None, "picture", np.zeros((4, 4)), np.zeros(7, "u1")]
)
def test_a_wrong_argument_is_a_value_error(wrong: object) -> None:
    with pytest.raises(ValueError, match="an image is"):
        decode(wrong)


PICTURES = hnp.arrays(
    np.uint8,
    st.one_of(
        st.tuples(st.integers(1, 90), st.integers(1, 90)),
        st.tuples(st.integers(1, 40), st.integers(1, 40), st.just(3)),
    ),
    elements=st.one_of(st.sampled_from([0, 255]), st.integers(0, 255)),
    fill=st.integers(0, 255),
)


@settings(deadline=None, max_examples=60)
@given(PICTURES)
def test_no_picture_makes_it_fail(picture: np.ndarray) -> None:
    for symbol in decode(picture):
        assert isinstance(symbol, Symbol)
        assert symbol.text


@pytest.mark.parametrize("shape", [(1, 4000), (4000, 1), (2, 3), (17, 900), (900, 17)])
def test_no_shape_makes_it_fail(shape: tuple[int, int]) -> None:
    stripes = np.zeros(shape, np.uint8)
    stripes[:, ::2] = 255
    decode(stripes)
    decode(255 - stripes)


def test_a_part_of_a_qr_sequence_does_no_harm() -> None:
    part = segno.make_sequence("a shopper's own code " * 4, symbol_count=2)[0]
    rows = np.array([list(row) for row in part.matrix], np.uint8)
    paper = np.pad(np.where(rows, 0, 255).astype(np.uint8), 4, constant_values=255)
    [symbol] = decode(paper.repeat(5, 0).repeat(5, 1))
    assert symbol.symbology is Symbology.QR
