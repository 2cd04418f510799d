"""Enrols lanes by one-time codes.

A code has 32 letters: 80 random bits, stored as a hash only, and 80 bits of the
fingerprint of the cloud's key, so that a lane knows whom it gives its own to. It is
bound to store and lane, valid for 24 h, for one use and five tries.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sync import wire
from sync.cloud.secrets import Secrets
from sync.cloud.storage import CodeRefused, Storage

CODE_LIFE = timedelta(hours=24)


class EnrolmentError(Exception):
    """The lane is not enrolled; `is_conflict`: the code was used with other keys."""

    def __init__(self, detail: str, is_conflict: bool = False) -> None:
        super().__init__(detail)
        self.is_conflict = is_conflict


def issue_code(
    storage: Storage, cloud_secrets: Secrets, store: str, device: str, now: datetime
) -> str:
    """Make a lane's one-time code; an older one of the lane ends."""
    secret = base64.b32encode(secrets.token_bytes(10)).decode()
    storage.add_code(store, device, _hash(secret), now + CODE_LIFE)
    text = secret + wire.fingerprint(cloud_secrets.public_key)
    return "-".join(text[i : i + 4] for i in range(0, len(text), 4))


def enrol(
    storage: Storage,
    cloud_secrets: Secrets,
    request: wire.EnrolRequest,
    demo: bool,
    now: datetime,
) -> wire.EnrolReply:
    """Trust a lane's keys and give it the store's secrets.

    Raises EnrolmentError. The same request again gets the same answer.
    """
    _check_proofs(request)
    result = storage.redeem_code(request, _hash(request.code), now)
    if isinstance(result, CodeRefused):
        raise EnrolmentError(result.detail, result.is_conflict)
    store = cloud_secrets.of_store(request.store)
    enrolment = wire.Enrolment(
        store=request.store,
        device=request.device,
        keyid=result.keyid,
        pepper=wire.encode(store.pepper),
        store_key=wire.encode(store.store_key),
        demo=demo,
    )
    text = wire.reply_text(enrolment, request.transport_key)
    return wire.EnrolReply(
        enrolment=enrolment,
        cloud_key=wire.encode(cloud_secrets.public_key),
        signature=wire.encode(cloud_secrets.signing_key.sign(text)),
    )


def _hash(secret: str) -> bytes:
    return hashlib.sha256(b"enrolment-code-v1\n" + secret.encode()).digest()


def _check_proofs(request: wire.EnrolRequest) -> None:
    text = wire.enrolment_text(
        request.device, request.code, request.transport_key, request.ledger_key
    )
    if request.transport_key == request.ledger_key:
        raise EnrolmentError("the two keys must be different")
    for name, key, proof in (
        ("transport", request.transport_key, request.transport_proof),
        ("ledger", request.ledger_key, request.ledger_proof),
    ):
        try:
            public = Ed25519PublicKey.from_public_bytes(wire.decode(key))
            public.verify(wire.decode(proof), text)
        except (ValueError, InvalidSignature) as error:
            raise EnrolmentError(f"no proof that it holds the {name} key") from error
