"""The manifest: read whole, or refused in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.errors import ManifestError
from models.manifest import MANIFEST, WEIGHTS, find_model, read_manifest


def test_each_model_has_its_licence_its_source_and_its_metrics() -> None:
    for spec in read_manifest():
        assert spec.licence == "Apache-2.0"
        assert spec.source
        assert spec.metrics
        assert len(spec.sha256) == 64
        assert (WEIGHTS / spec.file).stat().st_size == spec.size
        assert spec.tag == f"{spec.name}@{spec.version}"


def test_the_recogniser_is_small_and_says_what_it_was_measured_on() -> None:
    spec = find_model("product")
    assert spec.size < 6_000_000
    assert "val" in spec.metrics["measured_on"]
    assert 0 < spec.metrics["fine_top1"] <= spec.metrics["fine_top3"] <= 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "missing or unknown key: 'model'"),
        ("model = 3", "missing or unknown key"),
        ("[[model]]\nname = 'x'", "missing or unknown key"),
        ("[[model]", "manifest.toml"),
        ("model = '\udcff'", "manifest.toml"),
    ],
)
def test_a_wrong_manifest_is_refused(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "manifest.toml"
    path.write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(ManifestError, match=says) as caught:
        read_manifest(path)
    assert len(str(caught.value).splitlines()) == 1


def test_an_unknown_key_is_named(tmp_path: Path) -> None:
    path = tmp_path / "manifest.toml"
    path.write_text(MANIFEST.read_text("utf-8").replace("crop =", "crob ="), "utf-8")
    with pytest.raises(ManifestError, match="crob"):
        read_manifest(path)


def test_an_absent_manifest_and_an_absent_model_are_named(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="cannot read"):
        read_manifest(tmp_path / "none.toml")
    with pytest.raises(ManifestError, match="no model 'face'"):
        find_model("face")
