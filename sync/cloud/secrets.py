"""The cloud's secrets: files in a folder beside the database, never in it.

`cloud.key` signs answers (time, enrolment); each store has a `pepper`, which keys the
hashes of PINs and badges, and a `store.key`, which encrypts personal values.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.cloud.storage import StorageError

_SIZE = 32


@dataclass(frozen=True)
class StoreSecrets:
    """What the lanes of one store are given at enrolment."""

    pepper: bytes
    store_key: bytes


class Secrets:
    """The folder; a secret is made when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def signing_key(self) -> Ed25519PrivateKey:
        """The cloud's own key, pinned by every lane at enrolment."""
        return Ed25519PrivateKey.from_private_bytes(self._secret("cloud.key"))

    @cached_property
    def public_key(self) -> bytes:
        """The public half of the signing key, raw."""
        return self.signing_key.public_key().public_bytes_raw()

    def of_store(self, store: str) -> StoreSecrets:
        """Return a store's secrets."""
        return StoreSecrets(
            pepper=self._secret(f"{store}/pepper"),
            store_key=self._secret(f"{store}/store.key"),
        )

    def _secret(self, name: str) -> bytes:
        path = self._folder / name
        try:
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                _write(path, secrets.token_bytes(_SIZE))
            data = path.read_bytes()
        except OSError as error:
            raise StorageError(f"{path}: {error.strerror}") from error
        if len(data) != _SIZE:
            raise StorageError(f"{path}: not {_SIZE} bytes")
        return data


def _write(path: Path, data: bytes) -> None:
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
