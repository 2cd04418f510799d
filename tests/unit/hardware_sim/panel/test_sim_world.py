"""A world of its own: two stores side by side, seeds, settings for a lane."""

from pathlib import Path

import pytest

from hardware_sim.catalogue import Demo
from hardware_sim.faults import Fault, FaultKind
from hardware_sim.load import Load
from hardware_sim.wechat.signing import Keys
from hardware_sim.world import DEVICES, Plan, World, account, scale_model

EMPTY = Demo(Path(), (), (), ())
KEYS = Keys.generate()


def test_two_stores_share_no_port() -> None:
    worlds = [World(Plan(EMPTY), KEYS) for _ in range(2)]
    urls = [url for world in worlds for url in world.addresses().values()]
    assert len(set(urls)) == 2 * len(DEVICES)
    for world in worlds:
        world.close()


def test_a_seed_repeats_pay_codes_and_another_does_not() -> None:
    worlds = [World(Plan(EMPTY, seed=seed), KEYS) for seed in (5, 5, 6)]
    first, same, other = [world.pay_code("wechat") for world in worlds]
    assert first == same != other
    for world in worlds:
        world.close()


def test_a_token_goes_into_the_cameras_address() -> None:
    world = World(Plan(EMPTY, token="t0"), KEYS)
    assert world.addresses()["camera"].endswith("/mjpeg?token=t0")
    world.set_fault("scale", Fault(FaultKind.RESTLESS))
    assert world.load.restless
    world.clear_faults()
    assert not world.load.restless
    world.close()


def test_the_account_names_files_that_exist(tmp_path: Path) -> None:
    world = World(Plan(EMPTY), KEYS)
    settings = account(world.keys, tmp_path)
    assert Path(settings["merchant_key"]).read_text().startswith("-----BEGIN")
    assert Path(settings["platform_key"]).is_file()
    world.close()


def test_an_unknown_scale_protocol() -> None:
    with pytest.raises(ValueError, match="known: mt8217, mt-sics"):
        scale_model("cas", Load())
