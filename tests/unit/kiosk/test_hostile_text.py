"""Data is never control (architecture, rule 12): hostile texts through the sinks.

The screen, the store page and the panel take the same texts in their own tests.
"""

import io
import json
import logging
import re
from pathlib import Path

import pytest
from hostile import HOSTILE
from prometheus_client.parser import text_string_to_metric_families

from drivers.ports import DeviceStatus, Health
from drivers.printer.journal import PrintJournal
from hardware_sim.escpos import Printer, describe
from kiosk.admin.metrics import Metrics
from kiosk.domain.chain import canonical
from kiosk.domain.profiles import profile
from kiosk.domain.receipt import Cut, Heading, Receipt, Text, TwoColumns
from kiosk.domain.session import Phase, Session
from kiosk.engine import Snapshot
from kiosk.lane.printing import encode
from kiosk.logs import LineFormatter

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize("text", HOSTILE)
def test_the_printer_prints_it_and_does_nothing_else(text: str) -> None:
    rows = (Heading(text), Text(text), TwoColumns(text, "7.90"), Cut())
    printer = Printer(speed=None)
    printer.feed(encode(Receipt("A01-0-000001", rows)))
    (paper,) = printer.receipts  # one: no cut of its own
    shown = describe(paper)
    assert shown["events"] == describe(_plain())["events"]
    assert shown["qr"] == []
    assert "milk" in "\n".join(shown["lines"])
    assert not any(CONTROL.search(line) for line in shown["lines"])


def _plain() -> object:
    printer = Printer(speed=None)
    rows = (Heading("milk"), Text("milk"), TwoColumns("milk", "7.90"), Cut())
    printer.feed(encode(Receipt("A01-0-000001", rows)))
    return printer.receipts[0]


@pytest.mark.parametrize("text", HOSTILE)
def test_canonical_json_gives_it_back_and_stays_one_line(text: str) -> None:
    written = canonical({"name": text})
    assert json.loads(written) == {"name": text}
    assert not re.search(rb"[\x00-\x1f]", written)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_log_line_stays_one_line_of_print(text: str) -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(LineFormatter("%(levelname)s %(message)s"))
    log = logging.Logger("hostile")
    log.addHandler(handler)
    log.warning("%s cannot be used", text)
    (line,) = stream.getvalue().splitlines()
    assert line.startswith("WARNING ")
    assert "milk" in line
    assert not CONTROL.search(line)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_metric_label_adds_no_metric(text: str) -> None:
    status = DeviceStatus(text, Health.OK)
    snapshot = Snapshot(Session(profile("CN")), {text: status})
    page = Metrics(lambda: snapshot).text().decode()
    families = {one.name: one for one in text_string_to_metric_families(page)}
    health, *others = families["kiosk_device_health"].samples
    assert health.labels == {"device": text, "health": "ok"}
    assert others == []
    assert len(families["kiosk_phase"].samples) == len(Phase)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_print_job_is_named_by_it(tmp_path: Path, text: str) -> None:
    journal = PrintJournal(tmp_path / "jobs")
    with pytest.raises(ValueError, match="bad print job id"):
        journal.add(text, b"document", None)
    assert list(tmp_path.rglob("*")) == []
