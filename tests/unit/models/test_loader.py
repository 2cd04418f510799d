"""Loading: the right bytes run; any others give a status, never a crash."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.errors import ModelDamaged, ModelMissing, ModelUnusable
from models.loader import ModelHealth, load_model, read_checked, try_load
from models.manifest import WEIGHTS, ModelSpec, find_model


@pytest.fixture(scope="module")
def spec() -> ModelSpec:
    return find_model("product")


def with_content(spec: ModelSpec, folder: Path, content: bytes) -> ModelSpec:
    """Write other bytes as the model's file, with a manifest that wants them."""
    (folder / spec.file).write_bytes(content)
    return replace(spec, sha256=hashlib.sha256(content).hexdigest())


def test_the_committed_model_loads_and_runs(spec: ModelSpec) -> None:
    model, status = try_load(spec)
    assert model is not None
    assert (status.health, status.detail) == (ModelHealth.READY, "")
    side = spec.input.side
    rows = model.run(np.zeros((2, 3, side, side), np.float32))
    assert rows.shape == (2, spec.output.size)
    assert rows.dtype == np.float32


def test_a_missing_model_is_a_status(spec: ModelSpec, tmp_path: Path) -> None:
    model, status = try_load(spec, tmp_path)
    assert model is None
    assert status.health is ModelHealth.MISSING
    assert "No such file" in status.detail
    with pytest.raises(ModelMissing):
        load_model(spec, tmp_path)


@pytest.mark.parametrize("change", ["cut", "flip", "empty"])
def test_a_changed_file_is_refused_before_it_is_loaded(
    spec: ModelSpec, tmp_path: Path, change: str
) -> None:
    data = (WEIGHTS / spec.file).read_bytes()
    middle = len(data) // 2
    flipped = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
    changed = {"cut": data[:-1], "flip": flipped, "empty": b""}[change]
    (tmp_path / spec.file).write_bytes(changed)
    with pytest.raises(ModelDamaged, match="hash differs"):
        read_checked(spec, tmp_path)
    _, status = try_load(spec, tmp_path)
    assert status.health is ModelHealth.DAMAGED


@pytest.mark.parametrize("content", [b"", b"not a network", bytes(200)])
def test_a_file_that_is_no_network_is_unusable(
    spec: ModelSpec, tmp_path: Path, content: bytes
) -> None:
    model, status = try_load(with_content(spec, tmp_path, content), tmp_path)
    assert model is None
    assert status.health is ModelHealth.UNUSABLE
    assert len(status.detail.splitlines()) == 1


def test_a_network_of_another_output_is_unusable(spec: ModelSpec) -> None:
    other = replace(spec, output=replace(spec.output, size=7))
    with pytest.raises(ModelUnusable, match="not \\(1, 7\\)"):
        load_model(other)


def test_a_network_of_another_input_is_unusable(spec: ModelSpec) -> None:
    other = replace(spec, input=replace(spec.input, name="pixels"))
    with pytest.raises(ModelUnusable, match="does not run"):
        load_model(other)
