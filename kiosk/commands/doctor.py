"""`kiosk doctor`: is this machine fit, and is this lane whole? One line a finding."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from drivers.camera import open_source
from drivers.errors import DeviceError
from drivers.printer import make_printer
from drivers.scale import make_scale
from drivers.scanner import make_scanner
from kiosk.settings import Settings
from kiosk.store.catalogue import Catalogue
from kiosk.store.connection import check_sqlite
from kiosk.store.errors import StoreError
from kiosk.store.verify import verify
from models.manage import verify_models

OUR_PACKAGES = ("kiosk", "drivers", "models", "sync", "hardware_sim")
SECRETS = ("pepper", "store.key", "ledger.key")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `fault` is empty when it is well."""

    what: str
    fault: str = ""


def examine(settings: Settings) -> int:
    """Print every finding; 1 when one is a fault."""
    findings = tuple(_findings(settings))
    for finding in findings:
        mark = "FAULT" if finding.fault else "ok"
        print(f"{mark:6} {finding.what:22} {finding.fault}".rstrip())
    return 1 if any(finding.fault for finding in findings) else 0


def foreign_packages() -> list[str]:
    """Return those of our top-level packages that another distribution brings.

    Their names are generic: a stranger of the same name must not be imported.
    """
    owners = importlib.metadata.packages_distributions()
    return [
        name
        for name in OUR_PACKAGES
        if set(owners.get(name, ["store-edge"])) != {"store-edge"}
        or importlib.util.find_spec(name) is None
    ]


def _findings(settings: Settings) -> Iterator[Finding]:
    foreign = foreign_packages()
    yield Finding("packages", f"not ours: {', '.join(foreign)}" if foreign else "")
    yield _store("SQLite", check_sqlite)
    yield Finding("models", "; ".join(verify_models()))
    for name in SECRETS:
        readable = os.access(settings.paths.secrets / name, os.R_OK)
        yield Finding(f"secret {name}", "" if readable else "cannot be read")
    yield _folder("state folder", settings.paths.state)
    if settings.ledger_path.exists():
        yield Finding("ledger", verify(settings.ledger_path).problem or "")
    yield _store("catalogue", lambda: Catalogue.open(settings.catalogue_path).close())
    yield from _devices(settings)


def _store(what: str, check: Callable[[], None]) -> Finding:
    try:
        check()
    except StoreError as error:
        return Finding(what, str(error))
    return Finding(what)


def _folder(what: str, path: Path) -> Finding:
    if not path.is_dir():
        return Finding(what, f"{path} is no folder")
    return Finding(what, "" if os.access(path, os.W_OK) else f"{path}: read-only")


def _devices(settings: Settings) -> Iterator[Finding]:
    chosen = settings.devices
    spool = settings.paths.state / "printing"
    makers: dict[str, tuple[str, Callable[[], object]]] = {
        "camera": (chosen.camera, lambda: _try(open_source(chosen.camera))),
        "scanner": (chosen.scanner, lambda: _try(make_scanner(chosen.scanner))),
        "scale": (
            chosen.scale.url,
            lambda: _try(make_scale(chosen.scale.protocol, chosen.scale.url)),
        ),
        "printer": (chosen.printer, lambda: _try(make_printer(chosen.printer, spool))),
    }
    for name, (url, check) in makers.items():
        if not url:
            continue
        try:
            check()
        except DeviceError as error:
            yield Finding(name, f"{urlsplit(url).geturl()}: {error}")
        else:
            yield Finding(name)


class _Openable(Protocol):
    def open(self) -> None: ...

    def close(self) -> None: ...


def _try(device: _Openable) -> None:
    device.open()
    device.close()
