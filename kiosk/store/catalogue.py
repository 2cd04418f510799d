"""catalogue.db, read side: products, promotions and recalls of a generation.

The sync agent writes it; a row is of generation g when
from_generation <= g and (to_generation is NULL or to_generation > g). An open
basket goes on reading the generation it began with (B1).
"""
# ruff: file-ignore[hardcoded-sql-expression] - of constants; every value is bound

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import orjson

from kiosk.domain.product import Product
from kiosk.domain.promotion import Promotion
from kiosk.store.codec import CodecError, decode_product, decode_promotion
from kiosk.store.connection import Reader
from kiosk.store.errors import CatalogueAbsent, StoreCorrupt, StoreError
from kiosk.store.schema import check_reader

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class GalleryRow:
    """One enrolled view of a product, as its model sees it."""

    product: str
    embedding: bytes  # float32, little endian


def _visible(table: str) -> str:
    """Return the condition that a row is of generation :g."""
    return (
        f"{table}.from_generation <= :g"
        f" AND ({table}.to_generation IS NULL OR {table}.to_generation > :g)"
    )


_PREFIX = "(initials >= :text AND initials < :after OR plu >= :text AND plu < :after)"
_WITH_PLU = (
    "SELECT body FROM product INDEXED BY product_plu"
    f" WHERE plu <> '' AND {_visible('product')}"
    " ORDER BY id LIMIT :limit"
)
_IN_CATEGORY = (
    f"SELECT body FROM product WHERE category = :category AND {_visible('product')}"
    " ORDER BY plu = '', id LIMIT :limit"
)
_BY_PREFIX = (
    "SELECT body FROM product WHERE rowid IN"
    " (SELECT rowid FROM product WHERE initials >= :text AND initials < :after"
    " UNION SELECT rowid FROM product"
    " WHERE plu <> '' AND plu >= :text AND plu < :after)"
    f" AND (:category = '' OR category = :category) AND {_visible('product')}"
    " ORDER BY plu = '', id LIMIT :limit"
)
_BY_PART = (
    "SELECT body FROM product WHERE rowid IN"
    " (SELECT rowid FROM product INDEXED BY product_search"
    f" WHERE instr(names, :text) AND NOT {_PREFIX} AND {_visible('product')}"
    " AND (:category = '' OR category = :category) LIMIT :limit)"
    " ORDER BY plu = '', id"
)
# Hops from one category to the next instead of reading them all.
_CATEGORIES = (
    "WITH RECURSIVE hop(category) AS (SELECT min(category) FROM product"
    " UNION ALL SELECT (SELECT min(category) FROM product"
    " WHERE category > hop.category) FROM hop WHERE hop.category IS NOT NULL)"
    " SELECT category FROM hop WHERE EXISTS (SELECT 1 FROM product"
    f" WHERE product.category = hop.category AND {_visible('product')})"
)


