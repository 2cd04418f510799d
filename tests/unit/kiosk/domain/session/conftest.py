from __future__ import annotations

from datetime import date

import pytest
from till import NOON, Till


@pytest.fixture
def till() -> Till:
    return Till()


@pytest.fixture
def today() -> date:
    return NOON.date()
