"""The one small tree of errors of the model room.

ModelError
├── ManifestError   the manifest cannot be read or lacks what it must say
├── ModelMissing    the file that the manifest names is not there
├── ModelDamaged    the file is not the one of the manifest: its hash differs
└── ModelUnusable   the right file, but the runtime cannot run it as the manifest says
"""

from __future__ import annotations


class ModelError(Exception):
    """A model cannot serve. The message is one line for staff."""


class ManifestError(ModelError):
    """The manifest cannot be read, or lacks what it must say."""


class ModelMissing(ModelError):  # ruff: ignore[error-suffix-on-exception-name] - the kinds are states, not "Errors"
    """The file that the manifest names is not there."""


class ModelDamaged(ModelError):  # ruff: ignore[error-suffix-on-exception-name]
    """The file's hash is not the manifest's."""


class ModelUnusable(ModelError):  # ruff: ignore[error-suffix-on-exception-name]
    """The runtime cannot run the file as the manifest describes it."""
