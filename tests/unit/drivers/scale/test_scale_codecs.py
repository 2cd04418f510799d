"""Scale codecs: golden replies, exact grams, noise; never a weight from a status."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.ports import ScaleState
from drivers.scale.codec import Indication, ReplyParser, grams_of, weighed
from drivers.scale.mt8217 import MT8217, Mt8217Parser
from drivers.scale.mt_sics import MT_SICS, MtSicsParser

GOLDEN = Path(__file__).parents[3] / "golden" / "scale"
MT8217_SHEET = tomllib.loads((GOLDEN / "mt8217.toml").read_text())
MT_SICS_SHEET = tomllib.loads((GOLDEN / "mt_sics.toml").read_text())
PARSERS: list[Callable[[], ReplyParser]] = [Mt8217Parser, MtSicsParser]


def _reply_bytes(case: dict[str, Any]) -> bytes:
    if "hex" in case:
        return bytes.fromhex(case["hex"])
    return str(case["text"]).encode() + b"\r\n"


def _expected(case: dict[str, Any]) -> Indication:
    return Indication(
        ScaleState(case["state"]),
        case.get("grams", 0),
        case.get("zero", False),
        case.get("net", False),
        _reply_bytes(case),
    )


CASES = [
    *[(Mt8217Parser, case) for case in MT8217_SHEET["reply"]],
    *[(MtSicsParser, case) for case in MT_SICS_SHEET["reply"]],
]
IDS = [f"{case.get('says') or case['text']}" for _, case in CASES]


@pytest.mark.parametrize(("parser", "case"), CASES, ids=IDS)
def test_golden_replies(
    parser: Callable[[], ReplyParser], case: dict[str, Any]
) -> None:
    assert parser().feed(_reply_bytes(case)) == [_expected(case)]


@pytest.mark.parametrize(("parser", "case"), CASES, ids=IDS)
def test_a_reply_byte_by_byte_after_noise(
    parser: Callable[[], ReplyParser], case: dict[str, Any]
) -> None:
    machine = parser()
    noise = b"\xff00.1" if parser is Mt8217Parser else b"S S 0.1\r\n"
    data = noise + _reply_bytes(case)
    found = [said for byte in data for said in machine.feed(bytes([byte]))]
    assert found == [_expected(case)]


def test_golden_commands() -> None:
    assert MT8217.poll == bytes.fromhex(MT8217_SHEET["poll"])
    assert MT8217.zero == bytes.fromhex(MT8217_SHEET["zero"])
    assert MT_SICS.poll == MT_SICS_SHEET["poll"].encode() + b"\r\n"
    assert MT_SICS.zero == MT_SICS_SHEET["zero"].encode() + b"\r\n"
    line = MT8217.settings
    assert (line.baud, line.data_bits, line.parity) == (9600, 7, "E")


@given(st.integers(0, 0x3F))
def test_field_22_a_status_never_carries_a_weight(bits: int) -> None:
    reply = b"\x02?" + bytes([0x40 | bits]) + b"\r"
    said = Mt8217Parser().feed(b"\x0200.735\r" + reply)[-1]
    assert said.grams == 0
    if said.state is ScaleState.OK:
        assert said.zero
        assert not bits & 0x07


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (b"\x0204.41\r", "pounds have no exact grams"),
        (b"\x0200.7355\r", "finer than a gram"),
    ],
)
def test_mt8217_weights_that_are_no_whole_grams(reply: bytes, why: str) -> None:
    assert [said.state for said in Mt8217Parser().feed(reply)] == [ScaleState.FAULT], (
        why
    )


@pytest.mark.parametrize("reply", [b"S S 4.41 lb\r\n", b"S S 100.05 g\r\n"])
def test_mt_sics_weights_that_are_no_whole_grams(reply: bytes) -> None:
    assert [said.state for said in MtSicsParser().feed(reply)] == [ScaleState.FAULT]


@pytest.mark.parametrize(
    ("parser", "reply"),
    [
        (Mt8217Parser, b"\x02\r"),  # self-test begun
        (Mt8217Parser, b"\x0200,735\r"),
        (Mt8217Parser, b"\x02?\xc1\r"),  # a parity fault
        (MtSicsParser, b"ZI S\r\n"),
        (MtSicsParser, b"Z A\r\n"),
        (MtSicsParser, b"S S abc kg\r\n"),
        (MtSicsParser, b"S S 0.735 kg\n"),
    ],
)
def test_what_is_no_reading_is_none(
    parser: Callable[[], ReplyParser], reply: bytes
) -> None:
    assert parser().feed(reply) == []


@pytest.mark.parametrize("parser", PARSERS)
def test_endless_noise_is_forgotten(parser: Callable[[], ReplyParser]) -> None:
    machine = parser()
    assert machine.feed(b"x" * 10_000) == []
    machine.feed(b"\x02 ")
    machine.reset()
    good = b"\x0200.735\r" if parser is Mt8217Parser else b"S S 0.735 kg\r\n"
    assert [said.grams for said in machine.feed(good)] == [735]


@given(st.binary(max_size=200))
def test_any_bytes_give_readings_or_nothing(data: bytes) -> None:
    for parser in PARSERS:
        for said in parser().feed(data):
            assert said.grams >= 0
            assert said.grams == 0 or said.state is ScaleState.OK


@given(st.integers(0, 99_999))
def test_grams_are_exact_in_both_units(grams: int) -> None:
    kilograms = f"{grams // 1000}.{grams % 1000:03d}"
    assert grams_of(kilograms, "kg") == grams
    assert grams_of(str(grams), "g") == grams
    assert grams_of(f"{grams}.00", "g") == grams
    assert grams_of(f"-{kilograms}", "kg") == -grams


@pytest.mark.parametrize(
    ("digits", "unit", "grams"),
    [
        ("1.5", "kg", 1500),
        ("1", "kg", 1000),
        ("1.2340", "kg", 1234),
        ("1.2341", "kg", None),
        ("1.1", "g", None),
        ("1", "oz", None),
        ("", "kg", None),
        (".5", "kg", None),
        ("1.", "kg", None),
    ],
)
def test_grams_of_the_odd_forms(digits: str, unit: str, grams: int | None) -> None:
    assert grams_of(digits, unit) == grams


def test_a_net_zero_is_no_zero_of_the_pan() -> None:
    assert not weighed(0, net=True, raw=b"").zero
    assert weighed(0, net=False, raw=b"").zero
