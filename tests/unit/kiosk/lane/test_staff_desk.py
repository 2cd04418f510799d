"""The staff desk: who a PIN or a badge belongs to, and a fault is an answer, too."""

import logging
import secrets
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from drivers.ports import SymbolScanned
from kiosk.lane.shelf import Shelf
from kiosk.lane.staff import StaffChecked, StaffDesk
from kiosk.store.people import People
from kiosk.store.schema import open_people
from kiosk.store.seal import keyed_hash, seal

PEPPER, KEY = secrets.token_bytes(32), secrets.token_bytes(32)
PIN, BADGE, MEMBER = "246813", "BADGE-1", "MEMBER-1"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
LIMIT_S = 30


def write_people(path: Path) -> None:
    db = open_people(path)

    def sealed(owner: str, field: str, value: str) -> bytes:
        return seal(KEY, value, store="S001", owner=owner, field=field, version=1)

    def hashed(field: str, secret: str) -> bytes:
        return sealed("st-1", field, CHEAP.hash(keyed_hash(PEPPER, secret)))

    db.run(
        "INSERT INTO staff VALUES ('st-1', 1, 'attendant', 1, ?, ?, ?)",
        (sealed("st-1", "name", "店员"), hashed("pin", PIN), hashed("badge", BADGE)),
    )
    db.run(
        "INSERT INTO member VALUES ('m-1', 1, 'gold', 1, ?, ?)",
        (keyed_hash(PEPPER, MEMBER).hex(), sealed("m-1", "name", "会员")),
    )
    db.close()


class Front:
    """A desk whose answers can be waited for."""

    def __init__(self, path: Path, takes_demo: bool = True) -> None:
        self.answers: list[StaffChecked] = []
        self._more = threading.Condition()
        self.people = Shelf(path, lambda: People.open(path, "S001", KEY))
        self.desk = StaffDesk(self.people, PEPPER, takes_demo, self._take)

    def _take(self, checked: StaffChecked) -> None:
        with self._more:
            self.answers.append(checked)
            self._more.notify_all()

    def ask(self, check: Callable[[], None]) -> StaffChecked:
        before = len(self.answers)
        check()
        with self._more:
            assert self._more.wait_for(lambda: len(self.answers) > before, LIMIT_S)
        return self.answers[-1]

    def pin(self, pin: str) -> StaffChecked:
        return self.ask(lambda: self.desk.check_pin(pin))

    def close(self) -> None:
        self.desk.stop()
        self.people.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "people.db"


@pytest.fixture
def make_front(path: Path) -> Iterator[Callable[..., Front]]:
    fronts: list[Front] = []

    def make(takes_demo: bool = True) -> Front:
        fronts.append(Front(path, takes_demo))
        return fronts[-1]

    yield make
    for one in fronts:
        one.close()


@pytest.fixture
def front(path: Path, make_front: Callable[..., Front]) -> Front:
    write_people(path)
    return make_front()


def test_a_pin_tells_who_it_is(front: Front) -> None:
    checked = front.pin(PIN)
    assert checked.staff is not None
    assert (checked.staff.id, checked.method, checked.fault) == ("st-1", "pin", False)


@pytest.mark.parametrize("pin", ["000000", "", PIN + "0", BADGE, "\udcff"])
def test_a_wrong_pin_is_nobody_s(front: Front, pin: str) -> None:
    assert front.pin(pin).staff is None


def test_a_badge_tells_who_it_is_and_which_scan_it_was(front: Front) -> None:
    scan = SymbolScanned("scanner", BADGE, "qr", 1)
    checked = front.ask(lambda: front.desk.check_badge(scan))
    assert checked.staff is not None
    assert (checked.staff.id, checked.method, checked.scan) == ("st-1", "badge", scan)
    assert BADGE not in repr(checked)


def test_a_text_that_is_no_badge_comes_back(front: Front) -> None:
    scan = SymbolScanned("scanner", "SOME TEXT", "qr", 1)
    checked = front.ask(lambda: front.desk.check_badge(scan))
    assert (checked.staff, checked.scan, checked.fault) == (None, scan, False)


def test_demo_staff_open_nothing_in_production(
    path: Path, make_front: Callable[..., Front], caplog: pytest.LogCaptureFixture
) -> None:
    write_people(path)
    front = make_front(takes_demo=False)
    with caplog.at_level(logging.ERROR):
        assert front.pin(PIN).staff is None
    assert "demo staff is refused" in caplog.text


def test_without_people_nothing_is_a_wrong_attempt(
    make_front: Callable[..., Front], caplog: pytest.LogCaptureFixture
) -> None:
    front = make_front()
    checked = front.pin(PIN)
    assert (checked.staff, checked.fault) == (None, True)
    assert PIN not in caplog.text


def test_a_fault_that_nobody_foresaw_is_answered_and_kept_secret(
    make_front: Callable[..., Front],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    path: Path,
) -> None:
    def fail(self: People, pin: str, pepper: bytes) -> None:
        raise RuntimeError(f"what is {pin}?")

    write_people(path)
    monkeypatch.setattr(People, "verify_pin", fail)
    front = make_front()
    with caplog.at_level(logging.DEBUG):
        assert front.pin(PIN).fault
    assert "RuntimeError" in caplog.text
    assert PIN not in caplog.text
    monkeypatch.undo()
    assert front.pin(PIN).staff is not None  # the desk is still there


def test_a_member_is_known_by_the_code(front: Front) -> None:
    assert front.desk.member_id(MEMBER) == "m-1"
    assert front.desk.member_id("MEMBER-2") is None


def test_without_people_nobody_is_a_member(make_front: Callable[..., Front]) -> None:
    assert make_front().desk.member_id(MEMBER) is None


def test_another_store_s_key_opens_nobody(
    path: Path, make_front: Callable[..., Front]
) -> None:
    write_people(path)
    front = make_front()
    front.people = Shelf(path, lambda: People.open(path, "S002", KEY))
    front.desk._people = front.people
    assert front.pin(PIN).fault
    assert front.desk.member_id(MEMBER) is None
