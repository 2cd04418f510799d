"""The `kiosk` command: what goes wrong is one line and 1, wrong use is 2."""

import sys
from pathlib import Path

import pytest

from kiosk import __version__, cli
from kiosk.store.errors import StoreFull


def call(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *args: str
) -> tuple[int, str, str]:
    """Run the command line in process; return exit code, output, errors."""
    monkeypatch.setattr(sys, "argv", ["kiosk", *args])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    told = capsys.readouterr()
    code = ended.value.code
    return (code if isinstance(code, int) else 0), told.out, told.err


def test_the_version(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(monkeypatch, capsys, "version")[:2] == (0, f"{__version__}\n")


@pytest.mark.parametrize("args", [("dance",), ("verify",), ("demo", "--seed", "x")])
def test_wrong_use_is_2(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    args: tuple[str, ...],
) -> None:
    assert call(monkeypatch, capsys, *args)[0] == 2


@pytest.mark.parametrize("command", ["run", "doctor"])
def test_a_wrong_setting_is_1_and_a_line(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    command: str,
) -> None:
    path = tmp_path / "lane.toml"
    path.write_text("[lane]\ncolour = 1\n")
    code, _, said = call(monkeypatch, capsys, command, "--config", str(path))
    assert code == 1
    assert said.startswith("kiosk: lane.colour")
    assert len(said.splitlines()) == 1


def test_a_store_that_fails_is_1_and_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise StoreFull("ledger.db: the disk is full")

    monkeypatch.setattr(cli, "app", fail)
    code, _, said = call(monkeypatch, capsys)
    assert (code, said) == (1, "kiosk: ledger.db: the disk is full\n")


def test_a_ledger_that_is_none_is_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(b"noise" * 1000)
    for command in ("verify", "replay"):
        code, _, said = call(monkeypatch, capsys, command, str(path))
        assert code == 1
        assert len(said.splitlines()) == 1
