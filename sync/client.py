"""HTTP to the cloud: messages out, messages in, every failure one of ours.

An answer counts only over TLS that verifies, or from this very machine; a captive
portal's page with status 200 is no answer. Redirects are not followed.
"""

from __future__ import annotations

import ipaddress
from typing import TypeVar

import httpx
from pydantic import ValidationError

from sync.errors import CloudError, CloudRefused, CloudUntrusted
from sync.wire import CONTENT_TYPE, Message, Problem

TIMEOUT_S = 10.0
_MAX_REPLY_BYTES = 64 * 1024 * 1024

M = TypeVar("M", bound=Message)


class CloudClient:
    """One lane's connection to the cloud; used by one thread."""

    def __init__(
        self,
        base_url: str,
        auth: httpx.Auth | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._http = httpx.Client(
            base_url=_trusted(base_url),
            auth=auth,
            timeout=TIMEOUT_S,
            transport=transport,
            trust_env=False,
            headers={"accept": CONTENT_TYPE, "accept-encoding": "identity"},
        )

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def get(self, path: str, kind: type[M], **params: str | int) -> M:
        """Ask for a message; raises CloudError kinds."""
        return self._send(self._http.build_request("GET", path, params=params), kind)

    def post(self, path: str, message: Message, kind: type[M]) -> M:
        """Send a message and return the answer; raises CloudError kinds."""
        content = message.model_dump_json().encode()
        headers = {"content-type": CONTENT_TYPE}
        request = self._http.build_request(
            "POST", path, content=content, headers=headers
        )
        return self._send(request, kind)

    def _send(self, request: httpx.Request, kind: type[M]) -> M:
        try:
            response = self._http.send(request)
        except httpx.HTTPError as error:
            name = type(error).__name__
            raise CloudError(f"the cloud cannot be reached ({name})") from error
        if response.status_code != 200:
            raise _failure(response)
        return _parsed(response, kind)


def _parsed(response: httpx.Response, kind: type[M]) -> M:
    try:
        return kind.model_validate_json(response.content)
    except ValidationError as error:
        raise CloudUntrusted("the answer is not the cloud's") from error


def _failure(response: httpx.Response) -> CloudError:
    wait = _retry_after(response)
    try:
        problem = Problem.model_validate_json(response.content)
    except ValidationError:
        return CloudError(f"the cloud answered {response.status_code}", wait)
    return CloudRefused(response.status_code, problem, wait)


def _retry_after(response: httpx.Response) -> float | None:
    text = response.headers.get("retry-after", "")
    return float(text) if text.isdecimal() else None


def _trusted(base_url: str) -> httpx.URL:
    try:
        url = httpx.URL(base_url)
    except httpx.InvalidURL as error:
        raise CloudUntrusted(f"{base_url}: not a URL") from error
    if url.scheme == "https" or (url.scheme == "http" and _is_loopback(url.host)):
        return url
    raise CloudUntrusted(f"{base_url}: only https, or http to this machine")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
