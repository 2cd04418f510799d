"""What `kiosk models` does: list, verify, install from a folder, enrol views."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from models.errors import ModelDamaged, ModelMissing
from models.gallery import Gallery
from models.loader import ModelHealth
from models.manage import (
    enrol_views,
    install_from,
    list_models,
    read_picture,
    verify_models,
)
from models.manifest import WEIGHTS, find_model
from models.product import Image, ProductEmbedder

FILE = find_model("product").file


def test_the_committed_models_are_in_order() -> None:
    assert {status.health for _, status in list_models()} == {ModelHealth.READY}
    assert verify_models() == []


def test_a_missing_model_is_listed_and_is_a_problem(tmp_path: Path) -> None:
    ((spec, status),) = list_models(folder=tmp_path)
    assert (spec.name, status.health) == ("product", ModelHealth.MISSING)
    (problem,) = verify_models(folder=tmp_path)
    assert problem.startswith("product: ")


def test_install_copies_what_is_missing_once(tmp_path: Path) -> None:
    target = tmp_path / "weights"
    assert install_from(WEIGHTS, folder=target) == [FILE]
    assert verify_models(folder=target) == []
    assert install_from(WEIGHTS, folder=target) == []
    assert [path.name for path in target.iterdir()] == [FILE]


def test_install_replaces_a_damaged_file(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"half a file")
    assert install_from(WEIGHTS, folder=tmp_path) == [FILE]
    assert (tmp_path / FILE).read_bytes() == (WEIGHTS / FILE).read_bytes()


def test_install_refuses_wrong_and_absent_files(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    source.mkdir()
    with pytest.raises(ModelMissing):
        install_from(source, folder=target)
    (source / FILE).write_bytes(b"something else")
    with pytest.raises(ModelDamaged):
        install_from(source, folder=target)
    assert not target.exists()


def write_views(folder: Path, picture: Image) -> dict[str, Path]:
    """Write two products' folders, with a file that is no picture by its name."""
    folders = {"plu:4011": folder / "a", "plu:4131": folder / "b"}
    for number, path in enumerate(folders.values()):
        path.mkdir()
        for turn in range(2):
            view = np.rot90(np.roll(picture, number, axis=2), turn)
            assert cv2.imwrite(str(path / f"view-{turn}.png"), view)
        (path / "notes.txt").write_text("not a picture")
    return folders


def test_enrolled_views_become_rows(
    tmp_path: Path, embedder: ProductEmbedder, picture: Image
) -> None:
    target = tmp_path / "gallery.json"
    rows = enrol_views(embedder, write_views(tmp_path, picture), target)
    assert json.loads(target.read_text()) == rows
    assert [row["view"] for row in rows] == ["view-0", "view-1"] * 2
    assert set(rows[0]) == {"id", "product", "model", "view", "embedding"}
    gallery = Gallery.from_rows(embedder.spec.tag, rows)
    (best,) = gallery.suggest(embedder.embed(picture), k=1)
    assert best.product_id == "plu:4011"


def test_a_folder_without_pictures_is_refused(
    tmp_path: Path, embedder: ProductEmbedder
) -> None:
    with pytest.raises(ValueError, match="no pictures"):
        enrol_views(embedder, {"plu:4011": tmp_path}, tmp_path / "gallery.json")


def test_a_file_that_is_no_picture_is_named(tmp_path: Path) -> None:
    for content in (b"", b"GIF89a nonsense"):
        path = tmp_path / "view.png"
        path.write_bytes(content)
        with pytest.raises(ValueError, match=r"view\.png is not a picture"):
            read_picture(path)


def test_an_unwritable_target_leaves_no_rest(
    tmp_path: Path, embedder: ProductEmbedder, picture: Image
) -> None:
    target = tmp_path / "gallery.json"
    target.mkdir()  # a folder stands where the file should go
    with pytest.raises(OSError, match="gallery"):
        enrol_views(embedder, write_views(tmp_path, picture), target)
    assert not list(tmp_path.glob(".gallery*"))