class Catalogue:
    """The catalogue; safe to ask from several threads. Raises StoreError kinds."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._seen = self._data_version()
        self._categories: tuple[int, tuple[str, ...]] = (-1, ())

    @classmethod
    def open(cls, path: Path) -> Catalogue:
        """Open the file; CatalogueAbsent when the agent has not filled it yet."""
        if not path.exists():
            raise CatalogueAbsent(f"{path}: there is no catalogue yet")
        reader = Reader(path)
        try:
            check_reader(path, reader.row)
            catalogue = cls(reader)
            catalogue.generation()
        except StoreError:
            reader.close()
            raise
        return catalogue

    def close(self) -> None:
        """Close the file."""
        self._reader.close()

    def meta(self, key: str) -> str:
        """Return a fact about the file: "store", "demo", ...; empty if not there."""
        row = self._reader.row("SELECT value FROM meta WHERE key = ?", (key,))
        return "" if row is None else str(row[0])

    def generation(self) -> int:
        """Return the current generation; CatalogueAbsent before the first."""
        if self._reader.row("SELECT 1 FROM sqlite_schema WHERE name = 'meta'") is None:
            raise CatalogueAbsent(f"{self._reader.path}: the catalogue is empty")
        text = self.meta("current_generation")
        if not text:
            raise CatalogueAbsent(f"{self._reader.path}: the catalogue is empty")
        try:
            return int(text)
        except ValueError:
            raise StoreCorrupt(f"{self._reader.path}: no generation {text!r}") from None

    def changed(self) -> bool:
        """Whether the agent wrote since the last call; costs microseconds."""
        before, self._seen = self._seen, self._data_version()
        return before != self._seen

    def _data_version(self) -> int:
        return int(self._reader.row("PRAGMA data_version")[0])

    def product_by_code(self, code: str, generation: int) -> Product | None:
        """Return the product of a GTIN-14 or PLU (digits), or None."""
        return self._product(
            "FROM code JOIN product ON product.id = code.product"
            f" WHERE code.code = :code AND {_visible('code')}",
            {"code": code, "g": generation},
        )

    def product(self, product_id: str, generation: int) -> Product | None:
        """Return a product by id, or None."""
        return self._product(
            "FROM product WHERE product.id = :id", {"id": product_id, "g": generation}
        )

    def _product(self, source: str, values: dict[str, object]) -> Product | None:
        row = self._reader.row(
            f"SELECT product.body {source} AND {_visible('product')}",
            values,
        )
        return None if row is None else self._decode(row[0], decode_product)

    def _decode(self, body: str, decode: Callable[[bytes], T]) -> T:
        try:
            return decode(body.encode())
        except (CodecError, orjson.JSONDecodeError) as error:
            raise StoreCorrupt(
                f"{self._reader.path}: {body[:40]!r} cannot be read ({error})"
            ) from error

    def search(
        self, text: str, category: str, generation: int, limit: int = 60
    ) -> tuple[Product, ...]:
        """Return products by initials prefix, part of a name, or PLU prefix.

        Empty text: all of the category; empty category too: what has a PLU.
        """
        text = text.strip().lower()
        values: dict[str, object] = {
            "text": text,
            "after": text + "\U0010ffff",
            "category": category,
            "g": generation,
            "limit": limit,
        }
        if not text:
            return self._find(_IN_CATEGORY if category else _WITH_PLU, values)
        found = self._find(_BY_PREFIX, values)
        if len(found) < limit:
            found += self._find(_BY_PART, values | {"limit": limit - len(found)})
        return found

    def _find(self, sql: str, values: dict[str, object]) -> tuple[Product, ...]:
        rows = self._reader.rows(sql, values)
        return tuple(self._decode(body, decode_product) for (body,) in rows)

    def categories(self, generation: int) -> tuple[str, ...]:
        """Return the categories that have a product, in order."""
        if self._categories[0] != generation:
            rows = self._reader.rows(_CATEGORIES, {"g": generation})
            self._categories = generation, tuple(row[0] for row in rows)
        return self._categories[1]

    def promotions_for(self, product_id: str, generation: int) -> tuple[Promotion, ...]:
        """Return the item-stage promotions that name a product and need no coupon."""
        return self._promotions(
            "FROM promotion_product AS link JOIN promotion"
            " ON promotion.id = link.promotion WHERE link.product = :product"
            f" AND {_visible('link')} AND promotion.stage = 'item'"
            " AND promotion.coupon_code = ''",
            {"product": product_id, "g": generation},
        )

    def basket_promotions(self, generation: int) -> tuple[Promotion, ...]:
        """Return the basket-stage promotions that need no coupon."""
        return self._promotions(
            "FROM promotion WHERE stage = 'basket' AND coupon_code = ''",
            {"g": generation},
        )

    def coupon(self, code: str, generation: int) -> Promotion | None:
        """Return the promotion of a coupon's code, or None."""
        if not code:
            return None
        found = self._promotions(
            "FROM promotion WHERE coupon_code = :code AND coupon_code <> ''",
            {"code": code, "g": generation},
        )
        return found[0] if found else None

    def _promotions(
        self, source: str, values: dict[str, object]
    ) -> tuple[Promotion, ...]:
        rows = self._reader.rows(
            f"SELECT promotion.body {source} AND {_visible('promotion')}"
            " ORDER BY promotion.id",
            values,
        )
        return tuple(self._decode(body, decode_promotion) for (body,) in rows)

    def is_recalled(
        self, product_id: str, lot: str, generation: int | None = None
    ) -> bool:
        """Whether a product, or this lot of it, is recalled: now, if not told (G2)."""
        values: dict[str, object] = {
            "product": product_id,
            "lot": lot,
            "g": self.generation() if generation is None else generation,
        }
        row = self._reader.row(
            "SELECT 1 FROM recall WHERE product = :product"
            f" AND (lot IS NULL OR lot = :lot) AND {_visible('recall')}",
            values,
        )
        return row is not None

    def gallery(self, model: str) -> tuple[GalleryRow, ...]:
        """Return the current gallery of a model: a name with its version."""
        rows = self._reader.rows(
            "SELECT product, embedding FROM gallery WHERE model = :model"
            f" AND {_visible('gallery')} ORDER BY id",
            {"model": model, "g": self.generation()},
        )
        return tuple(GalleryRow(product, blob) for product, blob in rows)

    def config(self, key: str) -> Any:
        """Return a configuration value (JSON data) of now; None when not set."""
        row = self._reader.row(
            f"SELECT body FROM config WHERE key = :key AND {_visible('config')}",
            {"key": key, "g": self.generation()},
        )
        return None if row is None else self._decode(row[0], orjson.loads)
