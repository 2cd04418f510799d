"""Every symbology, written by zxing's writer and read in the project's own words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from drivers.barcode import zxing
from drivers.barcode.symbol import Symbology

GS1 = "(01)09521234567899(17)270630(10)LOT-7(21)42"
ELEMENTS = "01095212345678991727063010LOT-7\x1d2142"


@pytest.mark.parametrize(
    ("kind", "written", "text", "symbology", "gs1"),
    [
        ("EAN13", "9521234567899", "9521234567899", "ean13", False),
        ("UPCA", "036000291452", "036000291452", "upca", False),
        ("EAN13", "0036000291452", "036000291452", "upca", False),
        ("UPCE", "04252614", "04252614", "upce", False),
        ("EAN8", "96385074", "96385074", "ean8", False),
        ("Code128", "Lane 7!", "Lane 7!", "code128", False),
        ("ITF14", "09521234567899", "09521234567899", "itf14", False),
        ("DataBarOmni", "09521234567899", "0109521234567899", "databar", True),
        ("DataBarStk", "09521234567899", "0109521234567899", "databar", True),
        ("DataBarStkOmni", "09521234567899", "0109521234567899", "databar", True),
        ("DataBarLtd", "09521234567899", "0109521234567899", "databar", True),
        ("DataMatrix", "box 9", "box 9", "datamatrix", False),
        ("QRCode", "会员码：八八六", "会员码：八八六", "qr", False),
    ],
)
def test_text_and_symbology_are_those_of_the_sheet(
    pen: Any, kind: str, written: str, text: str, symbology: str, gs1: bool
) -> None:
    [symbol] = zxing.read(pen.draw(written, kind), full=True)
    assert (symbol.text, symbol.symbology, symbol.gs1) == (text, symbology, gs1)


@pytest.mark.parametrize("kind", ["DataBarExp", "DataBarExpStk"])
def test_an_expanded_databar_carries_elements(pen: Any, kind: str) -> None:
    [symbol] = zxing.read(pen.draw(GS1, kind), full=True)
    assert symbol.text == ELEMENTS
    assert symbol.symbology is Symbology.DATABAR_EXPANDED
    assert symbol.gs1


@pytest.mark.parametrize(
    ("kind", "symbology"),
    [("Code128", "code128"), ("DataMatrix", "datamatrix"), ("QRCode", "qr")],
)
def test_fnc1_in_first_place_is_told_and_gs_kept(
    pen: Any, kind: str, symbology: str
) -> None:
    [symbol] = zxing.read(pen.draw(GS1, kind, gs1=True), full=True)
    assert (symbol.text, symbol.symbology, symbol.gs1) == (ELEMENTS, symbology, True)


def test_itf_is_taken_only_as_itf14(pen: Any) -> None:
    assert zxing.read(pen.draw("1234567890", "ITF"), full=True) == []
    assert zxing.read(pen.draw("09521234567891", "ITF"), full=True) == []


def test_a_qr_in_utf8_by_another_writer_is_read(pen: Any) -> None:
    [symbol] = zxing.read(pen.draw_qr("https://例子.example/码?x=1"))
    assert symbol.text == "https://例子.example/码?x=1"


def test_turned_and_inverted_symbols_need_full_effort(pen: Any) -> None:
    upended = np.ascontiguousarray(np.rot90(pen.draw("9521234567899", "EAN13")))
    inverted = 255 - pen.draw("white on black", "QRCode")
    for picture, text in ((upended, "9521234567899"), (inverted, "white on black")):
        assert zxing.read(picture) == []
        assert [s.text for s in zxing.read(picture, full=True)] == [text]


def test_a_spoiled_qr_is_reported_with_corners_and_version(pen: Any) -> None:
    picture = pen.draw_qr(
        "https://shop.example/member/1234567890", error="l", version=4
    )
    side = picture.shape[0]
    middle = slice(side * 3 // 10, side * 6 // 10)
    picture[middle, middle] = 0
    assert zxing.read(picture, full=True) == []
    [(corners, version)] = zxing.broken_qr(picture)
    assert version == 4
    assert corners[0] == pytest.approx((16, 16), abs=3)
    assert corners[2] == pytest.approx((side - 16, side - 16), abs=6)


def test_a_whole_qr_is_not_broken(pen: Any) -> None:
    assert zxing.broken_qr(pen.draw_qr("whole")) == []
