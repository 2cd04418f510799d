"""What `kiosk models list | verify | install | enrol` do, without the console.

It prints nothing: the command shows what comes back.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np

from models.errors import ModelDamaged, ModelError, ModelMissing
from models.gallery import Gallery
from models.loader import (
    ModelHealth,
    ModelStatus,
    load_model,
    read_checked,
    status_of,
)
from models.manifest import MANIFEST, WEIGHTS, ModelSpec, read_manifest
from models.product import Image, ProductEmbedder

PICTURES = frozenset({".png", ".jpg", ".jpeg"})


def list_models(
    manifest: Path = MANIFEST, folder: Path = WEIGHTS
) -> list[tuple[ModelSpec, ModelStatus]]:
    """Return each model of the manifest with how its file stands (not loaded)."""
    return [(spec, _file_status(spec, folder)) for spec in read_manifest(manifest)]


def verify_models(manifest: Path = MANIFEST, folder: Path = WEIGHTS) -> list[str]:
    """Load and run every model; return the problems, one line each."""
    problems = []
    for spec in read_manifest(manifest):
        try:
            load_model(spec, folder)
        except ModelError as error:
            problems.append(f"{spec.name}: {error}")
    return problems


def install_from(
    source: Path, manifest: Path = MANIFEST, folder: Path = WEIGHTS
) -> list[str]:
    """Copy the manifest's files from a folder; return the names of those installed.

    A file that stands already is left. Nothing is installed unless its hash is the
    manifest's: ModelMissing or ModelDamaged name the first file at fault, and an
    OSError says when the target cannot be written.
    """
    wanted = [
        spec
        for spec, status in list_models(manifest, folder)
        if status.health is not ModelHealth.READY
    ]
    contents = {spec.file: read_checked(spec, source) for spec in wanted}
    for name, data in contents.items():
        _write_whole(folder / name, data)
    return list(contents)


def enrol_views(
    embedder: ProductEmbedder, folders: Mapping[str, Path], target: Path
) -> list[dict[str, str]]:
    """Embed the pictures in each product's folder; write the gallery rows as JSON.

    Returns the rows. Raises ValueError when a folder has no pictures, or a file is
    none.
    """
    gallery = Gallery(embedder.spec.tag)
    for product_id, folder in folders.items():
        paths = sorted(p for p in folder.iterdir() if p.suffix.lower() in PICTURES)
        if not paths:
            raise ValueError(f"no pictures in {folder}")
        for path in paths:
            row = embedder.embed(read_picture(path))
            gallery = gallery.enrol(product_id, [row], path.stem)
    rows = gallery.rows()
    _write_whole(target, json.dumps(rows, indent=0).encode())
    return rows


def read_picture(path: Path) -> Image:
    """Return a picture file as BGR; ValueError when it is none."""
    content = np.fromfile(path, np.uint8)
    image = cv2.imdecode(content, cv2.IMREAD_COLOR) if content.size else None
    if image is None:
        raise ValueError(f"{path} is not a picture")
    return np.asarray(image, dtype=np.uint8)


def _file_status(spec: ModelSpec, folder: Path) -> ModelStatus:
    try:
        read_checked(spec, folder)
    except (ModelMissing, ModelDamaged) as error:
        return status_of(spec, error)
    return ModelStatus(spec.name, spec.version, ModelHealth.READY)


def _write_whole(path: Path, data: bytes) -> None:
    # Renamed into place: a reader sees the old file or the new one, never a half.
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
