"""zbar as an engine in a process of its own, started when first needed."""

from __future__ import annotations

import json
import logging
import os
import select
import subprocess  # ruff: ignore[suspicious-subprocess-import] a fixed command, no shell
import sys
import threading
import time
import weakref
from typing import Any

from drivers.barcode.image import Grey
from drivers.barcode.symbol import Symbol, Symbology, retail_text
from drivers.barcode.zbar_worker import HEAD, LENGTH

_log = logging.getLogger(__name__)
_TYPES = {
    "EAN13": Symbology.EAN13,
    "EAN8": Symbology.EAN8,
    "UPCA": Symbology.UPCA,
    "UPCE": Symbology.UPCE,
}
_ANSWER_S = 2.0  # a 1280x720 picture takes 70 ms; a child that needs more is ill
_START_S = 10.0  # numpy and libzbar load on a cold disk
_MOST_ANSWER = 1 << 20
_REST_S = 30.0  # a child that died (no libzbar, say) is not started again sooner


class Zbar:
    """EAN and UPC by zbar; answers nothing while its child cannot run.

    Safe to call from several threads: one picture is in work at a time.
    """

    def __init__(self, command: list[str] | None = None) -> None:
        self._command = command or [sys.executable, "-m", "drivers.barcode.zbar_worker"]
        self._child: subprocess.Popen[bytes] | None = None
        self._busy = threading.Lock()
        self._not_before = 0.0
        self._fresh = True

    def read(self, grey: Grey) -> list[Symbol]:
        """Return symbols of one picture with a valid check digit."""
        with self._busy:
            if self._child is None and time.monotonic() < self._not_before:
                return []
            try:
                symbols = [_symbol(item) for item in self._ask(grey)]
            except (OSError, EOFError, ValueError, TypeError) as error:
                _log.warning("zbar worker lost: %s", error or type(error).__name__)
                self._drop()
                return []
        return [s for s in symbols if s is not None]

    def close(self) -> None:
        """End the child; the next read starts another."""
        with self._busy:
            self._drop()
            self._not_before = 0.0

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None:
            path = os.pathsep.join(filter(None, sys.path))
            self._child = subprocess.Popen(  # ruff: ignore[subprocess-without-shell-equals-true]
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
            )
            weakref.finalize(self, _end, self._child)
            self._fresh = True
        return self._child

    def _ask(self, grey: Grey) -> list[Any]:
        child = self._running()
        if child.stdin is None or child.stdout is None:
            raise EOFError("no pipes")
        deadline = time.monotonic() + (_START_S if self._fresh else _ANSWER_S)
        _write(child.stdin.fileno(), HEAD.pack(*grey.shape) + grey.tobytes(), deadline)
        answers = child.stdout.fileno()
        (size,) = LENGTH.unpack(_read(answers, LENGTH.size, deadline))
        if size > _MOST_ANSWER:
            raise ValueError(f"an answer of {size} bytes")
        answer = json.loads(_read(answers, size, deadline))
        self._fresh = False
        return list(answer)

    def _drop(self) -> None:
        child, self._child = self._child, None
        self._not_before = time.monotonic() + _REST_S
        if child is not None:
            _end(child)


def _write(fd: int, data: bytes, deadline: float) -> None:
    os.set_blocking(fd, False)  # a picture is longer than a pipe holds
    left = memoryview(data)
    while left:
        wait_s = max(0.0, deadline - time.monotonic())
        if not select.select([], [fd], [], wait_s)[1]:
            raise TimeoutError("takes no picture")
        left = left[os.write(fd, left) :]


def _read(fd: int, size: int, deadline: float) -> bytes:
    data = b""
    while len(data) < size:
        wait_s = max(0.0, deadline - time.monotonic())
        if not select.select([fd], [], [], wait_s)[0]:
            raise TimeoutError("no answer")
        chunk = os.read(fd, size - len(data))
        if not chunk:
            raise EOFError("ended")
        data += chunk
    return data


def _end(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:
                pass  # unsent bytes of a dead child
    child.wait()


def _symbol(item: Any) -> Symbol | None:
    kind, text, quad = item
    symbology = _TYPES.get(kind)
    if symbology is None:
        return None
    if symbology is Symbology.EAN13 and text.startswith("0"):
        symbology, text = Symbology.UPCA, text[1:]
    printed = retail_text(text, symbology)
    if printed is None:
        return None
    a, b, c, d = ((float(x), float(y)) for x, y in quad)
    return Symbol(printed, symbology, (a, b, c, d))
