"""One kiosk a lane: the state folder is claimed for as long as the program runs.

SQLite would let two kiosks write one ledger in turns, each with a basket of its own.
The claim is a lock of the kernel, so that a killed kiosk leaves none behind.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from kiosk.store.errors import StoreBusy, StoreIO


class Claim:
    """A claim on a state folder.

    Raises StoreBusy while another program has it, StoreIO for a folder that
    cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / "kiosk.lock"
        try:
            self._file = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o660)
        except OSError as error:
            raise StoreIO(f"{path}: it cannot be opened ({error.strerror})") from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._file)
            raise StoreBusy(f"{folder}: another kiosk runs this lane") from error

    def release(self) -> None:
        """Let another program have it."""
        os.close(self._file)
