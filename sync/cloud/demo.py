"""Brings a folder of demo data into the feeds of its store.

The files are demo/catalogue.json, demo/people.json and, beside them, a file of
gallery rows. Bringing in the same data again changes nothing; changed files make a
delta. It knows the outline of the data only: what a product is, the lanes judge.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sync.cloud import people
from sync.cloud.secrets import Secrets
from sync.cloud.storage import Storage

CATALOGUE_FEED = "catalogue"
_KINDS = frozenset({"meta", "config", "product", "code", "promotion", "recall"})
_GALLERY = frozenset({"gallery"})

Key = tuple[str, str]
Body = dict[str, Any]


class DemoError(ValueError):
    """The files cannot be brought in; the message is one line."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    store: str
    changed: int  # rows of all feeds


def import_folder(
    storage: Storage, secrets: Secrets, folder: Path, gallery: Path | None
) -> Imported:
    """Make a store's feeds those of a folder; DemoError when it cannot be read."""
    catalogue = _read(folder / "catalogue.json")
    persons = _read(folder / "people.json")
    try:
        store = str(catalogue["store"]["id"])
        rows = _catalogue_rows(catalogue)
        people_rows = people.people_rows(
            persons,
            storage.rows(store, people.FEED),
            store,
            secrets.of_store(store),
        )
        gallery_rows = None if gallery is None else _gallery_rows(_read(gallery))
    except (KeyError, TypeError, AttributeError) as error:
        raise DemoError(f"{folder}: not demo data ({error!r})") from error
    changed = storage.put(store, CATALOGUE_FEED, rows, _KINDS)
    if gallery_rows is not None:
        changed += storage.put(store, CATALOGUE_FEED, gallery_rows, _GALLERY)
    changed += storage.put(store, people.FEED, people_rows, people.KINDS)
    return Imported(store, changed)


def is_demo(storage: Storage, store: str) -> bool:
    """Whether a store's data came from a demo folder."""
    return ("meta", "demo") in storage.rows(store, CATALOGUE_FEED)


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except OSError as error:
        raise DemoError(f"{path}: {error.strerror}") from error
    except ValueError as error:
        raise DemoError(f"{path}: not JSON ({error})") from error


def _catalogue_rows(data: Body) -> dict[Key, Body]:
    rows: dict[Key, Body] = {
        ("meta", "demo"): {"value": "1"},
        ("config", "store"): {"value": data["store"]},
    }
    rows |= {("config", key): {"value": value} for key, value in data["config"].items()}
    rows |= {("product", body["id"]): body for body in data["products"]}
    rows |= {
        ("code", code["code"]): {"product": code["product"]} for code in data["codes"]
    }
    rows |= {("promotion", body["id"]): body for body in data["promotions"]}
    return rows | {("recall", body["id"]): body for body in data["recalls"]}


def _gallery_rows(data: list[Body]) -> dict[Key, Body]:
    return {("gallery", body["id"]): body for body in data}
