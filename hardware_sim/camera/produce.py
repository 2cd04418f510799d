"""Loose produce on the pan: as the live scene shows it, and as enrolment sees it.

The two never overlap: the live scene is brushed steel with turns of 15 to 165
degrees and steady light; the views have other tables, turns of 195 to 345 degrees,
and darker or brighter, warmer or colder light. A gallery built from the views is
thus tested on pictures that it has not seen.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from hardware_sim.camera.item import Item, loose
from hardware_sim.camera.motion import Hand, Pose
from hardware_sim.camera.scene import Bgr, Light, Scene

LIVE_TURN = (15.0, 165.0)
VIEW_TURN = (195.0, 345.0)
LIVE_SCALE = (0.95, 1.1)
VIEW_SCALE = ((0.72, 0.92), (1.13, 1.25))
VIEW_GAIN = ((0.74, 0.9), (1.1, 1.2))
VIEW_TOPS: tuple[tuple[str, tuple[int, int, int]], ...] = (
    ("wood", (96, 142, 178)),
    ("board", (228, 230, 232)),
    ("board", (150, 118, 84)),
    ("wood", (70, 98, 126)),
    ("board", (96, 120, 92)),
)
"""Tables of the views: grain and colour (BGR). Steel is the live scene's alone."""

_MAX_PIECES = 3


def on_pan(picture: Path, seed: int) -> tuple[Item, Hand]:
    """Return loose produce as it lies on the live pan: it does not sway."""
    rng = np.random.default_rng(seed)
    item = loose(picture, int(rng.integers(1, _MAX_PIECES + 1)), rng)
    pose = Pose(
        rotation_deg=float(rng.uniform(*LIVE_TURN)),
        scale=float(rng.uniform(*LIVE_SCALE)),
        blur_px=float(rng.uniform(0.2, 0.7)),
        noise=float(rng.uniform(2.0, 5.0)),
        dx=float(rng.uniform(-50, 50)),
        dy=float(rng.uniform(-30, 30)),
    )
    way = float(rng.uniform(0, 2 * math.pi))
    hand = Hand(
        pose,
        sway_px=0.0,
        sway_deg=0.0,
        sway_scale=0.0,
        phase=way,
        from_deg=math.degrees(way),
    )
    return item, hand


def view(picture: Path, rng: np.random.Generator) -> Bgr:
    """Return one enrolment view, 1280x720."""
    grain, top = VIEW_TOPS[int(rng.integers(len(VIEW_TOPS)))]
    light = Light(
        gain=_from_either(VIEW_GAIN, rng),
        warmth=float(rng.choice((-1, 1)) * rng.uniform(0.4, 1.0)),
        lamp=(float(rng.uniform(0, 1)), float(rng.uniform(0.6, 1))),
        top=top,
        grain=grain,
    )
    item = loose(picture, int(rng.integers(1, _MAX_PIECES + 1)), rng)
    pose = Pose(
        rotation_deg=float(rng.uniform(*VIEW_TURN)),
        scale=_from_either(VIEW_SCALE, rng),
        blur_px=float(rng.uniform(0.3, 1.2)),
        noise=float(rng.uniform(3.0, 8.0)),
        dx=float(rng.uniform(-120, 120)),
        dy=float(rng.uniform(-40, 40)),
    )
    scene = Scene(light, seed=int(rng.integers(1 << 31)), noise_tiles=1)
    return scene.draw(item, pose)


def _from_either(
    ranges: tuple[tuple[float, float], tuple[float, float]], rng: np.random.Generator
) -> float:
    return float(rng.uniform(*ranges[int(rng.integers(2))]))
