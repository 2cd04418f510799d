"""Agent and cloud as real processes over a real socket, killed at random moments.

kill -9 says nothing of power loss; it proves that no reply, no crash and no repeat
loses an entry or takes one twice.
"""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pysqlite3.dbapi2 as sqlite
import pytest

from kiosk.domain.sale import Posting, Sale, SaleLine, SaleTender
from kiosk.store.catalogue import Catalogue
from kiosk.store.ledger import Ledger

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
BIN = Path(sys.executable).parent
DEMO = Path(__file__).parents[2] / "demo"
DAY = date(2026, 3, 14)
START_S = 60


class Cloud:
    """The cloud service as a process, on a port that stays its own."""

    def __init__(self, folder):
        self.folder = folder
        self.port = 0
        self.process = None
        self.line = {}

    def start(self):
        arguments = ["run", "--data", self.folder, "--port", self.port]
        self.process = command("kiosk-cloud", *arguments, "--demo", DEMO)
        line = self.process.stdout.readline()
        assert line, self.process.stderr.read()
        self.line = json.loads(line)
        self.port = int(self.line["url"].rsplit(":", 1)[1])

    def kill(self):
        self.process.kill()
        self.process.communicate()

    def get(self, path):
        with urllib.request.urlopen(self.line["url"] + path, timeout=30) as reply:
            return reply.read().decode()


def command(name, *arguments):
    return subprocess.Popen(
        [BIN / name, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONWARNINGS": "ignore"},
    )


def finish(process):
    try:
        out, err = process.communicate(timeout=START_S)
    finally:
        process.kill()
    return process.returncode, out, err


@pytest.fixture
def cloud(tmp_path):
    service = Cloud(tmp_path / "cloud")
    service.start()
    yield service
    service.kill()


@pytest.fixture
def config(tmp_path, cloud):
    path = tmp_path / "lane.toml"
    path.write_text(
        'environment = "demo"\n'
        f'[paths]\nstate = "{tmp_path}/state"\nsync = "{tmp_path}/sync"\n'
        f'secrets = "{tmp_path}/secrets"\n'
        f'[cloud]\nurl = "{cloud.line["url"]}"\n'
        "push_interval_s = 0.05\npull_interval_s = 0.2\n"
    )
    code = cloud.line["enrolment_codes"]["S001-L1"]
    arguments = ("enrol", "--config", path, "--code", code)
    assert finish(command("kiosk-sync", *arguments))[0] == 0
    assert finish(command("kiosk-sync", *arguments))[0] == 0
    return path


@contextmanager
def running_agent(config):
    process = command("kiosk-sync", "run", "--config", config)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def ledger(tmp_path):
    (tmp_path / "state").mkdir()
    opened = Ledger.open(tmp_path / "state" / "ledger.db", "S001-L1", "A01")
    yield opened
    opened.close()


def sell(ledger, count=1, total=790):
    for _ in range(count):
        line = SaleLine(
            id="1",
            product="09520001001017",
            names=(("zh_CN", "纯牛奶"), ("en", "Milk <b>1 L</b>")),
            tax_class="reduced",
            unit=total,
            base_grams=None,
            pieces=1,
            grams=None,
            tare_grams=0,
            gross=total,
            discounts=(),
            net=total,
            tax=0,
        )
        sale = Sale(
            basket=str(uuid4()),
            receipt_no="",
            currency="CNY",
            exponent=2,
            tax_mode="inclusive",
            profile="CN/1",
            generation=1,
            opened_at="2026-03-14T08:00:00+00:00",
            paid_at="2026-03-14T16:05:09+08:00",
            member="",
            lines=(line,),
            taxes=(),
            tenders=(SaleTender("i", "wechat", "o", total, "r"),),
            total=total,
            savings=0,
            postings=(Posting("tender:wechat", total), Posting("sales", -total)),
        )
        with ledger.transaction():
            ledger.commit_sale(sale, datetime.now(UTC) - timedelta(seconds=1), DAY)


def cloud_rows(cloud):
    return rows(cloud.folder / "cloud.db", "hash")


def ledger_rows(tmp_path):
    return rows(tmp_path / "state" / "ledger.db", "lower(hex(hash))")


def rows(path, digest):
    db = sqlite.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        sql = f"SELECT epoch, seq, id, {digest} FROM entry ORDER BY epoch, seq"
        return db.execute(sql).fetchall()
    finally:
        db.close()


def wait_until(reached, seconds=60.0):
    """Look again and again until it is so; the end of patience is a failure."""
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.05)


