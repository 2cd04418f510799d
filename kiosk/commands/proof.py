"""What a demo must prove: the total by other ways than the one that charged it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import httpx
import zxingcpp

if TYPE_CHECKING:
    from kiosk.commands.demo import Report

_RULE = re.compile(r"-{40,}")
_AMOUNT = re.compile(r"(-?\d+\.\d\d)(?: [A-Z]|\s*)$")


class ProofError(Exception):
    """Two ways to the same figure disagree."""


def check_ledger(path: Path, report: Report) -> None:
    """Let `kiosk verify` compute the total anew, in a process of its own."""
    done = subprocess.run(
        [str(Path(sys.executable).parent / "kiosk"), "verify", str(path), "--sales"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ProofError(f"kiosk verify: {done.stderr.strip()}")
    totals = dict(
        line.split() for line in done.stdout.splitlines() if len(line.split()) == 2
    )
    report.verified_total = int(totals.get(report.receipt_no, -1))
    _same("kiosk verify", report.verified_total, report.total)


def check_receipt(picture: Path, report: Report) -> None:
    """Read the total off the receipt's picture, and off its printed lines."""
    codes = zxingcpp.read_barcodes(cv2.imread(str(picture)))
    texts = [code.text for code in codes if code.text.startswith("SE1|")]
    if len(texts) != 1:
        raise ProofError(f"{picture.name}: {len(texts)} receipt QR codes can be read")
    _, receipt_no, _, digest, total, _ = texts[0].split("|")
    report.printed_total = int(total)
    _same("the receipt's QR code", report.printed_total, report.total)
    if (receipt_no, digest) != (report.receipt_no, report.ledger_head[:16]):
        raise ProofError(f"the receipt names {receipt_no} {digest}")
    printed = json.loads(picture.with_suffix(".json").read_text("utf-8"))
    report.printed_lines_total = _sum_of_lines(printed["lines"])
    _same("the receipt's lines", report.printed_lines_total, report.total)


def check_cloud(url: str, report: Report) -> None:
    """Ask the cloud for the day's sales: this one, exactly once."""
    reply = httpx.get(f"{url}/v1/stores/S001/sales", timeout=10).raise_for_status()
    said: dict[str, Any] = reply.json()
    ours = [
        sale
        for sale in said["sales"]
        if sale["sale"]["receipt_no"] == report.receipt_no
    ]
    if len(ours) != 1 or len(said["sales"]) != 1:
        raise ProofError(f"the cloud has {len(ours)} of {len(said['sales'])} sales")
    _same("the cloud", ours[0]["sale"]["total"], report.total)
    if ours[0]["hash"] != report.ledger_head:
        raise ProofError("the cloud has another hash of the sale")
    report.cloud = {"sales": 1, "seq": ours[0]["seq"], "hash": ours[0]["hash"]}


def is_in_cloud(url: str, receipt_no: str) -> bool:
    """Whether the cloud has a sale."""
    sales = _sales(url)["sales"]
    return any(sale["sale"]["receipt_no"] == receipt_no for sale in sales)


def _sales(url: str) -> dict[str, Any]:
    reply = httpx.get(f"{url}/v1/stores/S001/sales", timeout=10).raise_for_status()
    said: dict[str, Any] = reply.json()
    return said


def _sum_of_lines(lines: list[str]) -> int:
    """Add up the amounts of the part with the goods: the second between rules."""
    parts = [
        list(part)
        for is_rule, part in groupby(lines, lambda text: bool(_RULE.match(text)))
        if not is_rule
    ]
    amounts = (_AMOUNT.search(line) for line in parts[2])
    return sum(int(one[1].replace(".", "")) for one in amounts if one)


def _same(what: str, found: int, expected: int) -> None:
    if found != expected:
        raise ProofError(f"{what} says {found}, the screen said {expected}")
