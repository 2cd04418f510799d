"""One loaded recogniser for all tests of the room; small pictures by seed."""

from __future__ import annotations

import numpy as np
import pytest

from models.product import Image, ProductEmbedder, open_product


@pytest.fixture(scope="session")
def embedder() -> ProductEmbedder:
    found, status = open_product()
    assert found is not None, status.detail
    return found


@pytest.fixture
def picture() -> Image:
    """A picture with some structure: coloured blobs over a gradient."""
    rng = np.random.default_rng(3)
    coarse = rng.integers(0, 256, (6, 8, 3), dtype=np.uint8)
    return np.asarray(np.kron(coarse, np.ones((40, 40, 1), np.uint8)), dtype=np.uint8)
