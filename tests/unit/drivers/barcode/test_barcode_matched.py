"""The search along a line: places, widths that drift, light that changes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.barcode.matched import search
from drivers.barcode.patterns import (
    EAN13,
    EAN13_PARITY,
    SET_A,
    SET_B,
    SET_C,
    best_number,
)
from drivers.barcode.symbol import check_digit

WIDTHS = np.arange(2.2, 4.0, 0.12)


def bars(text: str) -> str:
    """The modules of an EAN-13, from the tables alone."""
    left = "".join(
        (SET_B if odd == "1" else SET_A)[int(digit)]
        for odd, digit in zip(EAN13_PARITY[int(text[0])], text[1:7], strict=True)
    )
    right = "".join(SET_C[int(digit)] for digit in text[7:])
    return f"101{left}01010{right}101"


def line_of(text: str, left: float, width: float, stretch: float) -> np.ndarray:
    """Draw a line: modules whose width grows by `stretch` from end to end."""
    widths = width * (1 + stretch * np.linspace(0, 1, 95))
    edges = left + np.concatenate([[0], np.cumsum(widths)])
    at = np.arange(480)[:, None] + (np.arange(8) + 0.5) / 8  # eight samples a pixel
    module = np.searchsorted(edges, at) - 1
    dark = np.array([*map(int, bars(text)), 0])[np.clip(module, -1, 95)]
    dark[(module < 0) | (module > 94)] = 0
    return (200 - 150 * dark.mean(axis=1)).astype(np.float32)


@settings(deadline=None, max_examples=30)
@given(
    st.text("0123456789", min_size=12, max_size=12),
    st.floats(20, 90),
    st.floats(2.5, 3.2),
    st.floats(-0.12, 0.12),
)
def test_any_number_is_found_where_it_stands(
    body: str, left: float, width: float, stretch: float
) -> None:
    text = body + check_digit(body)
    line = line_of(text, left, width, stretch)
    [path] = search(line[None], EAN13, WIDTHS, 0.4)
    assert best_number(EAN13, path.scores).text == text
    assert path.mean > 0.8
    assert path.left == pytest.approx(left, abs=3)
    length = 95 * width * (1 + stretch / 2)
    assert path.right - path.left == pytest.approx(length, abs=5)


@pytest.mark.parametrize(("gain", "offset"), [(1.0, 0.0), (0.2, 10.0), (0.5, 120.0)])
def test_the_light_does_not_matter(gain: float, offset: float) -> None:
    line = line_of("9521234567899", 40, 3, 0) * gain + offset
    slope = np.linspace(0, 30, len(line), dtype=np.float32)
    [path] = search((line + slope)[None].astype(np.float32), EAN13, WIDTHS, 0.4)
    assert best_number(EAN13, path.scores).text == "9521234567899"


def test_lines_are_searched_each_by_itself() -> None:
    texts = ["9521234567899", "4006381333931"]
    lines = np.stack([line_of(t, 30 + 20 * i, 3, 0) for i, t in enumerate(texts)])
    paths = search(lines, EAN13, WIDTHS, 0.4)
    assert [best_number(EAN13, p.scores).text for p in paths] == texts


@pytest.mark.parametrize("kind", ["flat", "short"])
def test_a_line_without_a_symbol_has_no_good_path(kind: str) -> None:
    lines: Any = np.full((2, 400 if kind == "flat" else 20), 90, np.float32)
    paths = search(lines, EAN13, WIDTHS, 0.4)
    assert all(path.mean < 0.3 for path in paths)
