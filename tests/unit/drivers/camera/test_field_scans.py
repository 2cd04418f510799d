"""Failures that others reported from the field, and what must happen here instead."""

from __future__ import annotations

from typing import Any

import pytest

from drivers.barcode.evidence import Evidence, Vote
from drivers.barcode.symbol import Symbol, Symbology
from drivers.camera.sources import open_source

MS = 1_000_000
PLACE = ((100.0, 100.0), (300.0, 100.0), (300.0, 160.0), (100.0, 160.0))
TEA = Symbol("6901234567892", Symbology.EAN13, PLACE)


def scans(evidence: Evidence, frames: str) -> int:
    """Watch a stream at 30 a second: "x" is a frame where the code is read."""
    start_ns = 10**12
    return sum(
        len(
            evidence.watch(start_ns + n * 33 * MS, [Vote("zxing", TEA)] * (seen == "x"))
        )
        for n, seen in enumerate(frames)
    )


@pytest.mark.parametrize(
    ("frames", "times"),
    [
        ("x" * 200, 1),  # held for seven seconds
        (("x" + "." * 25) * 8 + "xx", 1),  # waved, read now and then: two to agree ...
        ("xx" + ("." * 25 + "x") * 8, 1),  # ... or said at once, then blurred
        ("xx" + "." * 40 + "xx", 2),  # put away, and the next one held up
    ],
)
def test_field_26_one_product_is_scanned_once_and_two_are_two(
    frames: str, times: int
) -> None:
    assert scans(Evidence(), frames) == times


def test_field_34_a_slow_reader_never_lags_behind_the_camera(
    camera: Any, wire: Any
) -> None:
    frames = b"".join(wire.part(b"picture %d" % n, n) for n in range(200))
    thread = camera.serve(lambda connection: connection.sendall(wire.head + frames))
    source = open_source(camera.url)
    source.open()
    thread.join(20)
    while (frame := source.read()).number < 199:
        assert frame.number > 0
    assert frame.jpeg == b"picture 199"
    source.close()