def test_a_lane_from_enrolment_to_the_store_page(cloud, config, ledger, tmp_path):
    sell(ledger, 3)
    status = finish(command("kiosk-sync", "status", "--config", config))
    assert status[0] == 1
    assert "unsynced      3 entries" in status[1]
    code, _, err = finish(command("kiosk-sync", "run", "--once", "--config", config))
    assert code == 0, err
    assert cloud_rows(cloud) == ledger_rows(tmp_path)
    code, out, _ = finish(command("kiosk-sync", "status", "--json", "--config", config))
    assert code == 0
    assert json.loads(out)["acks"] == [
        {"epoch": 0, "seq": 3, "hash": ledger.head().hash}
    ]
    day = json.loads(cloud.get("/v1/stores/S001/sales?date=2026-03-14"))
    assert day["totals"] == {"CNY": 2370}
    assert [sale["sale"]["receipt_no"] for sale in day["sales"]] == [
        "A01-0-000003",
        "A01-0-000002",
        "A01-0-000001",
    ]
    page = cloud.get("/stores/S001?lang=en")
    assert "¥23.70" in page
    assert "Milk &lt;b&gt;1 L&lt;/b&gt;" in page
    catalogue = Catalogue.open(tmp_path / "sync" / "catalogue.db")
    assert catalogue.product_by_code("4011", catalogue.generation())
    catalogue.close()


def test_the_agent_ends_cleanly_on_sigterm(cloud, config, ledger, tmp_path):
    sell(ledger, 1)
    with running_agent(config) as agent:
        wait_until(lambda: cloud_rows(cloud) == ledger_rows(tmp_path))
        sell(ledger, 1)
        wait_until(lambda: cloud_rows(cloud) == ledger_rows(tmp_path))
        agent.send_signal(signal.SIGTERM)
        code, _, err = finish(agent)
    assert code == 0, err
    assert "Traceback" not in err


def test_the_cloud_ends_cleanly_on_sigterm(cloud):
    cloud.process.send_signal(signal.SIGTERM)
    code, _, err = finish(cloud.process)
    assert code == 0, err
    assert "Traceback" not in err
    assert [path.name for path in cloud.folder.glob("cloud.db*")] == ["cloud.db"]


def test_exactly_once_while_agent_and_cloud_are_killed(cloud, config, ledger, tmp_path):
    chance = random.Random(20260314)
    for turn in range(6):
        before = len(cloud_rows(cloud))
        with running_agent(config) as agent:
            sell(ledger, 3)
            wait_until(lambda before=before: len(cloud_rows(cloud)) > before)
            for _ in range(chance.randint(5, 40)):
                sell(ledger)
            if turn % 2:
                cloud.kill()
                sell(ledger, 2)
                cloud.start()
            agent.kill()
    code, _, err = finish(command("kiosk-sync", "run", "--once", "--config", config))
    assert code == 0, err
    arrived = cloud_rows(cloud)
    assert arrived == ledger_rows(tmp_path)
    assert len({row[2] for row in arrived}) == len(arrived)


def test_a_restarted_cloud_serves_the_same_catalogue(cloud, config, tmp_path):
    finish(command("kiosk-sync", "run", "--once", "--config", config))
    cloud.kill()
    cloud.start()
    assert cloud.line["enrolment_codes"] == {}
    finish(command("kiosk-sync", "run", "--once", "--config", config))
    catalogue = Catalogue.open(tmp_path / "sync" / "catalogue.db")
    assert catalogue.generation() == 1
    catalogue.close()


def test_an_absent_cloud_is_one_clear_line(cloud, config, ledger):
    sell(ledger, 1)
    cloud.kill()
    code, _, err = finish(command("kiosk-sync", "run", "--once", "--config", config))
    assert code == 1
    assert "upload: the cloud cannot be reached" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "arguments, code, says",
    [
        (["status", "--config", "absent.toml"], 1, "no such configuration file"),
        (["run"], 2, "Missing option"),
        ([], 2, "Usage"),
    ],
)
def test_wrong_use(arguments, code, says):
    found, out, err = finish(command("kiosk-sync", *arguments))
    assert found == code
    assert says in out + err


def test_a_lane_that_is_not_enrolled_is_told_so(tmp_path):
    path = tmp_path / "lane.toml"
    path.write_text(
        f'[paths]\nsync = "{tmp_path}/sync"\nsecrets = "{tmp_path}"\n'
        '[cloud]\nurl = "http://127.0.0.1:1"\n'
    )
    code, _, err = finish(command("kiosk-sync", "run", "--config", path))
    assert code == 1
    assert "enrol this lane" in err
    assert "Traceback" not in err


def test_the_cloud_binds_loopback_only(tmp_path):
    code, _, err = finish(
        command("kiosk-cloud", "run", "--data", tmp_path, "--host", "0.0.0.0")
    )
    assert code == 2
    assert "loopback" in err


def test_demo_data_that_cannot_be_read_is_one_clear_line(tmp_path):
    code, _, err = finish(
        command("kiosk-cloud", "import", "--data", tmp_path, tmp_path / "absent")
    )
    assert code == 1
    assert "No such file" in err
    assert "Traceback" not in err


def test_systemd_hears_of_the_agent(cloud, config, tmp_path, monkeypatch):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(START_S)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        monkeypatch.setenv("WATCHDOG_USEC", "200000")
        monkeypatch.delenv("WATCHDOG_PID", raising=False)
        with running_agent(config) as agent:
            assert systemd.recv(100) == b"READY=1"
            assert systemd.recv(100) == b"WATCHDOG=1"
            agent.send_signal(signal.SIGTERM)
            while (heard := systemd.recv(100)) == b"WATCHDOG=1":
                continue
            assert heard == b"STOPPING=1"
            assert finish(agent)[0] == 0
