"""multipart/x-mixed-replace as bytes: response head, chunks, parts. Pure.

Of a part's own headers the length, the frame number and nothing else is used: what
a simulator might tell of a picture's contents must not reach a decoder.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_HEAD = 16 * 1024
MAX_PART = 16 * 1024 * 1024  # a 4K JPEG of best quality is 8 MB

_NUMBER = "x-frame-number"


class MjpegError(ValueError):
    """The bytes are not the stream that the head promised."""


@dataclass(frozen=True, slots=True)
class Head:
    """A response head: status, boundary and framing."""

    status: int
    boundary: bytes
    chunked: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One picture; its number where the sender gives one."""

    jpeg: bytes
    number: int | None = None


def parse_head(head: bytes) -> Head:
    """Read status line and headers; raises MjpegError where there is no stream."""
    line, _, rest = head.partition(b"\r\n")
    status = re.fullmatch(rb"HTTP/1\.[01] (\d{3})(?: .*)?", line)
    if status is None:
        raise MjpegError("no HTTP response")
    fields = _fields(rest)
    kind = fields.get("content-type", "")
    boundary = re.search(r'boundary="?([^";]+)"?', kind, re.IGNORECASE)
    if status[1] == b"200" and (
        boundary is None or not kind.lower().startswith("multipart/")
    ):
        raise MjpegError(f"not a multipart stream: {kind[:60] or 'no type'}")
    text = boundary[1] if boundary else ""
    chunked = "chunked" in fields.get("transfer-encoding", "").lower()
    return Head(int(status[1]), text.removeprefix("--").encode("latin-1"), chunked)


def _fields(block: bytes) -> dict[str, str]:
    pairs = (line.partition(":") for line in block.decode("latin-1").split("\r\n"))
    return {
        name.strip().lower(): value.strip() for name, colon, value in pairs if colon
    }


class Dechunker:
    """Transfer-Encoding: chunked, taken off (RFC 9112 7.1)."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._left = 0  # of the current chunk, its CR LF included
        self.ended = False

    def feed(self, data: bytes) -> bytes:
        """Return the payload that is complete so far; raises MjpegError."""
        self._buffer += data
        out = bytearray()
        while self._buffer and not self.ended:
            if self._left:
                take = min(self._left, len(self._buffer))
                payload = max(0, min(take, self._left - 2))
                out += self._buffer[:payload]
                self._left -= take
                del self._buffer[:take]
                continue
            end = self._buffer.find(b"\r\n")
            if end < 0:
                if len(self._buffer) > 64:
                    raise MjpegError("chunk size without an end")
                break
            self._left = self._size(bytes(self._buffer[:end]))
            del self._buffer[: end + 2]
        return bytes(out)

    def _size(self, line: bytes) -> int:
        size = re.fullmatch(rb"([0-9a-fA-F]{1,8})(?:[ \t]*;.*)?", line)
        if size is None:
            raise MjpegError("no chunk size")
        self.ended = int(size[1], 16) == 0
        return 0 if self.ended else int(size[1], 16) + 2


class PartParser:
    """Cuts the body into parts, by Content-Length or else by the boundary."""

    def __init__(self, boundary: bytes) -> None:
        self._mark = b"--" + boundary
        self._buffer = bytearray()
        self._fields: dict[str, str] | None = None  # of the part being read

    def feed(self, data: bytes) -> list[Part]:
        """Return the parts that are complete now; raises MjpegError."""
        self._buffer += data
        parts = []
        while (part := self._next()) is not None:
            if part.jpeg:
                parts.append(part)
        if len(self._buffer) > MAX_PART:
            raise MjpegError("a part is too long")
        return parts

    def _next(self) -> Part | None:
        if self._fields is None and not self._headers():
            return None
        fields = self._fields or {}
        body = self._body(fields)
        if body is None:
            return None
        self._fields = None
        return Part(body, _whole(fields.get(_NUMBER)))

    def _headers(self) -> bool:
        start = self._buffer.find(self._mark)
        if start < 0:
            del self._buffer[: max(0, len(self._buffer) - len(self._mark) - 2)]
            return False
        end = self._buffer.find(b"\r\n\r\n", start)
        if end < 0:
            if len(self._buffer) - start > MAX_HEAD:
                raise MjpegError("part headers too long")
            return False
        self._fields = _fields(bytes(self._buffer[start + len(self._mark) : end]))
        del self._buffer[: end + 4]
        return True

    def _body(self, fields: dict[str, str]) -> bytes | None:
        length = fields.get("content-length")
        if length is not None:
            size = _whole(length)
            if size is None or size > MAX_PART:
                raise MjpegError("a part's length is no number, or too long")
            if len(self._buffer) < size:
                return None
        else:
            size = self._buffer.find(b"\r\n" + self._mark)
            if size < 0:
                return None
        body = bytes(self._buffer[:size])
        del self._buffer[:size]
        return body


def _whole(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"[0-9]{1,18}", text) else None
