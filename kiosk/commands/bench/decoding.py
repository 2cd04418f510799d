"""CPU of decoding the camera's frames, beside plain pyzbar on the same frames."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from pyzbar import pyzbar

from drivers.barcode import FastDecoder
from drivers.camera import jpeg
from drivers.ports import Frame
from kiosk.commands.bench.figures import Figure, percentile


def measure_decoding(frames: Sequence[Frame]) -> list[Figure]:
    """Return CPU times a frame, and how many frames each engine could read."""
    decoder = FastDecoder()
    ours, ours_read = _measure(frames, lambda grey: len(decoder.read(grey)))
    peer, peer_read = _measure(frames, lambda grey: len(pyzbar.decode(grey)))
    return [
        Figure("decode CPU a frame, median", percentile(ours, 50), "ms", 20),
        Figure("decode CPU a frame, p95", percentile(ours, 95), "ms", 33),
        Figure("plain pyzbar a frame, median", percentile(peer, 50), "ms"),
        Figure(
            "ours / pyzbar, median CPU",
            percentile(ours, 50) / max(percentile(peer, 50), 1e-9),
            "x",
        ),
        Figure("frames read by ours", 100 * ours_read / len(frames), "%"),
        Figure("frames read by pyzbar", 100 * peer_read / len(frames), "%"),
    ]


def _measure(
    frames: Sequence[Frame], read: Callable[[jpeg.Pixels], int]
) -> tuple[list[float], int]:
    """Return the CPU milliseconds of each frame, JPEG included, and those read."""
    read(jpeg.grey(frames[0]))  # what is loaded at first use is not measured
    taken, readable = [], 0
    for frame in frames:
        begun = time.process_time()
        found = read(jpeg.grey(frame))
        taken.append((time.process_time() - begun) * 1e3)
        readable += bool(found)
    return taken, readable
