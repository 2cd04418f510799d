"""Receipt printers: ESC/POS documents, status, and a durable queue."""

from drivers.printer.codec import Raster, width_of
from drivers.printer.device import EscPosPrinter, PrinterTiming, make_printer
from drivers.printer.document import COLUMNS, Align, Document, Style
from drivers.printer.journal import PrintJournal

__all__ = [
    "COLUMNS",
    "Align",
    "Document",
    "EscPosPrinter",
    "PrintJournal",
    "PrinterTiming",
    "Raster",
    "Style",
    "make_printer",
    "width_of",
]
