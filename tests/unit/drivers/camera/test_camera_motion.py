"""What counts as motion on an idle lane."""

from __future__ import annotations

import numpy as np
import pytest

from drivers.camera.motion import Motion

RNG = np.random.default_rng(4)


def counter(noise: float = 2.0) -> np.ndarray:
    grain = RNG.normal(0, noise, (90, 160))
    return np.clip(120 + grain, 0, 255).astype(np.uint8)


def test_the_first_picture_and_another_size_count_as_motion() -> None:
    motion = Motion()
    assert motion.moved(counter())
    assert motion.moved(np.zeros((45, 80), np.uint8))


@pytest.mark.parametrize("noise", [0.0, 2.0, 4.0])
def test_sensor_noise_is_no_motion(noise: float) -> None:
    motion = Motion()
    motion.moved(counter(noise))
    assert not any(motion.moved(counter(noise)) for _ in range(50))


def test_a_lamp_that_dims_slowly_is_no_motion() -> None:
    motion = Motion()
    motion.moved(counter())
    dimming = ((counter() - step // 4).astype(np.uint8) for step in range(40))
    assert not any(motion.moved(picture) for picture in dimming)


def test_a_hand_that_comes_in_at_an_edge_is_motion() -> None:
    motion = Motion()
    motion.moved(counter())
    picture = counter()
    picture[40:70, 150:] = 200
    assert motion.moved(picture)
    assert not motion.moved(picture)


def test_a_picture_smaller_than_a_cell_is_compared() -> None:
    motion = Motion()
    motion.moved(np.zeros((3, 40), np.uint8))
    assert motion.moved(np.full((3, 40), 90, np.uint8))
