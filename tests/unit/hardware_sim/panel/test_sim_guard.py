"""Who may talk to the panel: Host names, other sites' pages, the token."""

import asyncio
from typing import Any

import httpx
import pytest

from hardware_sim.panel.guard import COOKIE, Guard, is_loopback


async def answer_ok(scope: Any, receive: Any, send: Any) -> None:
    del scope, receive
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"ok"})


def status(
    host: str = "127.0.0.1",
    token: str | None = None,
    path: str = "/",
    **headers: str,
) -> int:
    async def run() -> int:
        transport = httpx.ASGITransport(app=Guard(answer_ok, host, token))
        async with httpx.AsyncClient(
            transport=transport, base_url="http://127.0.0.1:8000"
        ) as client:
            return (await client.get(path, headers=headers)).status_code

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("127.0.0.1:8000", 200),
        ("localhost", 200),
        ("[::1]:80", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("192.168.1.9", 421),
        ("", 421),
    ],
)
def test_an_unknown_host_is_refused_on_loopback(name: str, code: int) -> None:
    assert status(Host=name) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [("192.168.1.9:80", 200), ("lane3.shop", 200), ("evil.example", 421)],
)
def test_off_loopback_addresses_and_the_own_name_are_known(
    name: str, code: int
) -> None:
    assert status("lane3.shop", Host=name) == code


def test_another_sites_page_is_refused() -> None:
    assert status(Origin="https://evil.example") == 403
    assert status(Origin="null") == 403
    assert status(Origin="http://127.0.0.1:8000") == 200


def test_the_token_comes_by_header_query_or_cookie() -> None:
    assert status(token="t") == 401
    assert status(token="t", path="/?token=no") == 401
    assert status(token="t", path="/?token=t") == 200
    assert status(token="t", Authorization="Bearer t") == 200
    assert status(token="t", Cookie=f"{COOKIE}=t") == 200


@pytest.mark.parametrize(
    ("host", "yes"),
    [
        ("127.0.0.1", True),
        ("127.0.0.9", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("10.0.0.1", False),
        ("lane3", False),
    ],
)
def test_what_is_loopback(host: str, yes: bool) -> None:
    assert is_loopback(host) is yes
