"""What a finished receipt holds, as JSON values."""

from __future__ import annotations

from typing import Any

from hardware_sim.escpos.modes import Receipt
from hardware_sim.escpos.symbols import read_back


def describe(receipt: Receipt) -> dict[str, Any]:
    """Return what a receipt holds; symbols as an independent decoder reads them."""
    symbols = read_back(receipt.picture())
    return {
        "n": receipt.number,
        "at": receipt.at,
        "qr": [text for kind, text in symbols if "QR" in kind],
        "barcodes": [text for kind, text in symbols if "QR" not in kind],
        "cut": receipt.cut,
        "events": receipt.events,
        "lines": receipt.lines,
    }
