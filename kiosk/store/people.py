"""people.db, read side: staff and members of the store, values sealed.

The sync agent writes it. Columns `name`, `pin` and `badge` are kiosk.store.seal
values under the field of that name; `pin` and `badge` are argon2id hashes (encoded
form) over `keyed_hash(pepper, secret)`, `code_key` is `keyed_hash(...)` as hex.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from kiosk.domain.intervention import Role
from kiosk.store.connection import Reader
from kiosk.store.errors import StoreCorrupt
from kiosk.store.schema import check_reader
from kiosk.store.seal import keyed_hash, unseal

_SELECT = "SELECT id, version, role, demo, name, pin, badge FROM staff ORDER BY id"


@dataclass(frozen=True, slots=True)
class StaffRecord:
    """A colleague. `id` is the pseudonym that the ledger keeps."""

    id: str
    name: str
    role: Role
    demo: bool


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """A member. `id` is opaque; the ledger keeps no more of them."""

    id: str
    name: str
    tier: str
    demo: bool


class People:
    """The people of a store; safe to ask from several threads.

    A PIN check costs an argon2 computation per colleague: not on the main thread.
    """

    def __init__(self, reader: Reader, store: str, key: bytes) -> None:
        self._reader = reader
        self._store = store
        self._key = key
        self._hasher = PasswordHasher()

    @classmethod
    def open(cls, path: Path, store: str, key: bytes) -> People:
        """Open the file of a store; `key` is its store key (32 bytes).

        Raises StoreError kinds; StoreIO when the agent has not made it yet.
        """
        reader = Reader(path)
        check_reader(path, reader.row)
        return cls(reader, store, key)

    def close(self) -> None:
        """Close the file."""
        self._reader.close()

    def verify_pin(self, pin: str, pepper: bytes) -> StaffRecord | None:
        """Return whose PIN it is, or None."""
        return self._verify("pin", pin, pepper)

    def verify_badge(self, badge: str, pepper: bytes) -> StaffRecord | None:
        """Return whose badge it is, or None."""
        return self._verify("badge", badge, pepper)

    def _verify(self, field: str, secret: str, pepper: bytes) -> StaffRecord | None:
        digest = keyed_hash(pepper, secret)
        column = {"pin": 5, "badge": 6}[field]
        for row in self._reader.rows(_SELECT):
            if row[column] and self._matches(self._open(row, field, column), digest):
                return self._record(row)
        return None

    def _matches(self, encoded: str, digest: bytes) -> bool:
        try:
            return self._hasher.verify(encoded, digest)
        except InvalidHashError as error:
            raise StoreCorrupt(f"{self._reader.path}: a staff hash is bad") from error
        except Argon2Error:
            return False

    def _open(self, row: Any, field: str, column: int) -> str:
        return unseal(
            self._key,
            row[column],
            store=self._store,
            owner=row[0],
            field=field,
            version=row[1],
        )

    def _record(self, row: Any) -> StaffRecord:
        name = self._open(row, "name", 4)
        return StaffRecord(row[0], name, Role(row[2]), bool(row[3]))

    def staff(self) -> Iterator[StaffRecord]:
        """Return all colleagues, by id."""
        return map(self._record, self._reader.rows(_SELECT))

    def member_by_code(self, code: str, pepper: bytes) -> MemberRecord | None:
        """Return the member whose card or QR says `code`, or None."""
        row = self._reader.row(
            "SELECT id, version, tier, demo, name FROM member WHERE code_key = ?",
            (keyed_hash(pepper, code).hex(),),
        )
        if row is None:
            return None
        return MemberRecord(row[0], self._open(row, "name", 4), row[2], bool(row[3]))

    def has_demo_people(self) -> bool:
        """Whether demo people are in the file: a production start refuses them."""
        found = self._reader.row(
            "SELECT 1 FROM staff WHERE demo UNION ALL SELECT 1 FROM member WHERE demo"
        )
        return found is not None
