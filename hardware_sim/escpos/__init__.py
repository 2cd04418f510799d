"""An ESC/POS receipt printer: bytes in, status and a picture of the paper out."""

from hardware_sim.escpos.modes import Receipt
from hardware_sim.escpos.printer import Printer
from hardware_sim.escpos.report import describe
from hardware_sim.escpos.status import Cover, PaperState

__all__ = ["Cover", "PaperState", "Printer", "Receipt", "describe"]
