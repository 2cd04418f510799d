"""Who may talk to the panel: known Host names, own pages, and holders of the token.

An unknown Host is refused (a web page elsewhere cannot rebind its name to us), and so
is a request that another site's page makes.
"""

from __future__ import annotations

import hmac
import ipaddress
from http.cookies import SimpleCookie
from urllib.parse import parse_qs, urlsplit

from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

_LOOPBACK_NAMES = {"localhost", "127.0.0.1", "::1"}
COOKIE = "panel_token"


def is_loopback(host: str) -> bool:
    """Whether a listening host is this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Guard:
    """ASGI middleware in front of the panel."""

    def __init__(self, app: ASGIApp, host: str, token: str | None) -> None:
        self._app = app
        self._host = host
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {
            key.decode(): value.decode("latin-1") for key, value in scope["headers"]
        }
        query = scope["query_string"].decode("latin-1")
        refusal = self._refusal(headers, query)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _refusal(self, headers: dict[str, str], query: str) -> Response | None:
        if not self._knows(f"//{headers.get('host', '')}"):
            return PlainTextResponse("unknown Host", 421)
        origin = headers.get("origin")
        if origin is not None and not self._knows(origin):
            return PlainTextResponse("another site's page may not do this", 403)
        if self._token and not self._is_holder(headers, query):
            return PlainTextResponse("token needed: open /?token=...", 401)
        return None

    def _knows(self, url: str) -> bool:
        name = urlsplit(url).hostname or ""
        if name in _LOOPBACK_NAMES or name == self._host:
            return True
        if is_loopback(self._host):
            return False
        try:  # an address is no name that could be rebound
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True

    def _is_holder(self, headers: dict[str, str], query: str) -> bool:
        cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        given = (
            headers.get("authorization", "").removeprefix("Bearer "),
            parse_qs(query).get("token", [""])[0],
            cookie.value if cookie else "",
        )
        token = (self._token or "").encode()
        return any(hmac.compare_digest(one.encode(), token) for one in given)
