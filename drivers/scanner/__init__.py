"""Barcode scanners that send texts: serial now."""

from drivers.scanner.device import SerialScanner, make_scanner

__all__ = ["SerialScanner", "make_scanner"]
