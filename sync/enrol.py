"""Enrols this lane: sends its two public keys with a one-time code, keeps the answer.

Files in the secrets folder: transport.key and ledger.key (made when absent), pepper,
store.key, and cloud.pub, the pinned key of the cloud. Doing it again with the same
code, after a lost answer say, gives the same files.
"""

from __future__ import annotations

from pathlib import Path

from sync import wire
from sync.client import CloudClient
from sync.errors import CloudUntrusted, IdentityError
from sync.identity import is_signed, load_or_make_key, public_bytes, write_secret


def enrol(
    client: CloudClient, secrets: Path, store: str, device: str, code: str
) -> wire.Enrolment:
    """Enrol; raises IdentityError for a bad code, CloudError kinds otherwise."""
    try:
        secret, pinned = wire.split_code(code)
    except ValueError as error:
        raise IdentityError(str(error)) from error
    request = _request(secrets, store, device, secret)
    reply = client.post("/v1/enrol", request, wire.EnrolReply)
    try:
        cloud_key = wire.decode(reply.cloud_key)
    except ValueError as error:
        raise CloudUntrusted("the answer is not the cloud's") from error
    if wire.fingerprint(cloud_key) != pinned:
        raise CloudUntrusted("this is not the cloud that issued the code")
    enrolment = reply.enrolment
    text = wire.reply_text(enrolment, request.transport_key)
    if not is_signed(cloud_key, reply.signature, text):
        raise CloudUntrusted("the answer is not signed by the cloud")
    if (enrolment.store, enrolment.device) != (store, device):
        raise CloudUntrusted("the answer is for another lane")
    # Not secret, but what we trust: it stands with the secrets, and is written last,
    # as the mark of a finished enrolment.
    write_secret(secrets / "pepper", wire.decode(enrolment.pepper))
    write_secret(secrets / "store.key", wire.decode(enrolment.store_key))
    write_secret(secrets / "cloud.pub", cloud_key)
    return enrolment


def _request(secrets: Path, store: str, device: str, code: str) -> wire.EnrolRequest:
    try:
        transport = load_or_make_key(secrets / "transport.key")
        ledger = load_or_make_key(secrets / "ledger.key")
    except OSError as error:
        raise IdentityError(f"{secrets}: {error.strerror}") from error
    transport_key = wire.encode(public_bytes(transport))
    ledger_key = wire.encode(public_bytes(ledger))
    text = wire.enrolment_text(device, code, transport_key, ledger_key)
    try:
        return wire.EnrolRequest(
            store=store,
            device=device,
            code=code,
            transport_key=transport_key,
            ledger_key=ledger_key,
            transport_proof=wire.encode(transport.sign(text)),
            ledger_proof=wire.encode(ledger.sign(text)),
        )
    except ValueError as error:
        raise IdentityError("the code has other letters than A-Z and 2-7") from error
