"""Barcodes: pictures to symbols, symbols to confirmed scans. Not their meaning."""

from drivers.barcode.cascade import decode, decode_texts
from drivers.barcode.evidence import Confirmed, Evidence, Rules, Vote
from drivers.barcode.symbol import Symbol, Symbology

__all__ = [
    "Confirmed",
    "Evidence",
    "Rules",
    "Symbol",
    "Symbology",
    "Vote",
    "decode",
    "decode_texts",
]
