"""The committed demo files are what tools/demo_data makes of its sources."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture
def builder(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "tools/demo_data"))
    return importlib.import_module("build_catalogue")


@pytest.mark.parametrize("name", ["catalogue", "symbols"])
def test_demo_file_is_up_to_date(builder: ModuleType, name: str) -> None:
    rows, offers = builder.read_sources()
    fresh = builder.dump(getattr(builder, name)(rows, offers)) + "\n"
    committed = (ROOT / "demo" / f"{name}.json").read_text(encoding="utf-8")
    assert committed == fresh, "run tools/demo_data/build_catalogue.py"


def test_a_wrong_row_is_named(builder: ModuleType) -> None:
    rows, _ = builder.read_sources()
    row = next(iter(rows.values()))
    with pytest.raises(ValueError, match="unknown extra 'colour=red'"):
        builder.product_body(row | {"extra": "colour=red"})
    with pytest.raises(ValueError, match="unknown kind of code 'isbn'"):
        builder.product_id(row | {"code": "isbn:9"})
