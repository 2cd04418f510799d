"""Domain values as JSON and back: for the journal, the catalogue and the wire.

Dataclasses become objects, tuples and frozensets lists (sets sorted), dates and
times ISO 8601 text; a member of a union carries its class name under "type".
A value that does not fit raises `CodecError`. It is not the ledger's canonical
form (kiosk.domain.chain), which is bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from functools import partial
from typing import Any, TypeVar, get_args

import cattrs
import orjson
from cattrs.strategies import configure_tagged_union

from kiosk.domain.events import Event
from kiosk.domain.product import Product
from kiosk.domain.promotion import Promotion, Rule
from kiosk.domain.quantity import Quantity

T = TypeVar("T")


class CodecError(ValueError):
    """Data does not have the shape of the value it should become."""


def _make_converter() -> cattrs.Converter:
    converter = cattrs.Converter(
        forbid_extra_keys=True, unstruct_collection_overrides={frozenset: sorted}
    )
    for kind in (datetime, date, time):
        converter.register_unstructure_hook(kind, lambda value: value.isoformat())
        converter.register_structure_hook(
            kind, lambda value, to: to.fromisoformat(value)
        )
    for exact in (int, str, bool):
        converter.register_structure_hook(exact, partial(_exactly, exact))
    for union in (Quantity, Rule, Event):
        for member in get_args(union):
            converter.register_unstructure_hook(
                member, cattrs.gen.make_dict_unstructure_fn(member, converter)
            )
        configure_tagged_union(union, converter, tag_name="type")
    return converter


def _exactly(kind: type, value: Any, to: Any) -> Any:
    if to is not kind:
        return to(value)  # an enumeration: its hook is that of its base
    # cattrs would turn "7" or 7.9 into 7: money must not be guessed.
    if type(value) is not kind:
        raise TypeError(f"{value!r} is not {kind.__name__}")
    return value


_converter = _make_converter()


def to_json(value: object, kind: Any = None) -> Any:
    """Return a domain value as plain JSON data; `kind` names its union, if any."""
    return _converter.unstructure(value, unstructure_as=kind)


def from_json(data: Any, kind: Callable[..., T]) -> T:
    """Return plain JSON data as a value of a kind; CodecError when it does not fit."""
    try:
        return _converter.structure(data, kind)  # type: ignore[arg-type]
    except (
        cattrs.BaseValidationError,
        AttributeError,  # of a union's hook, when the data is no object
        KeyError,
        TypeError,
        ValueError,
    ) as error:
        raise CodecError(_explain(error)) from error


def _explain(error: BaseException) -> str:
    if isinstance(error, cattrs.BaseValidationError):
        return "; ".join(cattrs.transform_error(error)[:3])
    return str(error)


def encode_event(event: Event) -> bytes:
    """Return an event as one line of JSON for the journal."""
    return orjson.dumps(to_json(event, Event))


def decode_event(data: bytes) -> Event:
    """Return a journalled event; CodecError when this program cannot read it."""
    event: Event = from_json(_loads(data), Event)  # type: ignore[arg-type]
    return event


def decode_product(data: bytes) -> Product:
    """Return a product from its catalogue body; CodecError when it does not fit."""
    return from_json(_loads(data), Product)


def decode_promotion(data: bytes) -> Promotion:
    """Return a promotion from its catalogue body; CodecError when it does not fit."""
    return from_json(_loads(data), Promotion)


def _loads(data: bytes) -> Any:
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise CodecError(str(error)) from error
