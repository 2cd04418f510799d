"""From the manifest to a running session: hash first, then load, then warm up.

Call it off the main thread: loading and warming up take a second. A model that
cannot serve gives a `ModelStatus` to show (`try_load`), never a crash.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime as ort

from models.errors import (
    ModelDamaged,
    ModelError,
    ModelMissing,
    ModelUnusable,
)
from models.manifest import WEIGHTS, ModelSpec

Floats = npt.NDArray[np.float32]


class ModelHealth(StrEnum):
    """How a model stands."""

    READY = "ready"
    MISSING = "missing"
    DAMAGED = "damaged"
    UNUSABLE = "unusable"


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """A model's health, with one line for staff; empty when it is ready."""

    name: str
    version: str
    health: ModelHealth
    detail: str = ""


class LoadedModel:
    """A model that has run once: `run` takes a batch and gives rows of floats.

    One session serves one thread at a time. It computes in the calling thread
    (hot-path 5: one thread, no spinning), so the caller's niceness holds.
    """

    def __init__(self, spec: ModelSpec, session: ort.InferenceSession) -> None:
        self.spec = spec
        self._session = session

    def run(self, batch: Floats) -> Floats:
        """Return the output rows of a batch (N x 3 x side x side)."""
        (rows,) = self._session.run(
            [self.spec.output.name], {self.spec.input.name: batch}
        )
        return np.asarray(rows, dtype=np.float32)

    def warm_up(self) -> None:
        """Run once; ModelUnusable when what comes out is not what was promised."""
        side, size = self.spec.input.side, self.spec.output.size
        rows = self.run(np.zeros((1, 3, side, side), np.float32))
        if rows.shape != (1, size) or not np.isfinite(rows).all():
            raise ModelUnusable(f"{self.spec.file} gives {rows.shape}, not (1, {size})")


def read_checked(spec: ModelSpec, folder: Path = WEIGHTS) -> bytes:
    """Return a model file's bytes once their hash is the manifest's.

    Raises ModelMissing or ModelDamaged.
    """
    path = folder / spec.file
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelMissing(f"{path}: {error.strerror}") from error
    if hashlib.sha256(data).hexdigest() != spec.sha256:
        raise ModelDamaged(f"{path} is not version {spec.version}: its hash differs")
    return data


def load_model(spec: ModelSpec, folder: Path = WEIGHTS) -> LoadedModel:
    """Load and warm up a model; raises ModelMissing, ModelDamaged, ModelUnusable."""
    data = read_checked(spec, folder)  # the very bytes that are then loaded
    try:
        session = ort.InferenceSession(
            data, _session_options(), providers=["CPUExecutionProvider"]
        )
        model = LoadedModel(spec, session)
        model.warm_up()
    except ModelError:
        raise
    except Exception as error:  # the runtime's kinds share no base but this one
        reason = str(error).splitlines()[0]
        raise ModelUnusable(f"{spec.file} does not run: {reason}") from error
    return model


def try_load(
    spec: ModelSpec, folder: Path = WEIGHTS
) -> tuple[LoadedModel | None, ModelStatus]:
    """Load a model, or say why not: a missing model switches its feature off."""
    try:
        return load_model(spec, folder), ModelStatus(
            spec.name, spec.version, ModelHealth.READY
        )
    except ModelError as error:
        return None, status_of(spec, error)


def status_of(spec: ModelSpec, error: ModelError) -> ModelStatus:
    """Return the status that an error of loading amounts to."""
    match error:
        case ModelMissing():
            health = ModelHealth.MISSING
        case ModelDamaged():
            health = ModelHealth.DAMAGED
        case _:
            health = ModelHealth.UNUSABLE
    return ModelStatus(spec.name, spec.version, health, str(error))


def _session_options() -> ort.SessionOptions:
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return options
