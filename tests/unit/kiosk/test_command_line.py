"""The command line: what goes wrong is said in one line, with the right exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk import cli


def run(monkeypatch: pytest.MonkeyPatch, *args: str) -> object:
    monkeypatch.setattr("sys.argv", ["kiosk", *args])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return ended.value.code


def test_a_lane_without_a_display_says_so_and_does_not_abort(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    config = tmp_path / "lane.toml"
    config.write_text("[lane]\n", "utf-8")
    assert run(monkeypatch, "run", "--config", str(config)) == 1
    (line,) = capfd.readouterr().err.splitlines()
    assert line.startswith("kiosk: there is no display; QT_QPA_PLATFORM")


def test_a_folder_that_cannot_be_made_is_one_line(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    out = tmp_path / "file" / "demo"
    assert run(monkeypatch, "demo", "--out", str(out)) == 1
    (line,) = capfd.readouterr().err.splitlines()
    assert line == f"kiosk: {out}: Not a directory"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b'enviroment = "demo"', "enviroment: there is no such setting"),
        (b'robot = "/tmp/r"', "robot: a production lane is not moved by a robot"),
        (b'[lane]\nid = "\xff"', "{config}: 'utf-8' codec can't decode byte 0xff"),
    ],
)
def test_what_is_wrong_with_the_settings_is_named(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
    text: bytes,
    says: str,
) -> None:
    config = tmp_path / "lane.toml"
    config.write_bytes(text)
    assert run(monkeypatch, "doctor", "--config", str(config)) == 1
    (line,) = capfd.readouterr().err.splitlines()
    assert line.startswith("kiosk: " + says.format(config=config))


def test_wrong_use_is_2(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, "verify") == 2
    assert run(monkeypatch, "frob") == 2
