"""`kiosk models`: list, verify and install models; enrol produce from pictures."""

from __future__ import annotations

import sys
from pathlib import Path

from models.errors import ModelError
from models.loader import ModelHealth
from models.manage import enrol_views, install_from, list_models, verify_models
from models.product import open_product


def print_models() -> int:
    """Print a line a model; 1 when a file is missing or damaged."""
    sound = True
    for spec, status in list_models():
        sound = sound and status.health is ModelHealth.READY
        said = status.detail or spec.licence
        print(f"{spec.name:12} {spec.version:4} {status.health.value:10} {said}")
    return 0 if sound else 1


def verify() -> int:
    """Load and run every model once; 1 when one does not."""
    problems = verify_models()
    for problem in problems:
        print(f"kiosk: {problem}", file=sys.stderr)
    if not problems:
        print("All models are whole and run.")
    return 1 if problems else 0


def install(source: Path) -> int:
    """Install the manifest's models from a folder; 1 when it lacks one."""
    if not source.is_dir():
        print(f"kiosk: {source}: no such folder", file=sys.stderr)
        return 1
    try:
        names = install_from(source)
    except (ModelError, OSError) as error:
        print(f"kiosk: {error}", file=sys.stderr)
        return 1
    print(f"Installed: {', '.join(names) or 'nothing, all are there'}")
    return 0


def enrol(views: Path, out: Path) -> int:
    """Write the gallery of a folder of folders, each named by its product id.

    A folder's name has "_" for ":", which some file systems refuse.
    """
    embedder, status = open_product()
    if embedder is None:
        print(f"kiosk: {status.detail}", file=sys.stderr)
        return 1
    if not views.is_dir():
        print(f"kiosk: {views}: no such folder", file=sys.stderr)
        return 1
    folders = {
        folder.name.replace("_", ":", 1): folder
        for folder in sorted(views.iterdir())
        if folder.is_dir()
    }
    if not folders:
        print(f"kiosk: {views}: holds no folder of pictures", file=sys.stderr)
        return 1
    try:
        rows = enrol_views(embedder, folders, out)
    except (ValueError, OSError) as error:
        print(f"kiosk: {error}", file=sys.stderr)
        return 1
    print(f"Enrolled {len(folders)} products with {len(rows)} views in {out}.")
    return 0
