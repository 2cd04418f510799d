"""The people of a store as the cloud keeps them: sealed, PINs and badges hashed.

A PIN or badge is argon2id over HMAC-SHA256(pepper, secret); a member's code is looked
up by that HMAC. What is personal is sealed with the store's key before it is stored.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from sync import wire
from sync.cloud.secrets import StoreSecrets
from sync.cloud.storage import Rows

FEED = "people"
KINDS = frozenset({"staff", "member"})
_HASHER = PasswordHasher()

Body = dict[str, Any]


def people_rows(
    people: Mapping[str, Any], there: Rows, store: str, secrets: StoreSecrets
) -> dict[tuple[str, str], Body]:
    """Return the feed's rows for the people of a file, all marked as demo.

    A person who is `there` unchanged keeps the very same row.
    """
    rows: dict[tuple[str, str], Body] = {}
    for person in people["staff"]:
        row = _Row("staff", person["id"], store, secrets)
        rows[row.key] = row.staff(person, there.get(row.key))
    for person in people["members"]:
        row = _Row("member", person["id"], store, secrets)
        rows[row.key] = row.member(person, there.get(row.key))
    return rows


class _Row:
    """One person's row: made, or kept when nothing changed."""

    def __init__(
        self, kind: str, person: str, store: str, secrets: StoreSecrets
    ) -> None:
        self.key = (kind, person)
        self._store = store
        self._secrets = secrets

    def staff(self, person: Mapping[str, Any], old: Mapping[str, Any] | None) -> Body:
        open_part = {"role": person["role"], "demo": True}
        if old is not None:
            known = self._unseal(old)
            if (
                _open_part(old) == open_part
                and known["name"] == person["name"]
                and self._is_hash_of(known["pin"], person["pin"])
                and self._is_hash_of(known["badge"], person["badge"])
            ):
                return dict(old)
        personal = {
            "name": person["name"],
            "pin": _HASHER.hash(self._keyed(person["pin"])),
            "badge": _HASHER.hash(self._keyed(person["badge"])),
        }
        return self._seal(open_part, personal, old)

    def member(self, person: Mapping[str, Any], old: Mapping[str, Any] | None) -> Body:
        open_part = {"tier": person["tier"], "demo": True}
        personal = {
            "name": person["name"],
            "code_key": self._keyed(person["code"]).hex(),
        }
        if (
            old is not None
            and _open_part(old) == open_part
            and self._unseal(old) == personal
        ):
            return dict(old)
        return self._seal(open_part, personal, old)

    def _keyed(self, secret: str) -> bytes:
        return hmac.new(self._secrets.pepper, secret.encode(), sha256).digest()

    def _is_hash_of(self, encoded: str, secret: str) -> bool:
        try:
            return _HASHER.verify(encoded, self._keyed(secret))
        except VerifyMismatchError:
            return False

    def _unseal(self, body: Mapping[str, Any]) -> Body:
        return wire.unseal(
            self._secrets.store_key, self._store, *self.key, body["sealed"]
        )

    def _seal(
        self, open_part: Body, personal: Body, old: Mapping[str, Any] | None
    ) -> Body:
        key = self._secrets.store_key
        return {
            **open_part,
            "version": 1 if old is None else old["version"] + 1,
            "sealed": wire.seal(key, self._store, *self.key, personal),
        }


def _open_part(body: Mapping[str, Any]) -> Body:
    return {key: body[key] for key in body if key not in {"version", "sealed"}}
