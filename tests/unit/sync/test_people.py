"""The people lane: sealed in the file, erased to the last byte."""

import pytest

from kiosk.store.people import People
from sync.cloud.demo import import_folder
from sync.people import PeoplePuller


@pytest.fixture
def load(cloud, demo_folder):
    def load():
        demo_folder.write()
        return import_folder(
            cloud.storage, cloud.secrets, demo_folder.folder, None
        ).changed

    return load


@pytest.fixture
def puller(lane, load):
    load()
    key = (lane.secrets / "store.key").read_bytes()
    puller = PeoplePuller(lane.folder / "people.db", "S001", key, lane.client())
    puller.step()
    yield puller
    puller.close()


@pytest.fixture
def people(lane, puller):
    key = (lane.secrets / "store.key").read_bytes()
    opened = People.open(lane.folder / "people.db", "S001", key)
    yield opened
    opened.close()


@pytest.fixture
def pepper(lane):
    return (lane.secrets / "pepper").read_bytes()


def bytes_of(folder, name):
    return b"".join(path.read_bytes() for path in folder.glob(f"{name}*"))


def test_the_kiosk_knows_its_people(people, pepper):
    found = people.verify_pin("246813", pepper)
    assert (found.id, found.role, found.demo) == ("st-1", "attendant", True)
    assert people.verify_badge("BADGE-1", pepper).id == "st-1"
    assert people.verify_pin("246814", pepper) is None
    member = people.member_by_code("MEMBER-1", pepper)
    assert (member.name, member.tier) == ("会员一", "gold")


def test_no_personal_value_is_in_any_file(lane, cloud, people):
    for secret in ("店员甲", "会员一", "246813", "BADGE-1", "MEMBER-1"):
        for folder, name in ((lane.folder, "people.db"), (cloud.folder, "cloud.db")):
            assert secret.encode() not in bytes_of(folder, name)


def test_no_personal_value_is_on_the_wire(lane, cloud, people):
    reply = cloud.storage.changes("S001", "people", 0, 10**6).model_dump_json()
    for secret in ("店员甲", "会员一", "argon2", "MEMBER-1"):
        assert secret not in reply


def test_the_same_people_again_change_nothing(load, puller):
    assert load() == 0


@pytest.mark.parametrize(
    "person, field, value",
    [
        ("staff", "pin", "111222"),
        ("staff", "name", "B"),
        ("staff", "badge", "BADGE-2"),
        ("staff", "role", "supervisor"),
        ("members", "tier", "basic"),
        ("members", "name", "B"),
        ("members", "code", "MEMBER-2"),
    ],
)
def test_a_changed_person_is_changed(
    load, puller, people, demo_folder, pepper, person, field, value
):
    demo_folder.people[person][0][field] = value
    assert load() == 1
    puller.step()
    staff = people.verify_pin(demo_folder.people["staff"][0]["pin"], pepper)
    assert staff.name == demo_folder.people["staff"][0]["name"]
    assert staff.role == demo_folder.people["staff"][0]["role"]
    wanted = demo_folder.people["members"][0]
    member = people.member_by_code(wanted["code"], pepper)
    assert (member.name, member.tier) == (wanted["name"], wanted["tier"])


def test_a_person_who_is_gone_leaves_no_bytes(lane, load, puller, people, demo_folder):
    rows = people._reader.rows("SELECT name, pin, badge FROM staff")
    values = [value for row in rows for value in row]
    assert all(value in bytes_of(lane.folder, "people.db") for value in values)
    demo_folder.people["staff"].clear()
    load()
    puller.step()
    left = bytes_of(lane.folder, "people.db")
    assert not any(value in left for value in values)
    assert list(people.staff()) == []


def test_a_code_may_move_to_another_member(load, puller, people, demo_folder, pepper):
    demo_folder.people["members"] = [
        {"id": "m-0", "code": "MEMBER-1", "name": "Z", "tier": "basic"},
        {"id": "m-1", "code": "MEMBER-9", "name": "会员一", "tier": "gold"},
    ]
    load()
    puller.step()
    assert people.member_by_code("MEMBER-1", pepper).id == "m-0"
    assert people.member_by_code("MEMBER-9", pepper).id == "m-1"


def test_a_feed_that_began_anew_replaces_everyone(
    load, puller, people, demo_folder, cloud
):
    with cloud.storage._db.writing() as db:
        db.execute("DELETE FROM change")
        db.execute("DELETE FROM feed")
    demo_folder.people["members"].clear()
    load()
    puller.step()
    assert [person.id for person in people.staff()] == ["st-1"]
    assert people._reader.rows("SELECT id FROM member") == []


def test_a_row_sealed_for_another_place_is_left_out(
    load, puller, people, demo_folder, cloud
):
    demo_folder.people["members"].append({
        "id": "m-2",
        "code": "MEMBER-2",
        "name": "B",
        "tier": "basic",
    })
    load()
    with cloud.storage._db.writing() as db:
        # The cloud's database, tampered with: one member's values under another's id.
        db.execute(
            "UPDATE change SET body = (SELECT body FROM change WHERE key = 'm-1')"
            " WHERE key = 'm-2'"
        )
    puller.step()
    assert people._reader.rows("SELECT id FROM member") == [("m-1",)]


def test_a_damaged_file_is_fetched_again(lane, load, pepper):
    load()
    path = lane.folder / "people.db"
    path.write_bytes(b"this is not a database, but it is long enough" * 100)
    key = (lane.secrets / "store.key").read_bytes()
    puller = PeoplePuller(path, "S001", key, lane.client())
    puller.step()
    puller.close()
    people = People.open(path, "S001", key)
    assert people.verify_pin("246813", pepper).id == "st-1"
    people.close()
