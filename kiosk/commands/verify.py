"""`kiosk verify`: whether a ledger is whole and its sums add up."""

from __future__ import annotations

import sys
from pathlib import Path

from kiosk.store.verify import verify


def verify_ledger(path: Path, sales: bool) -> int:
    """Print a ledger's entries, head and sums; 1 when something is wrong."""
    report = verify(path)
    if report.problem is not None:
        print(f"kiosk: {path}: {report.problem}", file=sys.stderr)
        return 1
    print(f"entries      {report.entries}")
    print(f"checkpoints  {report.checkpoints}")
    print(f"head         epoch {report.epoch}, seq {report.seq}, {report.hash}")
    for currency, minor in sorted(report.sums.items()):
        print(f"sales        {len(report.sales)}, {currency} {minor} (minor units)")
    if sales:
        for receipt_no, total in report.sales:
            print(f"{receipt_no}  {total}")
    return 0
