"""Where a crash test may run: on a disk, never on memory."""

from __future__ import annotations

import re
from pathlib import Path

IN_MEMORY = frozenset({"tmpfs", "ramfs", "devtmpfs"})
_MOUNTS = Path("/proc/self/mountinfo")
_ESCAPE = re.compile(r"\\([0-7]{3})")


class UnfitPlaceError(Exception):
    """The folder lies where nothing can be said of disks."""


def file_system(folder: Path, mounts: str) -> str:
    """Return the type of the file system that a folder lies on.

    `mounts` is the text of /proc/self/mountinfo (proc_pid_mountinfo(5)). Of two
    mounts at one place the later one covers the other.
    """
    found, depth = "unknown", -1
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        point = Path(_ESCAPE.sub(_character, before.split()[4]))
        if folder.resolve().is_relative_to(point) and len(point.parts) >= depth:
            found, depth = after.split()[0], len(point.parts)
    return found


def _character(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 8))


def require_disk(folder: Path) -> str:
    """Return a folder's file system; UnfitPlaceError when it is in memory."""
    found = file_system(folder, _MOUNTS.read_text())
    if found in IN_MEMORY:
        raise UnfitPlaceError(f"{folder} is on {found}: that is no disk")
    return found
