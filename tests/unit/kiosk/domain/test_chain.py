"""The chain's bytes: the golden vectors, and the two implementations side by side."""

import json
from pathlib import Path
from types import MappingProxyType

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.chain import (
    GENESIS,
    CanonicalError,
    canonical,
    checkpoint_bytes,
    entry_hash,
)
from kiosk.store.verify.chain import parse, render

ROOT = Path(__file__).parents[4]
VECTORS = json.loads((ROOT / "tests/golden/ledger/vectors.json").read_text("utf-8"))

# NFC text without lone surrogates, as the format asks for
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(1 - 2**53, 2**53 - 1) | TEXT,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(max_codepoint=127)), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.mark.parametrize("vector", VECTORS["canonical"])
def test_canonical_vectors(vector: dict[str, object]) -> None:
    wanted = str(vector["bytes"])
    assert canonical(vector["value"]) == wanted.encode()
    assert render(vector["value"]) == wanted


@pytest.mark.parametrize("vector", VECTORS["entries"])
def test_entry_vectors(vector: dict[str, str]) -> None:
    head = json.loads(vector["canonical"])
    assert canonical(head) == vector["canonical"].encode()
    assert entry_hash(bytes.fromhex(vector["prev"]), head).hex() == vector["hash"]


def test_the_first_entry_follows_zero_bytes() -> None:
    assert GENESIS.hex() == VECTORS["entries"][0]["prev"]


def test_checkpoint_vector() -> None:
    told = VECTORS["checkpoint"]
    digest = bytes.fromhex(VECTORS["entries"][1]["hash"])
    signed = checkpoint_bytes(told["device"], told["epoch"], told["seq"], digest)
    assert signed == b"ledger-checkpoint-v1\n" + told["canonical"].encode()
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(told["public_key"]))
    key.verify(bytes.fromhex(told["signature"]), signed)  # raises when wrong


def test_the_page_shows_the_vectors() -> None:
    page = (ROOT / "docs/ledger-format.md").read_text("utf-8")
    for vector in (*VECTORS["entries"], VECTORS["checkpoint"]):
        assert vector["canonical"] in page
        assert vector.get("hash", VECTORS["checkpoint"]["signature"]) in page


def test_text_is_brought_to_nfc() -> None:
    assert canonical({"name": "Cafe\u0301"}) == '{"name":"Caf\u00e9"}'.encode()


def test_tuples_are_arrays_and_any_mapping_is_an_object() -> None:
    value = MappingProxyType({"names": (("en", "Milk"),)})
    assert canonical(value) == b'{"names":[["en","Milk"]]}'


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        2**53,
        -(2**53),
        {"é": 1},
        {1: 1},
        b"bytes",
        {"deep": [0, {"set": {1}}]},
        "\ud800",
    ],
)
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(CanonicalError):
        canonical(value)


@given(VALUES)
def test_two_implementations_agree(value: object) -> None:
    made = canonical({"value": value})
    parsed = parse(made)  # refuses what is not canonical
    assert render(parsed).encode() == made


@given(VALUES, VALUES, st.binary(min_size=32, max_size=32))
def test_another_content_or_prev_has_another_hash(
    one: object, other: object, prev: bytes
) -> None:
    same = canonical(one) == canonical(other)
    assert (
        entry_hash(prev, {"body": one}) == entry_hash(prev, {"body": other})
    ) is same
    assert entry_hash(prev, {"body": one}) != entry_hash(
        prev[::-1] + b"x", {"body": one}
    )
