"""The two decoders of the stream, and the detector that takes rotation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from drivers.barcode.cvbar import CvBarcode
from drivers.barcode.deep import DeepDecoder
from drivers.barcode.evidence import Vote
from drivers.barcode.fast import FastDecoder


@pytest.fixture
def deep() -> Iterator[DeepDecoder]:
    decoder = DeepDecoder()
    yield decoder
    decoder.close()


TEA = "9521234567899"


def cast(votes: list[Vote]) -> list[tuple[str, str]]:
    return [(vote.engine, vote.symbol.text) for vote in votes]


def test_two_engines_vote_on_a_new_code_and_one_on_a_locked_one(pen: Any) -> None:
    frame = pen.on_counter(pen.draw(TEA, "EAN13"))
    decoder = FastDecoder()
    assert cast(decoder.read(frame)) == [("zxing", TEA), ("soft", TEA)]
    assert cast(decoder.read(frame, frozenset({TEA}))) == [("zxing", TEA)]


def test_a_rotated_code_is_read_by_the_detector_and_confirmed(pen: Any) -> None:
    frame = pen.on_counter(pen.turn(pen.draw(TEA, "EAN13"), 45, paper=150))
    assert cast(FastDecoder().read(frame)) == [("cv2", TEA), ("soft", TEA)]


def test_a_rotated_code_that_is_locked_costs_no_second_opinion(pen: Any) -> None:
    frame = pen.on_counter(pen.turn(pen.draw(TEA, "EAN13"), 45, paper=150))
    assert cast(FastDecoder().read(frame, frozenset({TEA}))) == [("cv2", TEA)]


def test_a_qr_code_needs_no_second_opinion(pen: Any) -> None:
    frame = pen.on_counter(pen.draw("会员 7", "QRCode"))
    assert cast(FastDecoder().read(frame)) == [("zxing", "会员 7")]


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
