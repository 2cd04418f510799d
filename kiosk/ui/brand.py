"""A store's brand: its name, its logo, its colours in the light theme.

A JSON file: {"name": "...", "logo": "logo.svg", "colours": {"accent": "#0B6E4F"}}.
Colour names are those of Theme.qml. Dark and contrast themes keep our own colours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from PySide6.QtCore import QUrl

from kiosk.settings import SettingsError

COLOURS = frozenset({
    "background",
    "surface",
    "raised",
    "ink",
    "ink2",
    "line",
    "accent",
    "accentInk",
    "accentSoft",
    "savings",
})
_HEX = re.compile(r"#[0-9A-Fa-f]{6}")


class BrandError(SettingsError):
    """The brand file cannot be used; the message names file and fault."""


@dataclass(frozen=True, slots=True)
class Brand:
    """What a store may change of the screens' look."""

    name: str = ""
    logo: Path | None = None
    colours: dict[str, str] = field(default_factory=dict)

    def properties(self) -> dict[str, Any]:
        """Return what the root QML object is created with."""
        logo = QUrl.fromLocalFile(self.logo) if self.logo else QUrl()
        return {"storeName": self.name, "logo": logo, "brand": dict(self.colours)}


def load_brand(path: Path) -> Brand:
    """Read a brand file; BrandError for anything that is not as described above."""
    try:
        data = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        raise BrandError(f"{path}: {error}") from None
    if not isinstance(data, dict) or set(data) - {"name", "logo", "colours"}:
        raise BrandError(f"{path}: only name, logo and colours are known")
    colours = data.get("colours", {})
    for name, colour in colours.items():
        if name not in COLOURS:
            raise BrandError(f"{path}: no colour is called {name!r}")
        if not _HEX.fullmatch(str(colour)):
            raise BrandError(f"{path}: {name} is not a colour like #0B6E4F")
    logo = path.parent / data["logo"] if data.get("logo") else None
    if logo is not None and not logo.is_file():
        raise BrandError(f"{path}: there is no logo {logo.name}")
    return Brand(str(data.get("name", "")), logo, colours)
