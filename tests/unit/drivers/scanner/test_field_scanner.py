"""Field failures E: scans that get lost."""

from __future__ import annotations

from typing import Any

import pytest

from drivers.ports import SymbolScanned


@pytest.mark.usefixtures("scanner")
def test_field_25_ten_fast_scans_are_ten_events(peer: Any, events: Any) -> None:
    peer.send(b"".join(b"95201234567%02d\r" % n for n in range(10)))
    texts = [
        events.wait(lambda event: isinstance(event, SymbolScanned)).text
        for _ in range(10)
    ]
    assert texts == [f"95201234567{n:02d}" for n in range(10)]
