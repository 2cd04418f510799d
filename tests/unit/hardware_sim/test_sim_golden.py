"""The simulator meets the golden bytes that the drivers meet too."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from hardware_sim.escpos import Cover, PaperState, Printer
from hardware_sim.load import Load
from hardware_sim.mt8217 import Mt8217
from hardware_sim.mtsics import MtSics

GOLDEN = Path(__file__).parents[2] / "golden"


def golden(name: str) -> dict[str, Any]:
    return tomllib.loads((GOLDEN / name).read_text(encoding="utf-8"))


def load_of(reply: dict[str, Any]) -> Load:
    match reply["state"]:
        case "ok":
            load = Load(gross=reply["grams"])
            if reply.get("net"):
                load.gross += 100
                load.tare = 100
            return load
        case "motion":
            load = Load()
            load.put(600)
            return load
        case "over":
            return Load(gross=16_000)
        case state:
            assert state == "under"
            return Load(gross=-5 if "-0.005" in reply.get("text", "") else -50)


def mt8217_cases() -> list[dict[str, Any]]:
    replies = golden("scale/mt8217.toml")["reply"]
    return [one for one in replies if one["state"] != "fault"]


@pytest.mark.parametrize("reply", mt8217_cases(), ids=lambda reply: reply["says"])
def test_mt8217(reply: dict[str, Any]) -> None:
    wire = bytes.fromhex(reply["hex"])
    if wire[1:2] == b"?" and len(wire) == 4:
        bit = {"motion": 1, "over": 2, "under": 4, "ok": 0x10}[reply["state"]]
        status = Mt8217(load_of(reply)).status()
        assert status[:2] == wire[:2]
        assert status[2] & bit
        assert wire[2] & bit
    else:
        assert Mt8217(load_of(reply)).feed(b"W") == wire


@pytest.mark.parametrize(
    "reply",
    [
        one
        for one in golden("scale/mt_sics.toml")["reply"]
        if one.get("text", "").startswith("S ") and one["text"][-1] in "g+-"
    ],
    ids=lambda reply: reply["text"],
)
def test_mt_sics(reply: dict[str, Any]) -> None:
    answer = MtSics(load_of(reply)).feed(b"SI\r\n").decode().rstrip("\r\n")
    if reply["text"].endswith(" kg") and reply["state"] != "motion":
        assert answer == reply["text"]
    else:
        assert answer[:4].split() == reply["text"][:4].split()


def test_every_printer_command_is_understood() -> None:
    commands = golden("printer/escpos.toml")["commands"]
    printer = Printer(speed=None)
    for name, wire in commands.items():
        if name != "clear_buffers":
            printer.feed(bytes.fromhex(wire))
    events = [event for one in printer.receipts for event in one.events]
    events += printer.modes.receipt.events
    assert not [event for event in events if event[0] in ("ignored", "unknown")]
    assert ["qr", "https://a.b/?r=1"] in events
    assert ["raster", 16, 3] in events


@pytest.mark.parametrize(
    "row", golden("printer/escpos.toml")["text"], ids=lambda row: row["text"]
)
def test_printer_text(row: dict[str, Any]) -> None:
    printer = Printer(speed=None)
    printer.feed(b"\x1b@\x1c&" + bytes.fromhex(row["hex"]) + b"\n")
    assert printer.modes.receipt.lines == [row["text"].replace("¥", "￥")]


def test_clearing_the_buffers_drops_what_waits() -> None:
    clear = bytes.fromhex(golden("printer/escpos.toml")["commands"]["clear_buffers"])
    printer = Printer(speed=None)
    printer.set_cover(Cover.OPEN)
    printer.set_paper(PaperState.OK)
    printer.feed(b"half a receipt\n")
    printer.feed(clear)
    printer.set_cover(Cover.CLOSED)
    printer.tick(0.1)
    assert printer.modes.receipt.lines == []
