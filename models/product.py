"""The product recogniser: a picture of the pan becomes an embedding.

The network is EfficientNet-Lite0 with a projection (models/train). It knows no
product: `models.gallery` compares embeddings with enrolled views.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from models.errors import ManifestError
from models.loader import Floats, LoadedModel, ModelHealth, ModelStatus, try_load
from models.manifest import MANIFEST, WEIGHTS, InputSpec, ModelSpec, find_model

NAME = "product"

Image = npt.NDArray[np.uint8]


class ProductEmbedder:
    """Pictures to unit embeddings; serves one thread at a time."""

    def __init__(self, model: LoadedModel) -> None:
        self._model = model

    @property
    def spec(self) -> ModelSpec:
        """The manifest's entry of the model in use."""
        return self._model.spec

    def embed(self, image: Image) -> Floats:
        """Return the embedding of a picture (BGR or grey, uint8): length 1.

        Raises ValueError for any other shape or type, and for an empty picture.
        """
        row: Floats = self.embed_all([image])[0]
        return row

    def embed_all(self, images: Sequence[Image]) -> Floats:
        """Return the embeddings of some pictures, a row each."""
        batch = np.stack([preprocess(image, self.spec.input) for image in images])
        rows = self._model.run(batch)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        unit: Floats = rows / np.maximum(lengths, np.finfo(np.float32).tiny)
        return unit


def open_product(
    manifest: Path = MANIFEST, folder: Path = WEIGHTS
) -> tuple[ProductEmbedder | None, ModelStatus]:
    """Load the recogniser, warmed up, or say in a status why there is none."""
    try:
        spec = find_model(NAME, manifest)
    except ManifestError as error:
        return None, ModelStatus(NAME, "", ModelHealth.MISSING, str(error))
    model, status = try_load(spec, folder)
    return (ProductEmbedder(model) if model else None), status


def preprocess(image: Image, spec: InputSpec) -> Floats:
    """Return the network input of a picture: 3 x side x side; never modifies it."""
    if image.dtype != np.uint8 or image.size == 0:
        raise ValueError(f"not a picture of uint8: {image.shape} {image.dtype}")
    if image.ndim != 2 and image.shape[2:] != (3,):
        raise ValueError(f"not a grey or BGR picture: {image.shape}")
    height, width = image.shape[:2]
    edge = max(1, round(min(height, width) * spec.crop))
    top, left = (height - edge) // 2, (width - edge) // 2
    square = cv2.resize(
        image[top : top + edge, left : left + edge],
        (spec.side, spec.side),
        interpolation=cv2.INTER_AREA if edge > spec.side else cv2.INTER_LINEAR,
    )
    if square.ndim == 2:
        square = cv2.cvtColor(square, cv2.COLOR_GRAY2BGR)
    if spec.channels == "RGB":
        square = cv2.cvtColor(square, cv2.COLOR_BGR2RGB)
    planes = square.transpose(2, 0, 1).astype(np.float32)
    return np.ascontiguousarray((planes - spec.mean) / spec.span)
