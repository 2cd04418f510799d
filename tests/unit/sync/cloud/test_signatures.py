"""Attacks on a signed request; each must be refused and change nothing."""

from datetime import timedelta

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import HTTPMessageSigner, MappingKeyResolver, algorithms

from sync import wire
from sync.identity import RequestSigner, load_key, public_bytes

BASE = "http://127.0.0.1"
PATH = "/v1/devices/S001-L1/entries"


@pytest.fixture
def batch(chain_of):
    chain = chain_of()
    chain.add()
    return wire.PushRequest(epoch=0, entries=tuple(chain.entries))


def request_for(batch, path=PATH, method="POST"):
    content = batch.model_dump_json().encode() if method == "POST" else b""
    return httpx.Request(method, BASE + path, content=content)


def signed(lane, batch, **options):
    request = request_for(batch, **options)
    lane.signer().sign(request)
    return request


def send(cloud, request):
    response = cloud.transport.handle_request(request)
    return response.status_code, response.json()


def refused(cloud, request, error="signature", status=401):
    code, problem = send(cloud, request)
    assert (code, problem["error"]) == (status, error), problem
    assert cloud.entries() == []
    return problem["detail"]


def altered(request, **changes):
    """The same request with the same headers, but for what is changed."""
    return httpx.Request(
        changes.get("method", request.method),
        changes.get("url", request.url),
        headers=changes.get("headers", request.headers),
        content=changes.get("content", request.content),
    )


def test_a_right_request_is_taken(cloud, lane, batch):
    status, reply = send(cloud, signed(lane, batch))
    assert status == 200
    assert reply["ack"]["seq"] == 1


def test_no_signature(cloud, lane, batch):
    refused(cloud, request_for(batch))


def test_an_altered_body(cloud, lane, batch):
    request = signed(lane, batch)
    content = request.content.replace(b'"n\\":1', b'"n\\":2')
    assert content != request.content
    refused(cloud, altered(request, content=content))


def test_an_altered_body_with_its_own_digest(cloud, lane, batch):
    request = signed(lane, batch)
    content = request.content.replace(b'"n\\":1', b'"n\\":2')
    other = httpx.Request("POST", BASE + PATH, content=content)
    RequestSigner(lane.device, Ed25519PrivateKey.generate(), cloud.clock).sign(other)
    headers = dict(request.headers)
    headers["content-digest"] = other.headers["content-digest"]
    refused(cloud, altered(request, content=content, headers=headers))


def test_an_altered_path(cloud, lane, batch):
    url = BASE + PATH.replace("L1", "L2")
    refused(cloud, altered(signed(lane, batch), url=url))


def test_an_altered_query(cloud, lane, batch):
    refused(cloud, altered(signed(lane, batch), url=f"{BASE}{PATH}?x=1"))


def test_an_altered_method(cloud, lane, batch):
    request = signed(lane, batch, path="/v1/devices/S001-L1")
    refused(cloud, altered(request, method="GET"))


def test_another_host(cloud, lane, batch):
    request = signed(lane, batch)
    headers = dict(request.headers) | {"host": "other.example"}
    refused(cloud, altered(request, headers=headers))


def test_a_replayed_request(cloud, lane, batch):
    request = signed(lane, batch, path="/v1/devices/S001-L1", method="GET")
    assert send(cloud, request)[0] == 200
    refused(cloud, altered(request), error="replay")


def test_a_replay_is_refused_for_as_long_as_the_signature_counts(cloud, lane, batch):
    ahead = cloud.clock() + timedelta(minutes=4, seconds=59)
    request = request_for(batch, path="/v1/devices/S001-L1", method="GET")
    lane.signer(lambda: ahead).sign(request)
    assert send(cloud, request)[0] == 200
    cloud.clock.advance(minutes=9, seconds=58)
    refused(cloud, altered(request), error="replay")


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_clock_more_than_five_minutes_off(cloud, lane, batch, minutes):
    def now():
        return cloud.clock() + timedelta(minutes=minutes)

    request = request_for(batch)
    lane.signer(now).sign(request)
    refused(cloud, request)


@pytest.mark.parametrize("minutes", [-4, 4])
def test_a_clock_less_than_five_minutes_off(cloud, lane, batch, minutes):
    def now():
        return cloud.clock() + timedelta(minutes=minutes)

    request = request_for(batch)
    lane.signer(now).sign(request)
    assert send(cloud, request)[0] == 200


