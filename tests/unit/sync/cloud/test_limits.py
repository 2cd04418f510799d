"""Small requests, few at a time."""

import asyncio

import httpx
import pytest

from sync import wire
from sync.cloud.limits import Limits


async def echo(scope, receive, send):
    body = (await receive())["body"]
    headers = [(b"content-type", b"text/plain")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": str(len(body)).encode()})


def ask(app, **options):
    async def go():
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://127.0.0.1"
        ) as client:
            return await client.post("/", **options)

    return asyncio.run(go())


def test_a_body_up_to_the_limit_passes():
    reply = ask(Limits(echo), content=b"x" * wire.MAX_REQUEST_BYTES)
    assert reply.text == str(wire.MAX_REQUEST_BYTES)


def test_a_declared_length_over_the_limit():
    reply = ask(Limits(echo), content=b"x" * (wire.MAX_REQUEST_BYTES + 1))
    assert (reply.status_code, reply.json()["error"]) == (413, "too_large")


def test_a_stream_over_the_limit():
    async def stream():
        for _ in range(3):
            await asyncio.sleep(0)
            yield b"x" * (wire.MAX_REQUEST_BYTES // 2)

    reply = ask(Limits(echo), content=stream())
    assert (reply.status_code, reply.json()["error"]) == (413, "too_large")


def test_when_too_many_are_under_way_the_wish_grows_with_the_backlog():
    async def go():
        release = asyncio.Event()

        async def slow(scope, receive, send):
            await release.wait()
            await echo(scope, receive, send)

        app = Limits(slow, max_under_way=2)
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://127.0.0.1"
        ) as client:
            first = [asyncio.create_task(client.post("/")) for _ in range(2)]
            await asyncio.sleep(0)
            turned_away = [await client.post("/") for _ in range(50)]
            release.set()
            done = await asyncio.gather(*first)
            again = await client.post("/")
        return done, turned_away, again

    done, turned_away, again = asyncio.run(go())
    assert {reply.status_code for reply in [*done, again]} == {200}
    assert {reply.status_code for reply in turned_away} == {503}
    waits = [int(reply.headers["retry-after"]) for reply in turned_away]
    assert waits == sorted(waits)
    assert waits[0] == 1 < waits[-1]


@pytest.mark.parametrize("kind", ["lifespan", "websocket"])
def test_what_is_no_request_passes_by(kind):
    seen = []

    async def app(scope, receive, send):
        seen.append(scope["type"])
        await asyncio.sleep(0)

    asyncio.run(Limits(app)({"type": kind}, None, None))
    assert seen == [kind]


def test_a_body_that_never_ends_is_given_up(monkeypatch):
    monkeypatch.setattr("sync.cloud.limits.READ_S", 0.01)
    sent = []

    async def receive():
        await asyncio.Event().wait()

    async def send(message):
        sent.append(message)
        await asyncio.sleep(0)

    scope = {"type": "http", "headers": []}
    asyncio.run(Limits(echo)(scope, receive, send))
    assert sent[0]["status"] == 408


def test_a_length_of_thousands_of_digits_is_over_the_limit():
    sent = []

    async def send(message):
        sent.append(message)
        await asyncio.sleep(0)

    scope = {"type": "http", "headers": [(b"content-length", b"9" * 5000)]}
    asyncio.run(Limits(echo)(scope, None, send))
    assert sent[0]["status"] == 413
