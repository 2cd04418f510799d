"""Enrolment by a one-time code."""

import httpx
import pytest

from sync import wire
from sync.client import CloudClient
from sync.cloud.enrolment import issue_code
from sync.enrol import enrol
from sync.errors import CloudRefused, CloudUntrusted, IdentityError


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def bare(make_lane):
    return make_lane("S001-L1")


def test_a_lane_gets_the_secrets_of_its_store(cloud, bare):
    done = bare.enrol()
    store = cloud.secrets.of_store("S001")
    assert (done.store, done.device, done.demo) == ("S001", "S001-L1", False)
    assert (bare.secrets / "pepper").read_bytes() == store.pepper
    assert (bare.secrets / "store.key").read_bytes() == store.store_key
    assert (bare.secrets / "cloud.pub").read_bytes() == cloud.secrets.public_key
    assert {path.stat().st_mode & 0o777 for path in bare.secrets.iterdir()} == {0o600}


def test_the_same_again_gives_the_same(cloud, bare):
    code = cloud.code()
    first = bare.enrol(code)
    before = files(bare.secrets)
    assert bare.enrol(code) == first
    assert files(bare.secrets) == before


def test_a_code_may_be_typed_in_any_way(cloud, bare):
    bare.enrol(cloud.code().lower().replace("-", " "))


def test_a_used_code_is_refused_to_other_keys(cloud, bare):
    code = cloud.code()
    bare.enrol(code)
    (bare.secrets / "transport.key").unlink()
    with pytest.raises(CloudRefused, match="other keys"):
        bare.enrol(code)


def test_a_wrong_code_is_refused_and_five_tries_end_it(cloud, bare):
    code = cloud.code()
    wrong = "A" * 16 + code.replace("-", "")[16:]
    for _ in range(5):
        with pytest.raises(CloudRefused, match="the code is wrong"):
            bare.enrol(wrong)
    with pytest.raises(CloudRefused, match="no tries left"):
        bare.enrol(code)


def test_a_code_ends_after_a_day(cloud, bare):
    code = cloud.code()
    cloud.clock.advance(hours=24, seconds=1)
    with pytest.raises(CloudRefused, match="expired"):
        bare.enrol(code)


def test_a_code_is_bound_to_its_lane_and_store(cloud, make_lane):
    code = cloud.code("S001-L2")
    with pytest.raises(CloudRefused, match="no code"):
        make_lane("S001-L3").enrol(code)
    with pytest.raises(CloudRefused, match="no code"):
        lane = make_lane("S001-L2")
        enrol(cloud.client(), lane.secrets, "S002", "S001-L2", code)


def test_a_new_code_ends_the_old_one(cloud, bare):
    old = cloud.code()
    cloud.code()
    with pytest.raises(CloudRefused, match="wrong"):
        bare.enrol(old)


def test_another_cloud_is_not_believed(cloud, bare):
    code = cloud.code().replace("-", "")[:16] + "A" * 16
    with pytest.raises(CloudUntrusted, match="not the cloud"):
        bare.enrol(code)
    assert not (bare.secrets / "store.key").exists()


@pytest.mark.parametrize("code", ["", "ABC", "A" * 31, "1" * 32, "é" * 32])
def test_what_is_no_code_is_said_to_be_none(bare, code):
    bare.secrets.mkdir()
    with pytest.raises(IdentityError):
        enrol(bare.cloud.client(), bare.secrets, "S001", "S001-L1", code)


@pytest.mark.parametrize("key", ["transport", "ledger"])
def test_keys_need_proofs(cloud, bare, key):
    code = cloud.code()
    sent = []
    client = cloud.client()
    original = client.post
    client.post = lambda path, message, kind: (
        sent.append(message) or original(path, message, kind)
    )
    enrol(client, bare.secrets, "S001", "S001-L1", code)
    changed = sent[0].model_copy(update={f"{key}_proof": wire.encode(bytes(64))})
    response = cloud.http("POST", "/v1/enrol", content=changed.model_dump_json())
    assert response.status_code == 422 or response.json()["error"] == "code"
    headers = {"content-type": "application/json"}
    response = cloud.http(
        "POST", "/v1/enrol", content=changed.model_dump_json(), headers=headers
    )
    assert (response.status_code, response.json()["error"]) == (403, "code")


def test_the_code_is_stored_as_a_hash_only(cloud):
    code = issue_code(cloud.storage, cloud.secrets, "S001", "X", cloud.clock())
    secret = code.replace("-", "")[:16].encode()
    for path in cloud.folder.glob("cloud.db*"):
        assert secret not in path.read_bytes()


class Alters(httpx.BaseTransport):
    """Someone between lane and cloud, who changes one field of the answer."""

    def __init__(self, inner, **changes):
        self.inner, self.changes = inner, changes

    def handle_request(self, request):
        answer = self.inner.handle_request(request).json()
        answer["enrolment"] |= self.changes
        return httpx.Response(200, json=answer)


@pytest.mark.parametrize(
    "changes",
    [{"pepper": wire.encode(bytes(32))}, {"device": "S001-L9"}, {"demo": True}],
)
def test_an_altered_answer_is_not_believed(cloud, bare, changes):
    transport = Alters(cloud.transport, **changes)
    client = CloudClient("http://127.0.0.1", None, transport)
    with pytest.raises(CloudUntrusted, match="not signed"):
        enrol(client, bare.secrets, "S001", "S001-L1", cloud.code())
    assert not (bare.secrets / "pepper").exists()
