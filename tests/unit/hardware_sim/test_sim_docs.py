"""The simulator's page names every command, fault, outcome and API path."""

import re
from pathlib import Path

from hardware_sim.catalogue import Demo
from hardware_sim.cli import app
from hardware_sim.devices import app as devices
from hardware_sim.faults import FaultKind
from hardware_sim.panel.api import build
from hardware_sim.wechat.signing import Keys
from hardware_sim.world import Plan, World

EMPTY = Demo(Path(), (), (), ())
PAGE = (Path(__file__).parents[3] / "docs" / "simulator.md").read_text("utf-8")


def test_every_command_is_documented() -> None:
    commands = [*app.registered_commands, *devices.registered_commands]
    for command in commands:
        assert command.callback is not None
        assert f"kiosk-sim {command.callback.__name__}" in PAGE


def test_every_fault_is_documented() -> None:
    assert [kind for kind in FaultKind if f"`{kind}`" not in PAGE] == []


def test_every_api_path_is_documented() -> None:
    world = World(Plan(EMPTY), Keys.generate())
    paths = [getattr(route, "path", "") for route in build(world).routes]
    world.close()
    assert len(paths) > 12
    words = set(re.findall(r"[\w-]+", PAGE))
    missing = [path for path in paths if path.rsplit("/", 1)[1] not in words]
    assert missing == []
