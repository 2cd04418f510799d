"""models/manifest.toml: which models there are, and what each takes and gives.

It is not their loading (models.loader). Any ONNX of the described input can take
a model's place: change the manifest, not the code.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models.errors import ManifestError

HERE = Path(__file__).parent
MANIFEST = HERE / "manifest.toml"
WEIGHTS = HERE / "weights"


@dataclass(frozen=True, slots=True)
class InputSpec:
    """How a picture becomes the input: central square, resized, (x - mean) / span."""

    name: str
    side: int  # pixels; square
    crop: float  # share of the picture's short side that the square takes
    mean: float
    span: float
    channels: str  # "RGB" or "BGR"


@dataclass(frozen=True, slots=True)
class OutputSpec:
    """What comes out: a row of floats a picture."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """One model of the manifest."""

    name: str
    version: str
    file: str
    sha256: str
    size: int  # bytes
    licence: str
    source: str
    input: InputSpec
    output: OutputSpec
    none_below: float = -1.0  # best cosine under which it is "none of these"
    metrics: dict[str, Any] = field(default_factory=dict)

    @property
    def tag(self) -> str:
        """Name and version: what an embedding is comparable within."""
        return f"{self.name}@{self.version}"


def read_manifest(path: Path = MANIFEST) -> tuple[ModelSpec, ...]:
    """Return the manifest's models; ManifestError when it is not as it must be."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return tuple(_spec(entry) for entry in data["model"])
    except OSError as error:
        raise ManifestError(f"cannot read {path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ManifestError(f"{path}: {error}") from error
    except (KeyError, TypeError) as error:
        raise ManifestError(f"{path}: missing or unknown key: {error}") from error


def find_model(name: str, path: Path = MANIFEST) -> ModelSpec:
    """Return one model of the manifest by name; ManifestError when it has none."""
    for spec in read_manifest(path):
        if spec.name == name:
            return spec
    raise ManifestError(f"{path}: no model {name!r}")


def _spec(entry: dict[str, Any]) -> ModelSpec:
    plain = dict(entry)
    plain["input"] = InputSpec(**plain["input"])
    plain["output"] = OutputSpec(**plain["output"])
    return ModelSpec(**plain)
