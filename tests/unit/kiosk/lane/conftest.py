"""One counter with a small shop."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from counter import Counter


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    one = Counter(tmp_path)
    yield one
    one.close()
