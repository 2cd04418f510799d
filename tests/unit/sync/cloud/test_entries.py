"""What is odd about an entry that arrives."""

import json
from dataclasses import asdict
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.chain import canonical
from sync import wire
from sync.cloud.entries import _sale_or_none, judge

NOW = datetime(2026, 3, 14, 9, tzinfo=UTC)


def sale_body(new_sale, **changes):
    body = json.loads(canonical(asdict(new_sale(790)))) | {"receipt_no": "A01-0-1"}
    return body | changes


def test_a_plain_entry_is_not_odd(chain_of):
    judged = judge("S001-L1", chain_of().add(), NOW)
    assert (judged.hash_is_right, judged.review, judged.sale) == (True, "", None)


def test_a_kind_of_a_newer_kiosk_is_not_odd(chain_of):
    assert judge("S001-L1", chain_of().add("teleported"), NOW).review == ""


def test_a_sale_gives_its_row(chain_of, new_sale):
    judged = judge("S001-L1", chain_of().add("sale", sale_body(new_sale)), NOW)
    assert judged.review == ""
    assert (judged.sale.receipt_no, judged.sale.total) == ("A01-0-1", 790)


@pytest.mark.parametrize(
    "changes",
    [
        {"seq": 2},
        {"id": "other"},
        {"kind": "sale"},
        {"business_date": "2026-03-15"},
        {"mono_ns": 2},
        {"v": 2},
        {"epoch": 1},
        {"prev": "ab" * 32},
        {"hash": "ab" * 32},
        {"body": '{"n":2}'},
    ],
)
def test_any_changed_field_is_found_by_the_hash(chain_of, changes):
    chain = chain_of()
    chain.add()
    judged = judge("S001-L1", chain.replace_last(**changes), NOW)
    assert not judged.hash_is_right
    assert judged.review


def test_an_entry_of_another_device_is_found_by_the_hash(chain_of):
    assert not judge("S001-L2", chain_of().add(), NOW).hash_is_right


@pytest.mark.parametrize(
    "text",
    [
        '{"n": 1}',
        '{"b":1,"a":2}',
        '{"n":1.0}',
        '{"n":NaN}',
        '{"n":9007199254740992}',
        '{"é":1}',
        '"text"',
        "[1]",
        "{",
        "",
        "[" * 50_000,
        '{"n":"\\ud800"}',
    ],
)
def test_a_body_in_another_spelling_is_odd(chain_of, text):
    chain = chain_of()
    chain.add()
    judged = judge("S001-L1", chain.replace_last(body=text), NOW)
    assert not judged.hash_is_right
    assert "body" in judged.review


@pytest.mark.parametrize(
    "fields",
    [
        {"at_utc": "yesterday"},
        {"at_utc": "2026-03-14T08:05:09"},
        {"at_utc": "2026-03-16T08:05:09Z"},
        {"business_date": "2026-02-30"},
    ],
)
def test_a_time_that_cannot_be_is_odd(chain_of, fields):
    judged = judge("S001-L1", chain_of().add(**fields), NOW)
    assert judged.hash_is_right
    assert "time" in judged.review


@pytest.mark.parametrize(
    "changes",
    [
        {"receipt_no": ""},
        {"receipt_no": None},
        {"exponent": 9},
        {"total": "790"},
        {"total": True},
        {"lines": [{}]},
        {"lines": [{"names": [["en"]], "pieces": 1, "gross": 1, "net": 1}]},
        {"lines": None},
        {"postings": ["x"]},
    ],
)
def test_a_sale_of_another_shape_is_odd_and_has_no_row(chain_of, new_sale, changes):
    body = sale_body(new_sale, **changes)
    judged = judge("S001-L1", chain_of().add("sale", body), NOW)
    assert judged.review


@pytest.mark.parametrize(
    "changes, says",
    [
        ({"postings": [{"account": "a", "amount": 1}]}, "postings"),
        ({"tenders": []}, "tenders"),
        ({"total": 791}, "tenders"),
    ],
)
def test_a_sale_that_does_not_add_up_is_shown_for_review(
    chain_of, new_sale, changes, says
):
    body = sale_body(new_sale, **changes)
    judged = judge("S001-L1", chain_of().add("sale", body), NOW)
    assert says in judged.review
    assert judged.sale is not None


anything = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["lines", "names", "amount", "total", "x"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@given(
    changes=st.dictionaries(
        st.sampled_from([
            "lines",
            "tenders",
            "postings",
            "total",
            "exponent",
            "receipt_no",
            "currency",
            "savings",
            "paid_at",
        ]),
        anything,
    )
)
def test_no_sale_body_whatever_makes_it_fall(changes):
    entry = wire.Entry(
        epoch=0,
        seq=1,
        id="x",
        kind="sale",
        business_date="",
        at_utc="",
        mono_ns=0,
        v=1,
        body="{}",
        prev="0" * 64,
        hash="0" * 64,
    )
    base = {
        "receipt_no": "r",
        "currency": "CNY",
        "exponent": 2,
        "total": 0,
        "savings": 0,
        "paid_at": "",
        "lines": [],
        "tenders": [],
        "postings": [],
    }
    row = _sale_or_none(entry, base | changes)
    assert row is None or isinstance(row.total, int)
