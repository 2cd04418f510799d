"""Build vfs.c and load it into the product's own SQLite.

It needs a C compiler and sqlite3ext.h (Debian: gcc, libsqlite3-dev). The headers may
be older than the SQLite that loads it, never newer: an extension's interface only
grows at its end.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite
from power_loss.trace import Op, parse

SOURCE = Path(__file__).with_name("vfs.c")
_FLAGS = ("-std=c11", "-O2", "-Wall", "-Wextra", "-Werror", "-fPIC", "-shared")


class RecorderError(Exception):
    """The VFS cannot be built or loaded; the message is one line for a person."""


def build(folder: Path) -> Path:
    """Compile the VFS into a folder, unless it is there; RecorderError if not."""
    library = folder / "vfs.so"
    if library.exists() and library.stat().st_mtime > SOURCE.stat().st_mtime:
        return library
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise RecorderError("there is no C compiler (Debian: apt-get install gcc)")
    _check_headers(compiler)
    folder.mkdir(parents=True, exist_ok=True)
    made = library.with_name(f"{library.name}.new")
    done = _run(compiler, *_FLAGS, "-o", str(made), str(SOURCE))
    if done.returncode:
        raise RecorderError(f"vfs.c does not compile: {done.stderr.strip()[:500]}")
    made.replace(library)
    return library


def _check_headers(compiler: str) -> None:
    done = _run(compiler, "-E", "-dM", "-x", "c", "-", text="#include <sqlite3ext.h>\n")
    found = re.search(r"#define SQLITE_VERSION_NUMBER (\d+)", done.stdout)
    if done.returncode or not found:
        raise RecorderError(
            "sqlite3ext.h is not there (Debian: apt-get install libsqlite3-dev)"
        )
    major, minor, patch = sqlite.sqlite_version_info
    if int(found[1]) > major * 1_000_000 + minor * 1000 + patch:
        raise RecorderError(
            f"sqlite3ext.h is newer than the product's SQLite {sqlite.sqlite_version}"
        )


def _run(*command: str, text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, input=text, capture_output=True, text=True, check=False
    )


class Recorder:
    """Records what this process's SQLite asks of the disk, while a trace is open."""

    def __init__(self, library: Path, trace: Path) -> None:
        self._trace = trace
        # It stays open: the recorder's functions are this connection's.
        self._connection: Any = sqlite.connect(":memory:", isolation_level=None)
        try:
            self._connection.enable_load_extension(True)
            self._connection.load_extension(str(library))
        except (sqlite.Error, AttributeError) as error:
            raise RecorderError(f"{library} cannot be loaded: {error}") from error

    @contextmanager
    def recording(self, seed: int, into: list[Op]) -> Generator[None]:
        """Record what happens inside, and append it to a list."""
        run = self._connection.execute
        run("SELECT trace_start(?, ?)", (str(self._trace), seed)).fetchone()
        try:
            yield
        finally:
            run("SELECT trace_stop()").fetchone()
        into.extend(parse(self._trace.read_bytes()))

    def mark(self, acknowledged: int) -> None:
        """Note that so many transactions are acknowledged."""
        self._connection.execute("SELECT trace_mark(?)", (acknowledged,)).fetchone()
