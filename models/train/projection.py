"""The linear map from 1280 features to a short embedding: whitened, then LDA.

Directions in which pictures of one class differ (light, angle, count) are shrunk,
and the directions that tell classes apart are kept. It is linear, so that it also
serves classes that it has never seen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Projection:
    """An affine map: embedding = (features / |features| - mean) @ weight."""

    mean: np.ndarray
    weight: np.ndarray

    def apply(self, features: np.ndarray) -> np.ndarray:
        """Return embeddings of length 1."""
        return unit((unit(features) - self.mean) @ self.weight)


def unit(rows: np.ndarray) -> np.ndarray:
    """Return rows scaled to length 1."""
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def fit_projection(
    features: np.ndarray, labels: np.ndarray, size: int, shrink: float
) -> Projection:
    """Fit on labelled features; `shrink` is the share of the sphere in the spread."""
    rows = unit(features)
    mean = rows.mean(axis=0)
    within = np.concatenate([
        rows[labels == k] - rows[labels == k].mean(axis=0) for k in np.unique(labels)
    ])
    spread = within.T @ within / len(within)
    level = np.trace(spread) / len(spread)
    spread = (1 - shrink) * spread + shrink * level * np.eye(len(spread))
    values, vectors = np.linalg.eigh(spread)
    whiten = vectors / np.sqrt(values)
    # The total scatter keeps more than the 80 directions between the classes: an
    # enrolled class needs others.
    _, _, axes = np.linalg.svd((rows - mean) @ whiten, full_matrices=False)
    return Projection(
        mean.astype(np.float32), (whiten @ axes[:size].T).astype(np.float32)
    )
