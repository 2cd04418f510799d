"""Another user's reader: `ledger_reader.py LEDGER UID GID`; stays until stdin ends.

It prints "whole", or the problem. Like the writer it becomes the user after its
imports.
"""

import os
import sys
from pathlib import Path

from kiosk.store.connection import Reader
from kiosk.store.verify import verify


def main() -> None:
    """Read, say what was found, and keep the file open."""
    path, uid, gid = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    os.umask(0o007)
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)
    reader = Reader(path)
    (entries,) = reader.row("SELECT count(*) FROM entry")
    report = verify(path)
    is_whole = report.problem is None and 0 < entries <= report.entries
    print("whole" if is_whole else report.problem, flush=True)
    sys.stdin.read()
    reader.close()


if __name__ == "__main__":
    main()
