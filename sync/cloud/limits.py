"""Keeps requests small and few: body size, and how many are under way.

When too many are under way the answer is 503 with a Retry-After in proportion to the
backlog: kiosks that come back all at once are spread out by the server, which alone
knows how long its queue is.
"""

from __future__ import annotations

import asyncio
import math

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync.wire import CONTENT_TYPE, MAX_REQUEST_BYTES, Problem

MAX_UNDER_WAY = 32
READ_S = 20.0  # for the whole body: slow senders must not take all places
SECONDS_EACH = 0.05  # what one waiting request is reckoned to cost


class Limits:
    """ASGI middleware: refuses before anything is read that need not be."""

    def __init__(self, app: ASGIApp, max_under_way: int = MAX_UNDER_WAY) -> None:
        self._app = app
        self._max = max_under_way
        self._under_way = 0
        self._turned_away = 0  # since the queue was last short: they will come back

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it with 413 or 503."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if self._under_way >= self._max:
            self._turned_away += 1
            await _refuse(send, 503, "busy", "come back later", self.retry_after())
            return
        if _declared_length(scope) > MAX_REQUEST_BYTES:
            await _refuse(send, 413, "too_large", "the request is over 1 MiB")
            return
        self._under_way += 1
        try:
            await self._answer(scope, receive, send)
        finally:
            self._under_way -= 1
            if self._under_way < self._max // 2:
                self._turned_away = 0

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with asyncio.timeout(READ_S):
                body = await _read(receive)
        except TimeoutError:
            await _refuse(send, 408, "bad_request", "the request came too slowly")
            return
        if body is None:
            await _refuse(send, 413, "too_large", "the request is over 1 MiB")
            return
        await self._app(scope, _replay(body, receive), send)

    def retry_after(self) -> int:
        """Return whole seconds until the backlog should be gone."""
        backlog = self._under_way + self._turned_away
        return max(1, math.ceil(backlog * SECONDS_EACH))


def _declared_length(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value[:16])  # more digits than any limit of ours
    return 0


async def _read(receive: Receive) -> bytes | None:
    """Return the whole body; None when it is over the limit."""
    body: bytes = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return body
        body += message.get("body", b"")
        if len(body) > MAX_REQUEST_BYTES:
            return None
        if not message.get("more_body", False):
            return body


def _replay(body: bytes, receive: Receive) -> Receive:
    messages: list[Message] = [
        {"type": "http.request", "body": body, "more_body": False}
    ]

    async def replay() -> Message:
        return messages.pop() if messages else await receive()

    return replay


async def _refuse(
    send: Send, status: int, error: str, detail: str, retry_after: int | None = None
) -> None:
    body = Problem.model_validate({"error": error, "detail": detail})
    headers = [(b"content-type", CONTENT_TYPE.encode())]
    if retry_after is not None:
        headers.append((b"retry-after", str(retry_after).encode()))
    start = {"type": "http.response.start", "status": status, "headers": headers}
    await send(start)
    content = body.model_dump_json().encode()
    await send({"type": "http.response.body", "body": content})
