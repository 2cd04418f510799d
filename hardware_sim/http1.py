"""The least of HTTP/1.1 that a simulated device needs, over asyncio streams.

Devices speak it themselves, not through a web framework, so that they can misbehave:
drop the connection after taking the money, cut an answer short, send garbage.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from http import HTTPStatus

MAX_BODY = 1 << 20
MAX_HEAD = 1 << 14


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request; header names are lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: str


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """Read one request; None at a clean end. Raises ValueError for a bad one."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    method, target, _ = lines[0].split(" ", 2)
    headers = {}
    for line in filter(None, lines[1:]):
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    length = int(headers.get("content-length", "0"))
    if not 0 <= length <= MAX_BODY:
        raise ValueError("the body is too large")
    body = (await reader.readexactly(length)).decode("utf-8")
    return Request(method, target, headers, body)


def encode(
    status: int,
    headers: dict[str, str],
    body: bytes,
    content_type: str = "application/json",
) -> bytes:
    """Return a whole response."""
    lines = [
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}",
        f"Content-Type: {content_type}",
        f"Content-Length: {len(body)}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
