"""The cloud order service over HTTP: devices, feeds, time, enrolment, health.

`create_app` is its composition root. What people look at is sync.cloud.pages.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from sync import wire
from sync.cloud import demo, pages, people
from sync.cloud.enrolment import EnrolmentError, enrol
from sync.cloud.entries import judge
from sync.cloud.limits import Limits
from sync.cloud.secrets import Secrets
from sync.cloud.signatures import Gatekeeper, SignatureError, Signed
from sync.cloud.storage import (
    Accepted,
    DeviceKey,
    Fork,
    Gap,
    Storage,
    StorageError,
)

PAGE_BYTES = 1024 * 1024  # of changes in one reply

Nonce = Annotated[str, Query(min_length=8, max_length=64, pattern="^[A-Za-z0-9_-]+$")]
Since = Annotated[int, Query(ge=0, le=2**53 - 1)]


class RefusedError(Exception):
    """A request is refused with a problem."""

    def __init__(self, status: int, problem: wire.Problem) -> None:
        super().__init__(problem.detail)
        self.status = status
        self.problem = problem


def refused(
    status: int, error: wire.Fault, detail: str, ack: wire.Ack | None = None
) -> RefusedError:
    """Return a refusal to raise."""
    return RefusedError(status, wire.Problem(error=error, detail=detail, ack=ack))


def utc_now() -> datetime:
    """Return the time of the system's clock."""
    return datetime.now(UTC)


def create_app(
    storage: Storage, secrets: Secrets, now: Callable[[], datetime] = utc_now
) -> FastAPI:
    """Return the service over a storage."""
    app = FastAPI(
        title="Cloud order service",
        version="1",
        summary="What lanes push to and pull from. docs/sync.md tells the rules.",
        docs_url=None,  # its page loads scripts from a CDN
        redoc_url=None,
        responses={409: {"model": wire.Problem}},
    )
    app.add_middleware(Limits)
    _add_problems(app)
    app.state.gatekeeper = Gatekeeper(storage, now)
    _add_devices(app, storage, now)
    _add_open(app, storage, secrets, now)
    app.include_router(pages.router(storage))
    return app


def _add_problems(app: FastAPI) -> None:
    @app.exception_handler(RefusedError)
    def on_refused(_: Request, error: RefusedError) -> Response:
        return _problem(error.status, error.problem)

    @app.exception_handler(RequestValidationError)
    def on_bad_request(_: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        detail = f"{place}: {first['msg']}"
        return _problem(422, wire.Problem(error="bad_request", detail=detail))

    @app.exception_handler(StorageError)
    def on_storage(_: Request, error: StorageError) -> Response:
        problem = wire.Problem(error="busy", detail="the storage does not answer")
        return _problem(503, problem, {"retry-after": "5"})

    @app.exception_handler(HTTPException)
    def on_other(_: Request, error: HTTPException) -> Response:
        kind: wire.Fault = "not_found" if error.status_code == 404 else "bad_request"
        problem = wire.Problem(error=kind, detail=str(error.detail))
        return _problem(error.status_code, problem)


def _problem(
    status: int, problem: wire.Problem, headers: dict[str, str] | None = None
) -> Response:
    return JSONResponse(problem.model_dump(), status, headers)


async def _signed(request: Request) -> Signed:
    # The raw path: what was signed is what was sent, before any decoding.
    path = request.scope["raw_path"].decode("latin-1")
    query = request.scope["query_string"].decode("latin-1")
    url = f"{request.url.scheme}://{request.headers.get('host', '')}{path}"
    return Signed(
        method=request.method,
        url=f"{url}?{query}" if query else url,
        headers=request.headers,
        body=await request.body(),
    )


def _caller(request: Request, signed: Annotated[Signed, Depends(_signed)]) -> DeviceKey:
    gatekeeper: Gatekeeper = request.app.state.gatekeeper
    try:
        return gatekeeper.check(signed)
    except SignatureError as error:
        kind: wire.Fault = "replay" if error.is_replay else "signature"
        raise refused(401, kind, f"the signature is refused: {error}") from error


Caller = Annotated[DeviceKey, Depends(_caller)]


def _add_devices(app: FastAPI, storage: Storage, now: Callable[[], datetime]) -> None:
    @app.post("/v1/devices/{device}/entries")
    def push(device: str, batch: wire.PushRequest, key: Caller) -> wire.PushReply:
        """Take ledger entries of a device: a prefix of them, exactly once."""
        _require(key.device == device)
        if any(entry.epoch != batch.epoch for entry in batch.entries):
            raise refused(422, "bad_request", "entries of one epoch only")
        at = now()
        judged = [judge(device, entry, at) for entry in batch.entries]
        match storage.append(device, judged, at):
            case Accepted(ack, needs_review):
                return wire.PushReply(ack=ack, needs_review=needs_review)
            case Gap(missing):
                raise refused(409, "gap", "entries before these are missing", missing)
            case Fork(stored):
                raise refused(409, "fork", "another entry has this place", stored)

    @app.get("/v1/devices/{device}")
    def device_state(device: str, key: Caller) -> wire.DeviceReply:
        """Tell what the cloud has of a device's ledger."""
        _require(key.device == device)
        acks, forks = storage.acks(device)
        return wire.DeviceReply(device=device, acks=acks, forks=forks)

    @app.get("/v1/stores/{store}/changes")
    def changes(store: str, key: Caller, since: Since = 0) -> wire.ChangesReply:
        """Return changes of the catalogue."""
        _require(key.store == store)
        return storage.changes(store, demo.CATALOGUE_FEED, since, PAGE_BYTES)

    @app.get("/v1/stores/{store}/people")
    def persons(store: str, key: Caller, since: Since = 0) -> wire.ChangesReply:
        """Return changes of the store's people; what is personal is sealed."""
        _require(key.store == store)
        return storage.changes(store, people.FEED, since, PAGE_BYTES)


def _require(is_allowed: bool) -> None:
    if not is_allowed:
        raise refused(403, "forbidden", "the key is not of this device or store")


def _add_open(
    app: FastAPI, storage: Storage, secrets: Secrets, now: Callable[[], datetime]
) -> None:
    @app.get("/v1/time")
    def time(nonce: Nonce) -> wire.TimeReply:
        """Tell the time, signed: unsigned requests are welcome, clocks may be off."""
        unix_ms = round(now().timestamp() * 1000)
        signature = secrets.signing_key.sign(wire.time_text(nonce, unix_ms))
        return wire.TimeReply(
            nonce=nonce, unix_ms=unix_ms, signature=wire.encode(signature)
        )

    @app.post("/v1/enrol")
    def enrolment(request: wire.EnrolRequest) -> wire.EnrolReply:
        """Trust a lane that brings a one-time code; the same again, the same answer."""
        is_demo = demo.is_demo(storage, request.store)
        try:
            return enrol(storage, secrets, request, is_demo, now())
        except EnrolmentError as error:
            if error.is_conflict:
                raise refused(409, "conflict", str(error)) from error
            raise refused(403, "code", str(error)) from error

    @app.get("/healthz")
    def health() -> dict[str, Any]:
        """Tell that the service and its storage answer."""
        storage.is_store("")
        return {"status": "ok"}
