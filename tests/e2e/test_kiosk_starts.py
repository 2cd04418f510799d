"""How a kiosk starts: without devices, without a catalogue, and with faulty files."""

import os
import socket
import subprocess
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pysqlite3.dbapi2 as sqlite
import pytest
from lone import NOWHERE, Lone
from shop import BIN, LIMIT_S, one_line, run, until

from kiosk.commands.robot import RobotHand

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.xdist_group("kiosk_starts"),
    pytest.mark.timeout(300),
]


@pytest.fixture
def lone(tmp_path: Path) -> Lone:
    return Lone(tmp_path)


@contextmanager
def running(lone: Lone) -> Generator[RobotHand]:
    """Run the kiosk; at its end it stops cleanly, having shown no traceback."""
    log = lone.folder / "kiosk.log"
    with log.open("w") as sink:
        kiosk = subprocess.Popen(
            [BIN / "kiosk", "run", "--config", lone.write_config()],
            stderr=sink,
            stdout=sink,
            env=os.environ
            | {"QT_QPA_PLATFORM": "offscreen", "PYTHONFAULTHANDLER": "1"},
        )
    hand: RobotHand | None = None
    try:
        hand = RobotHand(lone.robot)
        yield hand
    finally:
        if hand is not None:
            hand.close()
        kiosk.terminate()
        code = kiosk.wait(LIMIT_S)
    assert code == 0, log.read_text()
    assert "Traceback" not in log.read_text()


def too_new(lone: Lone) -> None:
    lone.with_ledger()
    with sqlite.connect(lone.ledger) as db:
        db.execute("UPDATE meta SET value = '99' WHERE key = 'min_reader'")
    db.close()


def noise(lone: Lone) -> None:
    lone.ledger.write_bytes(b"this is no ledger " * 500)


def other_device(lone: Lone) -> None:
    lone.with_ledger()
    lone.tables["lane"] = ['device = "S001-L2"']


def short_key(lone: Lone) -> None:
    (lone.secrets / "ledger.key").write_bytes(b"short")


def taken_port(lone: Lone) -> None:
    lone.tables["admin"] = [f"port = {_TAKEN.getsockname()[1]}"]


def no_folder_for_the_robot(lone: Lone) -> None:
    lone.top[1] = 'robot = "/nowhere/at/all.sock"'


