"""Frames decode at the default poses, and the readable book says which should."""

from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import pytest
import zxingcpp

from hardware_sim.camera.item import Goods, package
from hardware_sim.camera.motion import (
    ENTER_FRAMES,
    FPS,
    LOOP_FRAMES,
    Pose,
    hand_of,
    still,
)
from hardware_sim.camera.scene import (
    HEIGHT,
    WIDTH,
    Light,
    Scene,
    encode,
    fitted,
    is_readable,
)
from hardware_sim.camera.symbols import SYMBOLOGIES, draw

GTIN = "09520001001031"
TEXTS = {
    "ean13": "9520001001017",
    "ean8": "95201238",
    "upca": "400010000012",
    "upce": "04252614",
    "code128": "261000303854004381",
    "itf14": "15400141288763",
    "databar": "0109520001001031",
    "databar_expanded": "010952000100103117261231" + "10H31",
    "gs1_128": "010952000100103110L1\x1d17261231",
    "datamatrix": "hello",
    "gs1_datamatrix": "010952000100103117261231" + "10L1\x1d21A9",
    "qr": "https://id.example.com/01/09520001002144?x=牛奶",
}
EXPANDED = {"upce": "0042100005264", "upca": "0400010000012"}
"""What zxing-cpp makes of them: an EAN-13."""

STEADY = ENTER_FRAMES + 5


@pytest.fixture(scope="module")
def scene() -> Scene:
    return Scene()


def read(frame: Any) -> list[Any]:
    grey = cv2.imdecode(np.frombuffer(encode(frame), np.uint8), cv2.IMREAD_GRAYSCALE)
    return list(zxingcpp.read_barcodes(grey))


def test_every_symbology_is_tried_here() -> None:
    assert set(TEXTS) == set(SYMBOLOGIES)


@pytest.mark.parametrize("symbology", SYMBOLOGIES)
def test_a_held_symbol_decodes(scene: Scene, symbology: str) -> None:
    text = TEXTS[symbology]
    item = package(Goods(symbology, text, ("示范商品 500克", "Sample goods 500 g")))
    tried = 0
    for seed in range(12):
        hand = hand_of(seed)
        pose = fitted(item, hand.frame(STEADY))
        if abs(pose.rotation_deg) > 15:
            continue  # the decoder's weak spot is the decoder's business
        tried += 1
        assert is_readable(item, pose)
        found = [
            code.text.replace("(", "").replace(")", "")
            for code in read(scene.draw(item, pose))
        ]
        assert EXPANDED.get(symbology, text.replace("\x1d", "")) in found, seed
    assert tried >= 5


def test_gs1_symbols_say_so(scene: Scene) -> None:
    for symbology in ("gs1_datamatrix", "gs1_128", "databar_expanded"):
        item = package(Goods(symbology, TEXTS[symbology]))
        [code] = read(scene.draw(item, fitted(item, Pose())))
        assert code.content_type == zxingcpp.ContentType.GS1


@pytest.mark.parametrize(
    ("symbology", "text", "reason"),
    [
        ("ean13", "123", "needs 13 digits"),
        ("ean13", "9520001001018", "check digit"),
        ("upca", "", "1 to 4096"),
        ("nonsense", "1", "unknown symbology"),
        ("gs1_datamatrix", "hello", "not a GS1"),
        ("qr", "牛" * 1500, "qr cannot hold"),
        ("code128", "x" * 300, "code128 cannot hold"),
    ],
)
def test_a_symbol_that_cannot_be_is_refused(
    symbology: str, text: str, reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        draw(symbology, text)


@pytest.mark.parametrize(
    ("pose", "readable"),
    [
        (Pose(), True),
        (Pose(rotation_deg=45), True),
        (Pose(scale=0.6), False),  # 1.8 px a module
        (Pose(blur_px=0.5), False),
        (Pose(motion_px=0.6), False),
        (Pose(dx=560), False),  # half out of view
    ],
)
def test_readable_goes_by_the_renderers_parameters(pose: Pose, readable: bool) -> None:
    item = package(Goods("ean13", TEXTS["ean13"]))
    assert is_readable(item, pose) == readable


def test_a_hold_enters_smeared_and_then_stays_readable() -> None:
    item = package(Goods("ean13", TEXTS["ean13"]))
    for seed in range(40):
        hand = hand_of(seed)
        flags = [is_readable(item, hand.frame(i)) for i in range(60)]
        assert not any(flags[:4])
        assert all(flags[ENTER_FRAMES + 1 :])


def test_a_quarter_of_the_holds_is_turned_33_to_50_degrees() -> None:
    turns = [abs(hand_of(seed).rest.rotation_deg) for seed in range(400)]
    turned = [turn for turn in turns if turn > 15]
    assert 0.18 < len(turned) / len(turns) < 0.32
    assert all(33 <= turn <= 50 for turn in turned)


def test_the_same_seed_holds_the_same_way_and_the_sway_repeats() -> None:
    assert hand_of(3).frame(20) == hand_of(3).frame(20)
    one, later = hand_of(3).frame(20), hand_of(3).frame(20 + LOOP_FRAMES)
    assert abs(one.dx - later.dx) < 1e-6
    steps = [hand_of(3).frame(i).dx for i in range(ENTER_FRAMES, ENTER_FRAMES + FPS)]
    assert any(a != b for a, b in pairwise(steps))
    pose = Pose(dx=5, scale=0.5, rotation_deg=60)
    assert still(pose).frame(0) == still(pose).frame(20) == pose


def test_a_long_symbol_is_made_to_fit() -> None:
    item = package(Goods("databar_expanded", TEXTS["databar_expanded"]))
    pose = fitted(item, Pose(rotation_deg=48, scale=1.1))
    assert is_readable(item, pose)


def test_defocus_and_noise_change_the_picture(scene: Scene) -> None:
    item = package(Goods("ean13", TEXTS["ean13"]))
    sharp = scene.draw(item, Pose())
    soft = scene.draw(item, Pose(blur_px=3))
    edges = [float(cv2.Laplacian(one, cv2.CV_64F).var()) for one in (sharp, soft)]
    assert edges[1] < edges[0] / 3
    assert sharp.shape == (HEIGHT, WIDTH, 3)
    noisy = scene.draw(item, Pose(noise=20))
    assert float(np.std(noisy.astype(int) - sharp)) > 10


def test_light_and_table_make_another_background() -> None:
    dark = Scene(Light(gain=0.7, grain="wood", top=(90, 130, 170)), noise_tiles=1)
    assert dark.background.mean() < Scene(noise_tiles=1).background.mean() - 30
