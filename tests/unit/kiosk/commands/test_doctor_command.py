"""`kiosk doctor`: a line a finding, 1 when one is a fault."""

import socket
from pathlib import Path

import pytest
from counter import write_catalogue
from till import product

from kiosk.commands.doctor import examine
from kiosk.settings import Settings
from kiosk.store.ledger import Ledger


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    for name in ("state", "sync", "secrets"):
        (tmp_path / name).mkdir()
    for name in ("pepper", "store.key", "ledger.key"):
        (tmp_path / "secrets" / name).write_bytes(bytes(32))
    write_catalogue(tmp_path / "sync" / "catalogue.db", {"1": product()})
    Ledger.open(tmp_path / "state" / "ledger.db", "S001-L1", "A01").close()
    paths = {name: tmp_path / name for name in ("state", "sync", "secrets")}
    return Settings(environment="demo", paths=paths)  # type: ignore[arg-type]


def faults(settings: Settings, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return the lines that tell a fault; the exit code must agree."""
    code = examine(settings)
    lines = capsys.readouterr().out.splitlines()
    found = [line for line in lines if line.startswith("FAULT")]
    assert code == (1 if found else 0)
    return found


def test_a_whole_lane_has_no_fault(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert faults(settings, capsys) == []


def test_each_fault_has_a_line(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    (settings.paths.secrets / "pepper").unlink()
    settings.catalogue_path.write_bytes(b"noise" * 1000)
    settings.ledger_path.write_bytes(b"noise" * 1000)
    found = faults(settings, capsys)
    for what in ("secret pepper", "catalogue", "ledger"):
        assert any(what in line for line in found), what
    assert len(found) == 3


def test_devices_are_tried(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as there:
        port = there.getsockname()[1]
        devices = {
            "scanner": f"socket://127.0.0.1:{port}",
            "printer": "tcp://127.0.0.1:9",
            "camera": "nonsense://",
            "scale": {"url": "socket://127.0.0.1:9"},
        }
        found = faults(
            Settings(
                environment="demo",
                paths=settings.paths,
                devices=devices,  # type: ignore[arg-type]
            ),
            capsys,
        )
    assert [line.split()[1] for line in found] == ["camera", "scale", "printer"]
