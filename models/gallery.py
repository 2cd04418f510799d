"""The few-shot gallery: enrolled views of products, and what a new view resembles.

Five pictures from different sides enrol a product; it is recognised from then on.
A gallery is a value: enrolling gives a new one, so that a lane can swap it between
two frames. It reads no file and runs no network.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np

from models.loader import Floats

ANY_SCORE = -1.0


class GalleryError(ValueError):
    """A gallery row is not what it should be."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A product that a view resembles; the score is a cosine, 1 at most."""

    product_id: str
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """One enrolled view: whose it is, which model embedded it, and the embedding."""

    product_id: str
    model: str  # "product@1": embeddings of another model are not comparable
    view: str  # what staff called it, or the picture's name
    embedding: Floats  # length 1

    @property
    def id(self) -> str:
        """The id, which follows from the content: enrolling twice is once."""
        content = f"{self.model}\n{self.product_id}\n".encode() + _bytes(self.embedding)
        return hashlib.sha256(content).hexdigest()[:32]

    def row(self) -> dict[str, str]:
        """Return the view as a row of the catalogue's gallery."""
        return {
            "id": self.id,
            "product": self.product_id,
            "model": self.model,
            "view": self.view,
            "embedding": base64.b64encode(_bytes(self.embedding)).decode("ascii"),
        }

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """Return the view of a row; GalleryError when it is damaged."""
        try:
            raw = base64.b64decode(row["embedding"], validate=True)
            values = np.frombuffer(raw, dtype="<f4").astype(np.float32)
            view = cls(row["product"], row["model"], row["view"], values)
        except (KeyError, TypeError, ValueError, binascii.Error) as error:
            raise GalleryError(f"gallery row {row.get('id')!r}: {error}") from error
        if not values.size or not np.isclose(np.linalg.norm(values), 1, atol=1e-3):
            raise GalleryError(f"gallery row {row.get('id')!r}: not of length 1")
        return view


@dataclass(frozen=True, slots=True, eq=False)
class Gallery:
    """All views of one model, with each product's prototype: its views' unit mean."""

    model: str
    views: tuple[View, ...] = ()
    none_below: float = ANY_SCORE  # best score under which it is none of these
    _products: tuple[str, ...] = field(init=False)
    _prototypes: Floats = field(init=False)

    def __post_init__(self) -> None:
        by_product: dict[str, list[Floats]] = {}
        for view in self.views:
            by_product.setdefault(view.product_id, []).append(view.embedding)
        sums = [np.sum(rows, axis=0) for rows in by_product.values()]
        object.__setattr__(self, "_products", tuple(by_product))
        object.__setattr__(self, "_prototypes", _unit_rows(sums))

    @property
    def products(self) -> tuple[str, ...]:
        """The enrolled product ids, in the order of their first view."""
        return self._products

    def enrol(
        self, product_id: str, embeddings: Iterable[Floats], view: str = ""
    ) -> Self:
        """Return a gallery that knows some more views of a product."""
        fresh = (
            View(product_id, self.model, view or str(number), _unit(embedding))
            for number, embedding in enumerate(embeddings, start=1)
        )
        return self.with_views(fresh)

    def with_views(self, views: Iterable[View]) -> Self:
        """Return a gallery with more views; those of another model are left out."""
        known = {view.id: view for view in self.views}
        for view in views:
            if view.model == self.model:
                known.setdefault(view.id, view)
        return type(self)(self.model, tuple(known.values()), self.none_below)

    def suggest(self, embedding: Floats, k: int = 3) -> list[Suggestion]:
        """Return the k most alike products, best first; none when none is alike."""
        if not self._products:
            return []
        scores = self._prototypes @ _unit(embedding)
        best = np.argsort(-scores, kind="stable")[:k]
        if scores[best[0]] < self.none_below:
            return []
        return [Suggestion(self._products[i], float(scores[i])) for i in best]

    def rows(self) -> list[dict[str, str]]:
        """Return the views as rows of the catalogue's gallery."""
        return [view.row() for view in self.views]

    @classmethod
    def from_rows(
        cls,
        model: str,
        rows: Iterable[Mapping[str, Any]],
        none_below: float = ANY_SCORE,
    ) -> Self:
        """Return the gallery of a model's rows; GalleryError for a damaged row."""
        views = [View.from_row(row) for row in rows if row.get("model") == model]
        sizes = {view.embedding.size for view in views}
        if len(sizes) > 1:
            raise GalleryError(
                f"gallery of {model}: embeddings of sizes {sorted(sizes)}"
            )
        return cls(model, none_below=none_below).with_views(views)


def _bytes(embedding: Floats) -> bytes:
    return embedding.astype("<f4").tobytes()


def _unit(embedding: Floats) -> Floats:
    length = float(np.linalg.norm(embedding))
    if not np.isfinite(length) or length == 0:
        raise ValueError("an embedding must have a finite length above 0")
    return np.asarray(embedding / length, dtype=np.float32)


def _unit_rows(sums: Sequence[Floats]) -> Floats:
    if not sums:
        return np.zeros((0, 0), np.float32)
    stacked = np.stack(sums)
    lengths = np.linalg.norm(stacked, axis=1, keepdims=True)
    # Views that cancel out exactly have no direction: such a product scores 0.
    return np.asarray(stacked / np.where(lengths == 0, 1, lengths), dtype=np.float32)
