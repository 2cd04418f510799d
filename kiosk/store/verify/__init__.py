"""What `kiosk verify` does: is a ledger whole, and do its sums add up.

Written from docs/ledger-format.md alone; it imports no code of the writer. It only
reads, in short transactions, and may run while the kiosk sells.
"""

from kiosk.store.verify.chain import Discrepancy
from kiosk.store.verify.file import Report, verify

__all__ = ["Discrepancy", "Report", "verify"]
