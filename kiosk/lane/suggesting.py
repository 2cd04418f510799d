"""What may lie on the pan: the model and the catalogue's gallery, as one function.

It runs on the recogniser's thread. Without a model or a gallery the feature is off
and the shopper searches by hand.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import numpy as np

from drivers.camera import jpeg
from drivers.ports import Frame
from kiosk.store.catalogue import Catalogue
from kiosk.store.errors import StoreError
from models.gallery import Gallery, View
from models.manifest import WEIGHTS
from models.product import ProductEmbedder, open_product

log = logging.getLogger(__name__)

SUGGESTIONS = 3


def load_look(
    folder: Path | None, catalogue: Callable[[], Catalogue]
) -> Callable[[Frame], tuple[str, ...]] | None:
    """Load and warm the model up; None, with the reason logged, when it cannot be."""
    embedder, status = open_product(folder=folder or WEIGHTS)
    if embedder is None:
        log.warning("produce is not recognised: %s", status.detail)
        return None
    return _Look(embedder, catalogue)


class _Look:
    """Looks at a frame's middle, where the pan stands."""

    def __init__(
        self, embedder: ProductEmbedder, catalogue: Callable[[], Catalogue]
    ) -> None:
        self._embedder = embedder
        self._catalogue = catalogue
        self._generation = -1
        spec = embedder.spec
        self._empty = Gallery(spec.tag, none_below=spec.none_below)
        self._gallery = self._empty

    def __call__(self, frame: Frame) -> tuple[str, ...]:
        """Return the products that the frame may show, likeliest first."""
        try:
            self._refresh()
            image = jpeg.colour(frame)
        except (StoreError, ValueError) as error:
            log.debug("nothing to look at: %s", error)
            return ()
        side = min(image.shape[:2])
        top, left = (image.shape[0] - side) // 2, (image.shape[1] - side) // 2
        middle = image[top : top + side, left : left + side]
        found = self._gallery.suggest(self._embedder.embed(middle), SUGGESTIONS)
        return tuple(one.product_id for one in found)

    def _refresh(self) -> None:
        """Take a new generation's gallery: produce enrolled on another lane."""
        catalogue = self._catalogue()
        generation = catalogue.generation()
        if generation == self._generation:
            return
        tag = self._embedder.spec.tag
        self._gallery = self._empty.with_views(
            View(row.product, tag, "", np.frombuffer(row.embedding, "<f4"))
            for row in catalogue.gallery(tag)
        )
        self._generation = generation
