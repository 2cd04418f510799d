"""How good an embedding is: closed set, few-shot enrolment, open set.

All by class prototypes (the unit mean of a class's embeddings), as the kiosk's
gallery has them.
"""

from __future__ import annotations

import numpy as np
from projection import unit

SHOTS = 5
DRAWS = 20


def prototypes(rows: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return class ids and their unit means."""
    classes = np.unique(labels)
    return classes, unit(np.stack([rows[labels == k].mean(axis=0) for k in classes]))


def top_shares(
    rows: np.ndarray, labels: np.ndarray, classes: np.ndarray, protos: np.ndarray
) -> dict[str, float]:
    """Return the shares of rows whose class is first, in the first 3 and first 5."""
    order = classes[np.argsort(-rows @ protos.T, axis=1)]
    hits = order == labels[:, None]
    return {f"top{k}": float(hits[:, :k].any(axis=1).mean()) for k in (1, 3, 5)}


def few_shot(rows: np.ndarray, labels: np.ndarray, seed: int = 0) -> dict[str, float]:
    """Return mean shares when each class is enrolled by 5 pictures, over 20 draws."""
    rng = np.random.default_rng(seed)
    shares = []
    for _ in range(DRAWS):
        enrolled = np.zeros(len(rows), bool)
        for k in np.unique(labels):
            enrolled[rng.permutation(np.flatnonzero(labels == k))[:SHOTS]] = True
        found = prototypes(rows[enrolled], labels[enrolled])
        shares.append(top_shares(rows[~enrolled], labels[~enrolled], *found))
    return {key: float(np.mean([s[key] for s in shares])) for key in shares[0]}


def auroc(known: np.ndarray, unknown: np.ndarray) -> float:
    """Return the chance that a known score is above an unknown one; ties are half."""
    above = (known[:, None] > unknown).mean()
    level = (known[:, None] == unknown).mean()
    return float(above + level / 2)
