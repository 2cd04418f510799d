"""Enrolment views and the live pan never share a turn, a light or a table."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from hardware_sim.camera import produce
from hardware_sim.camera.scene import HEIGHT, WIDTH, Scene, is_readable


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    image = Image.new("RGBA", (320, 320))
    ImageDraw.Draw(image).ellipse((30, 60, 290, 260), fill="#E02020")
    path = tmp_path / "apple.png"
    image.save(path)
    return path


def test_the_pan_shows_the_fruit_and_no_symbol(picture: Path) -> None:
    item, hand = produce.on_pan(picture, 4)
    frame = Scene(noise_tiles=1).draw(item, hand.frame(30)).astype(int)
    red = (frame[..., 2] > 150) & (frame[..., 1] < 90)
    assert red.sum() > 20_000
    assert not is_readable(item, hand.frame(30))
    assert hand.frame(30).motion_px < 0.01


def test_a_seed_draws_the_same_pan(picture: Path) -> None:
    first, second = produce.on_pan(picture, 9), produce.on_pan(picture, 9)
    assert first[1] == second[1]
    assert np.array_equal(first[0].pixels, second[0].pixels)


def test_views_are_disjoint_from_the_live_scene(picture: Path) -> None:
    live, views = produce.LIVE_TURN, produce.VIEW_TURN
    assert live[1] < views[0]
    assert views[1] - 360 < live[0]
    for low, high in produce.VIEW_SCALE:
        assert high < produce.LIVE_SCALE[0] or low > produce.LIVE_SCALE[1]
    assert all(grain != "steel" for grain, _ in produce.VIEW_TOPS)
    for seed in range(12):
        turn = produce.on_pan(picture, seed)[1].rest.rotation_deg
        assert live[0] <= turn <= live[1]


def test_views_differ_and_repeat_with_the_seed(picture: Path) -> None:
    def draw(seed: int) -> list[np.ndarray]:
        rng = np.random.default_rng(seed)
        return [np.asarray(produce.view(picture, rng)) for _ in range(2)]

    first, second = draw(1), draw(1)
    assert np.array_equal(first[0], second[0])
    assert not np.array_equal(first[0], first[1])
    assert first[0].shape == (HEIGHT, WIDTH, 3)
