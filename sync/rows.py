"""What a change of the catalogue feed is as rows of catalogue.db.

Every body is decoded first: a row that the kiosk could not read is refused here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from kiosk.domain.product import Product
from kiosk.domain.promotion import (
    AmountCoupon,
    Bundle,
    PercentCoupon,
    Promotion,
    Threshold,
)
from kiosk.store.codec import CodecError, from_json
from sync import wire

Body = Mapping[str, Any]
Values = tuple[object, ...]


class RowError(ValueError):
    """A change that the kiosk could not use; the message is one line."""


@dataclass(frozen=True, slots=True)
class Table:
    """A versioned table: its key column, other columns, and what fills them."""

    name: str
    key: str
    columns: tuple[str, ...]
    build: Callable[[str, Body], Values]


def product_values(key: str, body: Body) -> Values:
    """Return category, plu, initials, names (search text) and body."""
    product = _decoded(body, Product)
    _require(product.id == key, "its id is not its key")
    names = " ".join(text for _, text in product.names).lower()
    return product.category, product.plu, product.initials, names, _text(body)


def code_values(_: str, body: Body) -> Values:
    """Return the product that a code means."""
    return (_string(body, "product"),)


def promotion_values(key: str, body: Body) -> Values:
    """Return stage, coupon_code and body."""
    promotion = promotion_of(body)
    _require(promotion.id == key, "its id is not its key")
    is_basket = isinstance(promotion.rule, Threshold | PercentCoupon | AmountCoupon)
    stage = "basket" if is_basket else "item"
    return stage, promotion.coupon_code, _text(body)


def promotion_of(body: Body) -> Promotion:
    """Return a promotion from its body; RowError when it is none."""
    promotion: Promotion = _decoded(body, Promotion)
    return promotion


def promotion_products(body: Body) -> frozenset[str]:
    """Return the products that a promotion names, a bundle's components too."""
    promotion = promotion_of(body)
    if isinstance(promotion.rule, Bundle):
        return promotion.products | frozenset(promotion.rule.components)
    return promotion.products


def recall_values(_: str, body: Body) -> Values:
    """Return product, lot (None: all of it) and body."""
    lot = body.get("lot")
    _require(lot is None or isinstance(lot, str), "its lot is no text")
    return _string(body, "product"), lot, _text(body)


def gallery_values(_: str, body: Body) -> Values:
    """Return product, model and embedding (float32, little endian)."""
    try:
        embedding = wire.decode(_string(body, "embedding"))
    except ValueError as error:
        raise RowError("its embedding is not base64") from error
    _require(len(embedding) > 0 and len(embedding) % 4 == 0, "its embedding is odd")
    return _string(body, "product"), _string(body, "model"), embedding


def config_values(_: str, body: Body) -> Values:
    """Return the value as JSON."""
    _require("value" in body, "it has no value")
    return (_json(body["value"]),)


TABLES = {
    "product": Table(
        "product",
        "id",
        ("category", "plu", "initials", "names", "body"),
        product_values,
    ),
    "code": Table("code", "code", ("product",), code_values),
    "promotion": Table(
        "promotion", "id", ("stage", "coupon_code", "body"), promotion_values
    ),
    "recall": Table("recall", "id", ("product", "lot", "body"), recall_values),
    "gallery": Table(
        "gallery", "id", ("product", "model", "embedding"), gallery_values
    ),
    "config": Table("config", "key", ("body",), config_values),
}


def _decoded(body: Body, kind: Any) -> Any:
    try:
        return from_json(body, kind)
    except CodecError as error:
        raise RowError(str(error)) from error


def _text(body: Body) -> str:
    return _json(body)


def _json(value: Any) -> str:
    try:
        return orjson.dumps(value).decode()
    except TypeError as error:  # an integer of more than 64 bits, say
        raise RowError(str(error)) from error


def _string(body: Body, key: str) -> str:
    value = body.get(key)
    if not isinstance(value, str) or not value:
        raise RowError(f"it has no {key}")
    return value


def _require(is_right: bool, fault: str) -> None:
    if not is_right:
        raise RowError(fault)
