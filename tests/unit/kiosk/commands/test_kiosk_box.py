"""The box's processes: ready lines, last words, and a configuration that reads."""

import sys
from pathlib import Path

import pytest

from kiosk.commands import box as boxes
from kiosk.commands.box import Box, BoxError, Process, Screen, wait_until
from kiosk.settings import load_settings


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the box look for its programs in a folder of the test's."""
    monkeypatch.setattr(boxes, "_BIN", tmp_path)
    return tmp_path


def program(folder: Path, text: str) -> str:
    path = folder / "program"
    path.write_text(f"#!{sys.executable}\n{text}\n")
    path.chmod(0o755)
    return path.name


def test_a_process_says_its_line_and_is_stopped(programs: Path) -> None:
    name = program(
        programs, "import time\nprint('{\"a\": 1}', flush=True)\ntime.sleep(99)"
    )
    process = Process("one", [name], programs)
    assert process.first_line() == {"a": 1}
    assert process.is_running()
    process.stop()
    assert not process.is_running()


def test_a_process_that_does_not_start_leaves_its_last_words(programs: Path) -> None:
    name = program(programs, "import sys\nsys.exit('the port is taken')")
    process = Process("one", [name], programs)
    with pytest.raises(BoxError, match="one did not start: the port is taken"):
        process.first_line()
    process.stop()


def test_a_command_that_fails_is_told(programs: Path) -> None:
    name = program(programs, "import sys\nsys.exit('no such folder')")
    with Box(programs / "box", programs, 1, Screen()) as box:
        with pytest.raises(BoxError, match=r"views failed \(1\): no such folder"):
            box.run("views", name)


def test_the_box_ends_what_it_started(programs: Path) -> None:
    name = program(programs, "import time\ntime.sleep(99)")
    with Box(programs / "box", programs, 1, Screen()) as box:
        process = box.start("one", name)
        assert process.is_running()
    assert not process.is_running()


def test_its_configuration_is_one_that_the_kiosk_reads(tmp_path: Path) -> None:
    folder = tmp_path / '引号 "quoted" folder'
    with Box(folder, tmp_path, 1, Screen(800, 600)) as box:
        box.store = {
            "devices": {
                "camera": "http://127.0.0.1:1/mjpeg",
                "scanner": "socket://127.0.0.1:2",
                "scale": "socket://127.0.0.1:3",
                "printer": "tcp://127.0.0.1:4",
                "payment": "http://127.0.0.1:5",
            },
            "payment": {
                "mchid": "m",
                "appid": "a",
                "merchant_serial": "s",
                "merchant_key": "/k",
                "platform_serial": "p",
                "platform_key": "/q",
            },
        }
        box.cloud = {"url": "http://127.0.0.1:6"}
        box._write_config()
        settings = load_settings(box.config)
    assert settings.ledger_path == box.ledger
    assert settings.screen.width == 800
    assert settings.devices.scale.url == "socket://127.0.0.1:3"
    assert settings.wechat.base_url == "http://127.0.0.1:5"


def test_waiting_has_an_end() -> None:
    assert wait_until("a truth", lambda: 7) == 7
    with pytest.raises(BoxError, match="waited 0 s for nothing"):
        wait_until("nothing", lambda: None, 0.05)