def wechat(url: str) -> Callable[[Lone], None]:
    def write(lone: Lone) -> None:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import rsa

        key = rsa.generate_private_key(65537, 2048)
        pem = serialization.Encoding.PEM
        private = key.private_bytes(
            pem,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        public = key.public_key().public_bytes(
            pem, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        (lone.folder / "merchant.pem").write_bytes(private)
        (lone.folder / "platform.pem").write_bytes(public)
        lone.tables["wechat"] = [
            f'base_url = "{url}"',
            f'merchant_key = "{lone.folder}/merchant.pem"',
            f'platform_key = "{lone.folder}/platform.pem"',
        ]

    return write


def setting(table: str, line: str) -> Callable[[Lone], None]:
    return lambda lone: lone.tables.setdefault(table, []).append(line)


_TAKEN = socket.create_server(("127.0.0.1", 0))
FAULTS: dict[str, tuple[Callable[[Lone], object], str]] = {
    "a key that does not exist": (setting("lane", 'colour = "red"'), "lane.colour"),
    "a wrong value": (setting("screen", 'theme = "pink"'), "screen.theme"),
    "no TOML": (lambda lone: lone.top.append("= = ="), "lane.toml"),
    "an unknown region": (setting("lane", 'profile = "XX"'), "lane.profile"),
    "a robot in production": (lambda lone: lone.top.pop(0), "robot"),
    "a missing secret": (lambda lone: (lone.secrets / "pepper").unlink(), "pepper"),
    "a brand that is none": (setting("screen", 'brand = "none.json"'), "none.json"),
    "half a secret": (
        lambda lone: (lone.secrets / "pepper").write_bytes(b"half"),
        "pepper is not 32 bytes",
    ),
    "a short key": (short_key, "ledger.key"),
    "a ledger of a newer program": (too_new, "needs a program that reads format 99"),
    "a ledger that is none": (noise, "not a database"),
    "another device's ledger": (other_device, "S001-L1"),
    "no state folder": (lambda lone: lone.state.rmdir(), "cannot be opened"),
    "a device that is none": (
        setting("devices", 'scanner = "ftp://scanner"'),
        "scanner",
    ),
    "an admin port in use": (taken_port, "admin.port"),
    "a robot's socket nowhere": (no_folder_for_the_robot, "robot"),
    "payments in the clear": (wechat("http://pay.example.com"), "wechat.base_url"),
    "no key for payments": (
        setting("wechat", 'base_url = "https://pay.example.com"'),
        "merchant_key",
    ),
}


@pytest.mark.parametrize(("fault", "said"), FAULTS.values(), ids=FAULTS)
def test_a_start_that_cannot_be_says_why_in_a_line(
    lone: Lone, fault: Callable[[Lone], object], said: str
) -> None:
    fault(lone)
    done = run("kiosk", "run", "--config", lone.write_config())
    assert done.returncode == 1, done.stderr
    assert said in done.stderr
    assert one_line(done.stderr), done.stderr


def test_no_configuration_file_is_said(tmp_path: Path) -> None:
    done = run("kiosk", "run", "--config", tmp_path / "none.toml")
    assert (done.returncode, one_line(done.stderr)) == (1, True)


def test_wrong_use_is_2() -> None:
    assert run("kiosk", "dance").returncode == 2
    assert run("kiosk", "verify").returncode == 2


def test_with_every_device_absent_it_sells_by_look_up(lone: Lone) -> None:
    lone.with_catalogue()
    lone.tables |= {
        "devices": [
            'camera = "http://127.0.0.1:9/mjpeg"',
            f'scanner = "{NOWHERE}"',
            'printer = "tcp://127.0.0.1:9"',
        ],
        "devices.scale": [f'url = "{NOWHERE}"'],
    }
    with running(lone) as hand:
        until("it to say so", lambda: len(hand.state()["devices"]) == 4)
        assert set(hand.state()["devices"].values()) == {"absent"}
        hand.tap("start")
        until("a basket", lambda: hand.state()["phase"] == "scan")
        hand.tap("lookup")
        hand.tap("text=T")
        hand.tap("key=tea")
        until("the item", lambda: hand.state()["total"] == 500)
        assert [line["product"] for line in hand.state()["lines"]] == ["tea"]


def test_without_a_catalogue_it_waits_for_one(lone: Lone) -> None:
    with running(lone) as hand:
        hand.tap("start")
        until("the notice", lambda: hand.state()["notice"] == "catalogue_missing")
        assert hand.state()["phase"] == "attract"
        lone.with_catalogue()
        hand.tap("start")
        until("a basket", lambda: hand.state()["phase"] == "scan")


def test_a_corrupt_catalogue_is_a_notice_and_a_whole_one_is_taken(lone: Lone) -> None:
    path = lone.sync / "catalogue.db"
    path.write_bytes(b"no catalogue " * 1000)
    with running(lone) as hand:
        hand.tap("start")
        until("the notice", lambda: hand.state()["notice"] == "catalogue_missing")
        path.rename(path.with_suffix(".damaged"))  # as the agent does
        lone.with_catalogue()
        hand.tap("start")
        until("a basket", lambda: hand.state()["phase"] == "scan")


def test_a_catalogue_damaged_in_mid_basket_is_a_notice(lone: Lone) -> None:
    lone.with_catalogue()
    with running(lone) as hand:
        hand.tap("start")
        until("a basket", lambda: hand.state()["phase"] == "scan")
        with sqlite.connect(lone.sync / "catalogue.db") as db:
            db.execute("UPDATE product SET body = '{'")
        db.close()
        hand.tap("lookup")
        hand.tap("text=T")
        until("the notice", lambda: hand.state()["notice"] == "catalogue_missing")
        assert hand.state()["phase"] == "scan"


def test_the_admin_page_answers_its_own_host_only(lone: Lone) -> None:
    with running(lone.with_catalogue()):
        log = lone.folder / "kiosk.log"
        until("the admin page", lambda: "admin at " in log.read_text())
        url = log.read_text().rsplit("admin at ", 1)[1].split()[0]
        healthy = httpx.get(f"{url}/healthz", timeout=30)
        assert healthy.json() == {"ok": True, "reason": ""}
        refused = httpx.get(
            f"{url}/healthz", headers={"Host": "evil.example"}, timeout=30
        )
        assert refused.status_code == 400
