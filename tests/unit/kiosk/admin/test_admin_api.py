"""The admin page: health, devices, phase, metrics; loopback hosts alone."""

import asyncio
from dataclasses import replace

import httpx
import pytest
import till
from prometheus_client.parser import text_string_to_metric_families

from drivers.ports import DeviceStatus, Health
from kiosk.admin.api import make_app
from kiosk.admin.metrics import Metrics
from kiosk.domain.profiles import profile
from kiosk.domain.session import Notice, Phase, Session
from kiosk.engine import Snapshot


class Page:
    """The admin service over a snapshot that the test sets."""

    def __init__(self) -> None:
        self.snapshot = Snapshot(Session(profile("CN")))
        self.metrics = Metrics(lambda: self.snapshot)
        self._app = make_app(lambda: self.snapshot, self.metrics, "1.2.3")

    def ask(self, method: str, path: str, host: str = "127.0.0.1") -> httpx.Response:
        """Send one request to the app, in process."""

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self._app)
            async with httpx.AsyncClient(
                transport=transport, base_url="http://127.0.0.1"
            ) as client:
                return await client.request(method, path, headers={"Host": host})

        return asyncio.run(send())

    def get(self, path: str, host: str = "127.0.0.1") -> httpx.Response:
        return self.ask("GET", path, host)

    def samples(self) -> dict[str, float]:
        """Return the metrics' samples by name and label values."""
        text = self.get("/metrics").text
        return {
            " ".join((sample.name, *_values(sample.labels))): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }


def _values(labels: dict[str, str]) -> list[str]:
    return [value for _, value in sorted(labels.items())]


@pytest.fixture
def page() -> Page:
    return Page()


def test_a_lane_that_can_sell_is_healthy(page: Page) -> None:
    reply = page.get("/healthz")
    assert (reply.status_code, reply.json()) == (200, {"ok": True, "reason": ""})


def test_a_stopped_lane_says_why(page: Page) -> None:
    notice = Notice("storage_failed", "danger")
    stopped = replace(page.snapshot.session, phase=Phase.STOPPED, notice=notice)
    page.snapshot = Snapshot(stopped)
    reply = page.get("/healthz")
    assert reply.status_code == 503
    assert reply.json() == {"ok": False, "reason": "storage_failed"}


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8090", "localhost"])
def test_this_machine_s_names_are_answered(page: Page, host: str) -> None:
    assert page.get("/healthz", host).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "192.0.2.1", "", "*"]
)
@pytest.mark.parametrize("path", ["/healthz", "/v1/lane", "/v1/devices", "/metrics"])
def test_an_unknown_host_is_refused(page: Page, host: str, path: str) -> None:
    assert page.get(path, host).status_code == 400


def test_devices_are_listed(page: Page) -> None:
    page.snapshot = replace(
        page.snapshot,
        devices={"printer": DeviceStatus("printer", Health.FAULT, "cover_open")},
    )
    assert page.get("/v1/devices").json() == [
        {"device": "printer", "health": "fault", "detail": "cover_open"}
    ]
    assert page.samples()["kiosk_device_health printer fault"] == 1


def test_the_lane_tells_phase_basket_and_who_waits(page: Page) -> None:
    one = till.Till().open()
    one.scan(till.product())
    one.scan(till.restricted("wine", min_age=18))
    page.snapshot = Snapshot(one.session, unsynced=4, oldest_unsynced_s=90)
    told = page.get("/v1/lane").json()
    assert (told["phase"], told["lines"], told["total_minor"]) == ("scan", 2, 2000)
    assert (told["unsynced"], told["oldest_unsynced_s"]) == (4, 90)
    (asked,) = told["interventions"]
    assert (asked["cause"], asked["revision"]) == ("age", 1)
    assert told["staff"] is None
    samples = page.samples()
    assert samples["kiosk_phase scan"] == 1
    assert samples["kiosk_phase attract"] == 0
    assert samples["kiosk_open_interventions"] == 1
    assert samples["kiosk_unsynced_entries"] == 4
    assert samples["kiosk_oldest_unsynced_seconds"] == 90


def test_times_are_counted(page: Page) -> None:
    page.metrics.observe("step", 0.003)
    page.metrics.observe("step", 3.0)
    samples = page.samples()
    assert samples["kiosk_seconds_count step"] == 2
    assert samples["kiosk_seconds_bucket 0.005 step"] == 1


def test_two_lanes_in_a_process_count_apart(page: Page) -> None:
    other = Metrics(lambda: page.snapshot)
    other.observe("step", 1.0)
    assert "kiosk_seconds_count step" not in page.samples()


def test_nothing_can_be_changed(page: Page) -> None:
    for path in ("/healthz", "/v1/lane", "/v1/devices", "/metrics"):
        assert page.ask("POST", path).status_code == 405
