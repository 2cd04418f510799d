"""The training recipe's numpy parts: projection and measures, against slow ones."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

TRAIN = Path(__file__).parents[4] / "models/train"


@pytest.fixture(scope="module")
def recipe() -> dict[str, ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(TRAIN))
        return {
            name: importlib.import_module(name) for name in ("metrics", "projection")
        }


def clouds(spread: float, classes: int = 6, count: int = 12) -> tuple:
    """Pictures of classes: a class vector, and one shared nuisance direction."""
    rng = np.random.default_rng(5)
    centres = rng.normal(size=(classes, 20))
    nuisance = rng.normal(size=20)
    labels = np.repeat(np.arange(classes), count)
    light = rng.normal(size=(len(labels), 1)) * spread
    noise = rng.normal(size=(len(labels), 20)) * 0.05
    return centres[labels] + light * nuisance + noise, labels


def test_the_projection_removes_what_varies_within_a_class(
    recipe: dict[str, ModuleType],
) -> None:
    rows, labels = clouds(spread=1.5)
    projection = recipe["projection"].fit_projection(rows, labels, 8, 0.02)
    plain = recipe["metrics"].few_shot(recipe["projection"].unit(rows), labels)
    better = recipe["metrics"].few_shot(projection.apply(rows), labels)
    assert better["top1"] > plain["top1"]
    assert better["top1"] > 0.95
    assert projection.apply(rows).shape == (len(rows), 8)
    assert np.allclose(np.linalg.norm(projection.apply(rows), axis=1), 1)


def test_clean_classes_are_all_found(recipe: dict[str, ModuleType]) -> None:
    metrics, rows_labels = recipe["metrics"], clouds(spread=0)
    rows, labels = recipe["projection"].unit(rows_labels[0]), rows_labels[1]
    found = metrics.prototypes(rows, labels)
    shares = metrics.top_shares(rows, labels, *found)
    assert shares == {"top1": 1.0, "top3": 1.0, "top5": 1.0}


def test_labels_without_meaning_are_found_by_chance_only(
    recipe: dict[str, ModuleType],
) -> None:
    rng = np.random.default_rng(1)
    rows = recipe["projection"].unit(rng.normal(size=(400, 10)))
    shares = recipe["metrics"].few_shot(rows, np.repeat(np.arange(10), 40))
    assert shares["top1"] == pytest.approx(0.1, abs=0.05)
    assert shares["top3"] == pytest.approx(0.3, abs=0.08)


scores = st.lists(st.integers(0, 5), min_size=1, max_size=12)


@given(scores, scores)
@settings(max_examples=60, deadline=None)
def test_auroc_is_the_chance_of_a_pair_in_order(
    recipe: dict[str, ModuleType], known: list[int], unknown: list[int]
) -> None:
    pairs = [(a > b) + (a == b) / 2 for a in known for b in unknown]
    found = recipe["metrics"].auroc(np.array(known), np.array(unknown))
    assert found == pytest.approx(sum(pairs) / len(pairs))
