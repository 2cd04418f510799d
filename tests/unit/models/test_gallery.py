"""The gallery: enrol, suggest, and go through rows unchanged."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.gallery import Gallery, GalleryError, View
from models.loader import Floats

MODEL = "product@1"
SIZE = 8


def axis(index: int, tilt: float = 0.0) -> Floats:
    """A unit-like vector along an axis, tilted towards the next."""
    row = np.zeros(SIZE, np.float32)
    row[index] = 1
    row[(index + 1) % SIZE] = tilt
    return row


@pytest.fixture
def gallery() -> Gallery:
    empty = Gallery(MODEL)
    return (
        empty
        .enrol("plu:4011", [axis(0), axis(0, 0.2)])
        .enrol("plu:4131", [axis(2), axis(2, 0.2)])
        .enrol("plu:4608", [axis(4)])
    )


def test_the_most_alike_come_first(gallery: Gallery) -> None:
    best = gallery.suggest(axis(2, 0.1))
    assert best[0].product_id == "plu:4131"
    assert [s.score for s in best] == sorted((s.score for s in best), reverse=True)
    assert best[0].score == pytest.approx(1, abs=0.01)
    assert len(best) == 3
    assert len(gallery.suggest(axis(2), k=1)) == 1


def test_an_empty_gallery_suggests_nothing() -> None:
    assert Gallery(MODEL).suggest(axis(0)) == []


def test_nothing_alike_is_none_of_these(gallery: Gallery) -> None:
    strict = Gallery(MODEL, gallery.views, none_below=0.5)
    assert strict.suggest(axis(6)) == []
    assert strict.suggest(axis(4))[0].product_id == "plu:4608"


def test_enrolling_leaves_the_old_gallery_as_it_was(gallery: Gallery) -> None:
    more = gallery.enrol("plu:4053", [axis(6)], view="from above")
    assert "plu:4053" in more.products
    assert "plu:4053" not in gallery.products
    assert more.views[-1].view == "from above"


def test_enrolling_the_same_view_twice_is_once(gallery: Gallery) -> None:
    assert gallery.enrol("plu:4608", [axis(4)]).views == gallery.views


def test_a_scaled_embedding_is_the_same_view(gallery: Gallery) -> None:
    assert len(gallery.enrol("plu:4608", [4 * axis(4)]).views) == len(gallery.views)
    assert gallery.suggest(9 * axis(4)) == gallery.suggest(axis(4))


def test_views_of_another_model_are_left_out(gallery: Gallery) -> None:
    stranger = View("plu:4053", "product@0", "1", axis(6))
    assert gallery.with_views([stranger]).views == gallery.views
    rows = [*gallery.rows(), stranger.row()]
    assert Gallery.from_rows(MODEL, rows).products == gallery.products


def test_opposite_views_do_not_break_the_prototype() -> None:
    torn = Gallery(MODEL).enrol("a", [axis(0), -axis(0)]).enrol("b", [axis(1)])
    assert [s.product_id for s in torn.suggest(axis(1))] == ["b", "a"]


@pytest.mark.parametrize("row", [np.zeros(SIZE), np.full(SIZE, np.nan)])
def test_an_embedding_without_direction_is_refused(gallery: Gallery, row: Any) -> None:
    with pytest.raises(ValueError, match="finite length"):
        gallery.enrol("plu:4053", [row.astype(np.float32)])
    with pytest.raises(ValueError, match="finite length"):
        gallery.suggest(row.astype(np.float32))


numbers = st.floats(-1, 1, width=32).filter(lambda x: abs(x) > 1e-3)
embeddings = st.lists(numbers, min_size=SIZE, max_size=SIZE).map(
    lambda values: np.array(values, np.float32)
)


@given(st.lists(st.tuples(st.sampled_from("abc"), embeddings), max_size=8))
@settings(max_examples=60, deadline=None)
def test_rows_give_the_same_gallery_back(views: list[tuple[str, Floats]]) -> None:
    gallery = Gallery(MODEL)
    for product_id, embedding in views:
        gallery = gallery.enrol(product_id, [embedding])
    again = Gallery.from_rows(MODEL, gallery.rows())
    assert again.rows() == gallery.rows()
    assert again.suggest(axis(0)) == gallery.suggest(axis(0))


@given(st.permutations(range(6)))
@settings(max_examples=30, deadline=None)
def test_the_order_of_enrolling_does_not_change_the_scores(order: list[int]) -> None:
    gallery = Gallery(MODEL)
    for index in order:
        gallery = gallery.enrol(f"p{index % 3}", [axis(index)])
    scores = {s.product_id: s.score for s in gallery.suggest(axis(1, 0.4))}
    assert scores["p1"] > scores["p2"] > scores["p0"] == 0


@pytest.mark.parametrize(
    "damage",
    [
        {"embedding": "&&&"},
        {"embedding": "AAAA"},
        {"embedding": ""},
        {"embedding": 7},
        {"embedding": base64.b64encode(bytes(4 * SIZE)).decode()},
    ],
)
def test_a_damaged_row_is_named(gallery: Gallery, damage: dict[str, Any]) -> None:
    row = gallery.rows()[0] | {"id": "r-7"} | damage
    with pytest.raises(GalleryError, match="r-7"):
        Gallery.from_rows(MODEL, [row])


def test_a_row_without_a_product_is_refused(gallery: Gallery) -> None:
    row = {k: v for k, v in gallery.rows()[0].items() if k != "product"}
    with pytest.raises(GalleryError, match="product"):
        Gallery.from_rows(MODEL, [row])


def test_rows_of_two_sizes_are_refused(gallery: Gallery) -> None:
    short = View("x", MODEL, "1", np.array([1, 0], np.float32)).row()
    with pytest.raises(GalleryError, match=r"sizes \[2, 8\]"):
        Gallery.from_rows(MODEL, [*gallery.rows(), short])
