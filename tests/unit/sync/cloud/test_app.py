"""The service's edges: bad requests, health, OpenAPI, time."""

import json

import pytest

from sync import wire
from sync.cloud.storage import StorageError
from sync.errors import CloudRefused
from sync.identity import is_signed

JSON = {"content-type": "application/json"}


def test_health(cloud):
    assert cloud.http("GET", "/healthz").json() == {"status": "ok"}


def test_a_storage_that_does_not_answer_is_503(cloud):
    def fail(_):
        raise StorageError("disk I/O error at /secret/path")

    cloud.storage.is_store = fail
    reply = cloud.http("GET", "/healthz")
    assert reply.status_code == 503
    assert reply.headers["retry-after"] == "5"
    assert "secret" not in reply.text


def test_openapi_names_every_message(cloud):
    document = cloud.http("GET", "/openapi.json").json()
    assert set(document["paths"]) == {
        "/v1/devices/{device}/entries",
        "/v1/devices/{device}",
        "/v1/stores/{store}/changes",
        "/v1/stores/{store}/people",
        "/v1/stores/{store}/sales",
        "/v1/time",
        "/v1/enrol",
        "/healthz",
        "/stores/{store}",
    }
    assert {"PushRequest", "PushReply", "EnrolReply", "Problem"} <= set(
        document["components"]["schemas"]
    )


def test_no_page_that_loads_from_elsewhere(cloud):
    assert cloud.http("GET", "/docs").status_code == 404
    assert cloud.http("GET", "/redoc").json()["error"] == "not_found"


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"code": 1}', b"\xff", b"[" * 10_000, b'{"a":1e999}'],
)
def test_what_is_no_message_is_a_bad_request(cloud, content):
    reply = cloud.http("POST", "/v1/enrol", content=content, headers=JSON)
    assert reply.status_code in {400, 422}
    assert reply.json()["error"] == "bad_request"


def test_an_unknown_field_is_refused(cloud, lane):
    class More(wire.PushRequest):
        more: int = 1

    entry = wire.Entry(
        epoch=0,
        seq=1,
        id="x",
        kind="x",
        business_date="x",
        at_utc="x",
        mono_ns=0,
        v=1,
        body="{}",
        prev="0" * 64,
        hash="0" * 64,
    )
    path = "/v1/devices/S001-L1/entries"
    with pytest.raises(CloudRefused, match="bad_request"):
        lane.client().post(path, More(epoch=0, entries=(entry,)), wire.PushReply)
    with pytest.raises(CloudRefused, match="one epoch"):
        batch = wire.PushRequest(epoch=1, entries=(entry,))
        lane.client().post(path, batch, wire.PushReply)


def test_more_than_a_batch_is_refused(cloud, lane, chain_of):
    chain = chain_of()
    for _ in range(wire.MAX_BATCH + 1):
        chain.add()
    batch = wire.PushRequest.model_construct(epoch=0, entries=tuple(chain.entries))
    with pytest.raises(CloudRefused, match="bad_request"):
        lane.client().post("/v1/devices/S001-L1/entries", batch, wire.PushReply)


@pytest.mark.parametrize("since", ["-1", "x", str(2**53), "1e3", ""])
def test_a_cursor_that_is_none(lane, since):
    with pytest.raises(CloudRefused, match="422"):
        lane.client().get("/v1/stores/S001/changes", wire.ChangesReply, since=since)


def test_the_time_is_signed(cloud):
    reply = wire.TimeReply(**cloud.http("GET", "/v1/time?nonce=12345678").json())
    text = wire.time_text("12345678", reply.unix_ms)
    assert is_signed(cloud.secrets.public_key, reply.signature, text)
    assert reply.unix_ms == round(cloud.clock().timestamp() * 1000)


@pytest.mark.parametrize("nonce", ["", "short", "x" * 65, "new%0Aline0", "%00" * 8])
def test_a_nonce_that_is_none(cloud, nonce):
    assert cloud.http("GET", f"/v1/time?nonce={nonce}").status_code == 422


def test_a_device_learns_what_the_cloud_has(lane):
    lane.sell(2)
    lane.push_all()
    reply = lane.client().get("/v1/devices/S001-L1", wire.DeviceReply)
    assert [ack.seq for ack in reply.acks] == [2]
    assert reply.forks == ()


def test_no_traceback_and_no_version_in_any_refusal(cloud):
    for path in ("/", "/v1/devices/x", "/v1/stores/x/changes?since=a", "/stores/x"):
        reply = cloud.http("GET", path)
        assert reply.status_code in {401, 404, 422}
        assert "Traceback" not in reply.text
        assert "server" not in reply.headers
        if "json" in reply.headers["content-type"]:
            assert set(json.loads(reply.text)) == {"error", "detail", "ack"}
