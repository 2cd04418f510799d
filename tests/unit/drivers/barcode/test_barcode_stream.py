"""The two decoders of the stream, and the detector that takes rotation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from drivers.barcode.cvbar import CvBarcode
from drivers.barcode.deep import DeepDecoder
from drivers.barcode.fast import FastDecoder


@pytest.fixture
def deep() -> Iterator[DeepDecoder]:
    decoder = DeepDecoder()
    yield decoder
    decoder.close()


def test_two_engines_vote_while_nothing_is_locked(pen: Any) -> None:
    frame = pen.on_counter(pen.draw("9521234567899", "EAN13"))
    decoder = FastDecoder()
    votes = {(v.engine, v.symbol.text) for v in decoder.read(frame)}
    assert votes == {("zxing", "9521234567899"), ("cv2", "9521234567899")}
    again = decoder.read(frame, frozenset({"9521234567899"}))
    assert [v.engine for v in again] == ["zxing"]


def test_a_rotated_code_is_read_by_the_second_engine(pen: Any) -> None:
    frame = pen.on_counter(pen.turn(pen.draw("9521234567899", "EAN13"), 45, paper=150))
    votes = FastDecoder().read(frame)
    assert [(v.engine, v.symbol.text) for v in votes] == [("cv2", "9521234567899")]


@pytest.mark.parametrize("kind", ["EAN13", "UPCA", "EAN8"])
def test_the_detector_names_what_it_reads(pen: Any, kind: str) -> None:
    text = {"EAN13": "9521234567899", "UPCA": "036000291452", "EAN8": "96385074"}[kind]
    frame = pen.on_counter(pen.turn(pen.draw(text, kind, 4), 20, paper=150))
    found = [(s.text, s.symbology) for s in CvBarcode().read(frame)]
    assert found == [(text, kind.lower())]


@pytest.mark.parametrize("shape", [(1, 1), (2, 900), (15, 15), (16, 16), (900, 3)])
def test_no_size_makes_the_detector_fail(shape: tuple[int, int]) -> None:
    assert CvBarcode().read(np.zeros(shape, np.uint8)) == []


def test_the_deep_decoder_reads_small_turned_bars_by_two_engines(
    pen: Any, deep: DeepDecoder
) -> None:
    paper = pen.photographed(
        pen.turn(pen.draw("9521234567899", "EAN13"), 40), scale=0.5, blur=0.5
    )
    votes = deep.read(pen.on_counter(paper))
    assert {v.symbol.text for v in votes} == {"9521234567899"}
    assert "soft" in {v.engine for v in votes}


def test_the_deep_decoder_smooths_a_crumpled_qr_when_its_turn_comes(
    pen: Any, deep: DeepDecoder
) -> None:
    paper = pen.draw_qr("https://shop.example/m/42", 6, error="l", version=3)
    rows = np.indices(paper.shape)[0]
    bent = np.stack([
        np.roll(r, round(5 * np.sin(y / 32))) for y, r in enumerate(paper)
    ])
    assert rows.shape == bent.shape
    frame = pen.on_counter(bent)
    votes = [v for _ in range(4) for v in deep.read(frame)]
    assert "https://shop.example/m/42" in {v.symbol.text for v in votes}


def test_an_empty_counter_gives_no_votes(deep: DeepDecoder) -> None:
    frame = np.full((720, 1280), 90, np.uint8)
    assert FastDecoder().read(frame) == []
    assert [v for _ in range(4) for v in deep.read(frame)] == []