def test_an_unknown_key(cloud, lane, batch):
    request = request_for(batch)
    stranger = Ed25519PrivateKey.generate()
    RequestSigner(lane.device, stranger, cloud.clock).sign(request)
    refused(cloud, request)


def test_a_known_key_id_with_another_key(cloud, lane, batch):
    request = request_for(batch)
    signer = RequestSigner(lane.device, Ed25519PrivateKey.generate(), cloud.clock)
    key_id = wire.key_id(
        lane.device, public_bytes(load_key(lane.secrets / "transport.key"))
    )
    private = signer._signer.key_resolver.private_keys
    private[key_id] = private.pop(signer._key_id)
    signer._key_id = key_id
    signer.sign(request)
    refused(cloud, request)


def test_the_ledger_key_signs_no_request(cloud, lane, batch):
    request = request_for(batch)
    key = load_key(lane.secrets / "ledger.key")
    RequestSigner(lane.device, key, cloud.clock).sign(request)
    refused(cloud, request)


def test_another_devices_key(cloud, lane, make_lane, batch):
    other = make_lane("S001-L2")
    other.enrol()
    refused(cloud, signed(other, batch), error="forbidden", status=403)


def test_another_stores_feed(cloud, lane, batch):
    for feed in ("changes", "people"):
        path = f"/v1/stores/S002/{feed}"
        request = signed(lane, batch, path=path, method="GET")
        refused(cloud, request, error="forbidden", status=403)


def test_a_key_that_was_replaced(cloud, lane, batch):
    request = signed(lane, batch)
    (lane.secrets / "transport.key").unlink()
    lane.enrol()
    refused(cloud, request)


def raw_signature(lane, cloud, request, **options):
    """Sign as a careless or malicious client of the library would."""
    key = load_key(lane.secrets / "transport.key")
    key_id = wire.key_id(lane.device, public_bytes(key))
    signer = HTTPMessageSigner(
        signature_algorithm=algorithms.ED25519,
        key_resolver=MappingKeyResolver(public_keys={}, private_keys={key_id: key}),
    )
    request.headers["content-type"] = wire.CONTENT_TYPE
    ours = {
        "key_id": key_id,
        "created": cloud.clock(),
        "nonce": "0123456789abcdef",
        "label": wire.SIGNATURE_LABEL,
        "tag": wire.SIGNATURE_TAG,
        "include_alg": False,
        "covered_component_ids": wire.COVERED,
        "body": request.content,
    }
    signer.sign(request, **(ours | options))
    return request


def test_the_raw_signature_helper_is_right_by_itself(cloud, lane, batch):
    status, _ = send(cloud, raw_signature(lane, cloud, request_for(batch)))
    assert status == 200


@pytest.mark.parametrize("missing", [c for c in wire.COVERED if c != "content-digest"])
def test_a_missing_component(cloud, lane, batch, missing):
    covered = tuple(name for name in wire.COVERED if name != missing)
    request = raw_signature(
        lane, cloud, request_for(batch), covered_component_ids=covered
    )
    refused(cloud, request)


def test_the_body_left_uncovered(cloud, lane, batch):
    covered = tuple(name for name in wire.COVERED if name != "content-digest")
    request = raw_signature(
        lane, cloud, request_for(batch), covered_component_ids=covered, body=None
    )
    refused(cloud, request)


def test_one_component_more(cloud, lane, batch):
    covered = (*wire.COVERED, "@scheme")
    request = raw_signature(
        lane, cloud, request_for(batch), covered_component_ids=covered
    )
    assert "other components" in refused(cloud, request)


@pytest.mark.parametrize(
    "options",
    [
        {"tag": None},
        {"tag": "another-service"},
        {"nonce": None},
        {"nonce": ""},
        {"nonce": "n" * 65},
        {"include_alg": True},
    ],
)
def test_other_parameters(cloud, lane, batch, options):
    refused(cloud, raw_signature(lane, cloud, request_for(batch), **options))


def test_a_downgrade_to_another_algorithm(cloud, lane, batch):
    request = signed(lane, batch)
    text = request.headers["signature-input"]
    headers = dict(request.headers)
    headers["signature-input"] = text + ';alg="hmac-sha256"'
    refused(cloud, altered(request, headers=headers))
