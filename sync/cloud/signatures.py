"""Who sent a request: RFC 9421 signatures, verified as strictly as they are made.

The library by itself signs no body, keeps no replay cache and allows a day of age:
here the covered list and the parameters must be exactly ours, the age is at most five
minutes either way, and a nonce counts once. sync.identity is the other side.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from http_message_signatures import (
    HTTPMessageSignaturesException,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    InvalidSignature,
    algorithms,
)

from sync import wire
from sync.cloud.storage import DeviceKey, Storage

MAX_SKEW = timedelta(minutes=5)
_COVERED = (*(f'"{name}"' for name in wire.COVERED), '"@signature-params"')


class SignatureError(Exception):
    """The request is not one of ours; `is_replay` when it was, once."""

    def __init__(self, detail: str, is_replay: bool = False) -> None:
        super().__init__(detail)
        self.is_replay = is_replay


@dataclass(frozen=True, slots=True)
class Signed:
    """A request as it came over the wire: what a signature may cover."""

    method: str
    url: str
    headers: Any  # multi-valued; .items() gives every field line
    body: bytes


class _Resolver(HTTPSignatureKeyResolver):
    """Looks keys up in the storage, and remembers the one it found."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self.found: DeviceKey | None = None

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey | None:
        """Return a trusted transport key; None refuses the request."""
        self.found = self._storage.device_key(key_id)
        if self.found is None:
            return None
        return Ed25519PublicKey.from_public_bytes(self.found.public)


class _Verifier(HTTPMessageVerifier):
    """The library's verifier with our rule of age, by our clock."""

    def __init__(self, resolver: _Resolver, now: datetime) -> None:
        super().__init__(signature_algorithm=algorithms.ED25519, key_resolver=resolver)
        self._now = now

    def validate_created_and_expires(
        self, sig_input: Any, max_age: timedelta | None = None
    ) -> None:
        """Refuse a signature without `created`, or more than five minutes off."""
        created = sig_input.params.get("created")
        if type(created) is not int:
            raise InvalidSignature("it does not say when it was created")
        if abs(self._now.timestamp() - created) > MAX_SKEW.total_seconds():
            raise InvalidSignature("it was created more than five minutes off")


class Gatekeeper:
    """Says whose a request is, or refuses it."""

    def __init__(self, storage: Storage, now: Callable[[], datetime]) -> None:
        self._storage = storage
        self._now = now

    def check(self, request: Signed) -> DeviceKey:
        """Return the device key that signed a request; raises SignatureError."""
        resolver = _Resolver(self._storage)
        verifier = _Verifier(resolver, self._now())
        try:
            results = verifier.verify(
                request,
                expect_tag=wire.SIGNATURE_TAG,
                require_components=wire.COVERED,
                body=request.body,
            )
        except HTTPMessageSignaturesException as error:
            raise SignatureError(str(error) or "it does not verify") from error
        if len(results) != 1 or resolver.found is None:
            raise SignatureError("there must be exactly one signature")
        [result] = results
        if tuple(result.covered_components) != _COVERED:
            raise SignatureError("it covers other components than it must")
        if set(result.parameters) != wire.SIGNATURE_PARAMS or not result.nonce:
            raise SignatureError("its parameters are not created, keyid, nonce, tag")
        if len(result.nonce) > 64:
            raise SignatureError("its nonce is too long")
        if not self._storage.remember_nonce(
            resolver.found.keyid, result.nonce, self._now()
        ):
            raise SignatureError("its nonce was used before", is_replay=True)
        return resolver.found
