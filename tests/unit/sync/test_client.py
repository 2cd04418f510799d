"""What counts as an answer of the cloud."""

import httpx
import pytest

from sync import wire
from sync.client import CloudClient
from sync.errors import CloudError, CloudRefused, CloudUntrusted


def client(answer):
    def handle(request):
        if isinstance(answer, Exception):
            raise answer
        return answer

    return CloudClient("https://cloud.example", None, httpx.MockTransport(handle))


def ask(answer):
    return client(answer).get("/v1/time", wire.TimeReply, nonce="x" * 8)


RIGHT = {"nonce": "x", "unix_ms": 1, "signature": "AAAA"}


def test_a_right_answer():
    assert ask(httpx.Response(200, json=RIGHT)).unix_ms == 1


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, html="<h1>Log in</h1>"),
        httpx.Response(200, json=RIGHT | {"more": 1}),
        httpx.Response(200, json=RIGHT | {"unix_ms": "1.5"}),
        httpx.Response(200, content=b"\xff\xfe"),
        httpx.Response(200, json=[]),
    ],
)
def test_an_answer_of_someone_else(answer):
    with pytest.raises(CloudUntrusted):
        ask(answer)


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(302, headers={"location": "http://elsewhere.example"}),
        httpx.Response(500, text="oops"),
        httpx.Response(401, html="<h1>proxy</h1>"),
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("slow"),
        httpx.RemoteProtocolError("cut"),
    ],
)
def test_a_failure_to_try_again_after(answer):
    with pytest.raises(CloudError) as caught:
        ask(answer)
    assert not isinstance(caught.value, CloudRefused)


def test_a_refusal_says_why_and_when_to_come_back():
    problem = wire.Problem(error="busy", detail="later")
    answer = httpx.Response(
        503, content=problem.model_dump_json(), headers={"retry-after": "7"}
    )
    with pytest.raises(CloudRefused, match="503 busy: later") as caught:
        ask(answer)
    assert caught.value.retry_after_s == 7


@pytest.mark.parametrize("text", ["soon", "-1", "Wed, 21 Oct 2026 07:28:00 GMT", ""])
def test_a_wish_that_is_no_number_is_none(text):
    with pytest.raises(CloudError) as caught:
        ask(httpx.Response(503, headers={"retry-after": text}))
    assert caught.value.retry_after_s is None


@pytest.mark.parametrize(
    "url",
    [
        "http://cloud.example",
        "http://127.0.0.1.example",
        "http://10.0.0.1",
        "ftp://127.0.0.1",
        "",
        "cloud.example",
        "http://[::2]",
    ],
)
def test_plain_http_to_elsewhere_is_refused(url):
    with pytest.raises(CloudUntrusted):
        CloudClient(url)


@pytest.mark.parametrize(
    "url", ["https://cloud.example", "http://127.0.0.1:80", "http://localhost:1"]
)
def test_tls_or_this_machine(url):
    CloudClient(url).close()
