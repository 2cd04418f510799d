"""Barcodes: pictures to symbols, symbols to confirmed scans. Not their meaning."""

from drivers.barcode.cascade import decode, decode_texts
from drivers.barcode.deep import DeepDecoder
from drivers.barcode.evidence import Confirmed, Evidence, Rules, Vote
from drivers.barcode.fast import FastDecoder
from drivers.barcode.symbol import Symbol, Symbology

__all__ = [
    "Confirmed",
    "DeepDecoder",
    "Evidence",
    "FastDecoder",
    "Rules",
    "Symbol",
    "Symbology",
    "Vote",
    "decode",
    "decode_texts",
]
