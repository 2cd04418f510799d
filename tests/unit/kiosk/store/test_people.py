"""People: PINs and badges prove a colleague, codes find a member, values are sealed."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.intervention import Role
from kiosk.store.errors import StoreCorrupt, StoreIO
from kiosk.store.people import MemberRecord, People, StaffRecord
from kiosk.store.schema import open_people
from kiosk.store.seal import keyed_hash, seal, unseal

PEPPER, KEY = secrets.token_bytes(32), secrets.token_bytes(32)
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def sealed(owner: str, field: str, value: str, version: int = 1) -> bytes:
    return seal(KEY, value, store="S001", owner=owner, field=field, version=version)


@pytest.fixture
def people(tmp_path: Path) -> Iterator[People]:
    path = tmp_path / "people.db"
    db = open_people(path)
    for staff, role, pin, badge in (
        ("st-1", "attendant", "246813", "BADGE-1"),
        ("st-2", "supervisor", "975318", ""),
    ):
        db.run(
            "INSERT INTO staff VALUES (?,1,?,1,?,?,?)",
            (
                staff,
                role,
                sealed(staff, "name", f"店员 {staff}"),
                sealed(staff, "pin", CHEAP.hash(keyed_hash(PEPPER, pin))),
                sealed(staff, "badge", CHEAP.hash(keyed_hash(PEPPER, badge)))
                if badge
                else b"",
            ),
        )
    db.run(
        "INSERT INTO member VALUES ('m-1', 3, 'gold', 0, ?, ?)",
        (keyed_hash(PEPPER, "MEMBER-1").hex(), sealed("m-1", "name", "会员一", 3)),
    )
    db.close()
    opened = People.open(path, "S001", KEY)
    yield opened
    opened.close()


def test_a_pin_tells_who_it_is(people: People) -> None:
    found = people.verify_pin("975318", PEPPER)
    assert found == StaffRecord("st-2", "店员 st-2", Role.SUPERVISOR, demo=True)


@pytest.mark.parametrize("pin", ["000000", "", "24681", "2468130", "BADGE-1"])
def test_a_wrong_pin_is_nobody_s(people: People, pin: str) -> None:
    assert people.verify_pin(pin, PEPPER) is None


def test_another_pepper_opens_nothing(people: People) -> None:
    assert people.verify_pin("246813", bytes(32)) is None


def test_a_badge_tells_who_it_is(people: People) -> None:
    found = people.verify_badge("BADGE-1", PEPPER)
    assert found is not None
    assert (found.id, found.role) == ("st-1", Role.ATTENDANT)
    assert people.verify_badge("", PEPPER) is None


def test_a_member_is_found_by_code(people: People) -> None:
    assert people.member_by_code("MEMBER-1", PEPPER) == MemberRecord(
        "m-1", "会员一", "gold", demo=False
    )
    assert people.member_by_code("MEMBER-2", PEPPER) is None


def test_staff_are_listed(people: People) -> None:
    assert [record.id for record in people.staff()] == ["st-1", "st-2"]


def test_demo_people_are_told(people: People, tmp_path: Path) -> None:
    assert people.has_demo_people()
    db = open_people(tmp_path / "people.db")
    db.run("UPDATE staff SET demo = 0")
    db.close()
    assert not people.has_demo_people()


def test_names_and_codes_stand_nowhere_in_the_file(
    people: People, tmp_path: Path
) -> None:
    files = b"".join(file.read_bytes() for file in tmp_path.glob("people.db*"))
    for secret in ("店员", "会员一", "MEMBER-1", "246813", "argon2"):
        assert secret.encode() not in files


def test_another_store_key_is_told(people: People, tmp_path: Path) -> None:
    other = People.open(tmp_path / "people.db", "S001", bytes(32))
    with pytest.raises(StoreCorrupt, match="cannot be opened with this store's key"):
        other.verify_pin("246813", PEPPER)
    other.close()


def test_a_bad_hash_is_told(people: People, tmp_path: Path) -> None:
    db = open_people(tmp_path / "people.db")
    db.run("UPDATE staff SET pin = ?", (sealed("st-1", "pin", "plain"),))
    db.close()
    with pytest.raises(StoreCorrupt, match="a staff hash is bad"):
        people.verify_pin("246813", PEPPER)


def test_no_file_yet_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreIO, match="cannot be opened"):
        People.open(tmp_path / "people.db", "S001", KEY)


@given(st.text(max_size=40), st.text("ab-1", max_size=6), st.integers(0, 9))
def test_a_seal_opens_only_where_it_was_made(
    value: str, owner: str, version: int
) -> None:
    made = sealed(owner, "name", value, version)
    place = {"store": "S001", "owner": owner, "field": "name", "version": version}
    assert unseal(KEY, made, **place) == value  # type: ignore[arg-type]
    for other in (
        {"store": "S002"},
        {"owner": f"{owner}x"},
        {"field": "pin"},
        {"version": version + 1},
    ):
        with pytest.raises(StoreCorrupt):
            unseal(KEY, made, **(place | other))  # type: ignore[arg-type]


@pytest.mark.parametrize("sealed_value", [b"", b"short", bytes(40)])
def test_what_was_never_sealed_is_told(sealed_value: bytes) -> None:
    with pytest.raises(StoreCorrupt):
        unseal(KEY, sealed_value, store="S", owner="o", field="f", version=1)
