"""The codec: every event, sale and rule comes back as it was; nothing is guessed."""

from dataclasses import is_dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.events import JOURNAL_VERSION, Event, InterventionResolved
from kiosk.domain.intervention import Decision, Role
from kiosk.domain.money import Money
from kiosk.domain.product import Product, UnitPrice
from kiosk.domain.promotion import (
    AmountCoupon,
    AmountOff,
    Bundle,
    MemberPrice,
    MixAndMatch,
    NForM,
    PercentCoupon,
    PercentOff,
    Promotion,
    Threshold,
)
from kiosk.domain.sale import Sale
from kiosk.store.codec import (
    CodecError,
    decode_event,
    decode_product,
    decode_promotion,
    encode_event,
    from_json,
    to_json,
)

GOLDEN = (
    Path(__file__).parents[3] / "golden/ledger" / f"journal-v{JOURNAL_VERSION}.jsonl"
)
EVENTS = get_args(Event)
PRODUCT: dict[str, Any] = {
    "id": "09520000000012",
    "names": [["zh_CN", "纯牛奶 1升"]],
    "unit_price": {"amount": {"minor": 790, "currency": "CNY"}},
    "tax_class": "standard",
    "category": "dairy",
}

LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(st.characters(exclude_categories=["Cs"]), max_size=4),
    int: st.integers(-(2**53), 2**53),
    bool: st.booleans(),
    type(None): st.none(),
    datetime: st.datetimes(timezones=st.just(UTC)),
    date: st.dates(),
    time: st.times(),
}


def amounts(low: int) -> st.SearchStrategy[Money]:
    return st.builds(Money, st.integers(low, 2**53), LEAVES[str])


def counts(kind: type[Any]) -> st.SearchStrategy[Any]:
    fewer = st.integers(0, 9).flatmap(
        lambda m: st.tuples(st.integers(m + 1, 10), st.just(m))
    )
    return fewer.map(lambda pair: kind(*pair))


RATES = st.integers(0, 1_000_000)
WORDS = st.lists(LEAVES[str], min_size=1, max_size=2).map(tuple)
# Classes that refuse what cannot be meant.
MEANT: dict[Any, st.SearchStrategy[Any]] = {
    UnitPrice: st.builds(UnitPrice, amounts(0), st.none() | st.integers(1, 2**53)),
    PercentOff: st.builds(PercentOff, RATES),
    PercentCoupon: st.builds(PercentCoupon, RATES),
    AmountOff: st.builds(AmountOff, amounts(0)),
    AmountCoupon: st.builds(AmountCoupon, amounts(0)),
    NForM: counts(NForM),
    MixAndMatch: counts(MixAndMatch),
    Bundle: st.builds(Bundle, WORDS, amounts(0)),
    Threshold: st.builds(Threshold, amounts(1), amounts(0), st.booleans()),
}


@cache
def values_of(kind: Any) -> st.SearchStrategy[Any]:
    """Return small values of an annotated type: of every field, of every member."""
    if kind in LEAVES:
        return LEAVES[kind]
    if kind in MEANT:
        return MEANT[kind]
    if is_dataclass(kind):
        fields = {name: values_of(hint) for name, hint in get_type_hints(kind).items()}
        return st.builds(kind, **fields)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return st.sampled_from(list(kind))
    members = get_args(kind)
    if get_origin(kind) is frozenset:
        return st.frozensets(values_of(members[0]), max_size=2)
    if get_origin(kind) is tuple and members[-1] is Ellipsis:
        return st.lists(values_of(members[0]), max_size=2).map(tuple)
    if get_origin(kind) is tuple:
        return st.tuples(*map(values_of, members))
    return st.one_of(*map(values_of, members))


@pytest.mark.parametrize("kind", EVENTS)
@settings(max_examples=10)
@given(data=st.data())
def test_every_event_comes_back_as_it_was(kind: type, data: st.DataObject) -> None:
    event = data.draw(values_of(kind))
    kept = encode_event(event)
    back = decode_event(kept)
    assert back == event
    assert type(back) is kind
    assert encode_event(back) == kept  # to the byte


@settings(max_examples=20)
@given(values_of(Sale))
def test_every_sale_comes_back_as_it_was(sale: Sale) -> None:
    assert from_json(orjson.loads(orjson.dumps(to_json(sale))), Sale) == sale


@settings(max_examples=20)
@given(values_of(Promotion), values_of(Product))
def test_catalogue_bodies_come_back_as_they_were(
    promotion: Promotion, product: Product
) -> None:
    assert decode_promotion(orjson.dumps(to_json(promotion))) == promotion
    assert decode_product(orjson.dumps(to_json(product))) == product


def test_the_golden_journal_of_this_version_is_read() -> None:
    lines = GOLDEN.read_bytes().splitlines()
    assert {type(decode_event(line)) for line in lines} == set(EVENTS)


def test_fields_with_defaults_may_be_left_out() -> None:
    product = decode_product(orjson.dumps(PRODUCT))
    assert product.unit_price is not None
    assert product.unit_price.amount == Money(790, "CNY")
    assert product.restriction.min_age is None


def test_a_union_says_its_member() -> None:
    body = {
        "id": "p",
        "names": [],
        "rule": {"type": "NForM", "n": 3, "m": 2},
        "products": ["b", "a"],
    }
    promotion = decode_promotion(orjson.dumps(body))
    assert promotion.rule == NForM(3, 2)
    assert promotion.products == {"a", "b"}
    assert to_json(promotion)["rule"] == {"n": 3, "m": 2, "type": "NForM"}
    assert to_json(promotion)["products"] == ["a", "b"]
    assert MemberPrice.__name__ not in str(to_json(promotion))


def test_enumerations_come_back_as_themselves() -> None:
    at = datetime(2026, 3, 14, tzinfo=UTC)
    event = InterventionResolved(
        at, "i-1", 1, Decision.APPROVED, "st-1", Role.SUPERVISOR
    )
    back = decode_event(encode_event(event))
    assert isinstance(back, InterventionResolved)
    assert back.decision is Decision.APPROVED
    assert back.role is Role.SUPERVISOR


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("unit_price", "amount", "minor"), 7.9),
        (("unit_price", "amount", "minor"), "790"),
        (("unit_price", "amount", "minor"), True),
        (("unit_price", "amount", "currency"), 7),
        (("unit_price",), []),
        (("id",), None),
        (("is_free",), 1),
        (("colour",), "white"),
        (("restriction",), {"min_age": "18"}),
        (("restriction",), {"sale_from": "noon"}),
    ],
)
def test_what_does_not_fit_is_refused(path: tuple[str, ...], value: object) -> None:
    body = orjson.loads(orjson.dumps(PRODUCT))
    target = body
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    with pytest.raises(CodecError):
        decode_product(orjson.dumps(body))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"7",
        b"{}",
        b'{"type":"Nonsense"}',
        b'{"type":"LineRemoved"}',
        b"\xff",
    ],
)
def test_a_broken_event_is_a_codec_error(data: bytes) -> None:
    with pytest.raises(CodecError):
        decode_event(data)
