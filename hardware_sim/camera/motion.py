"""How a hand holds an item: it comes in, sways, turns a little, and stays.

Pure functions of seed and time, so that a hold can be drawn again to the pixel.
Motion is periodic after the entry, so that its frames can be kept.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

FPS = 30
ENTER_FRAMES = 10  # a third of a second
LOOP_FRAMES = 48  # then the sway repeats
EXPOSURE_S = 1 / 200  # set for moving goods: barcode.md, "exposure and light first"
_START_PX = 760.0  # where the item comes from, beside the picture


@dataclass(frozen=True, slots=True)
class Pose:
    """Where and how an item is in one frame; lengths in pixels, angles in degrees."""

    rotation_deg: float = 0.0
    scale: float = 1.0
    blur_px: float = 0.0  # defocus, standard deviation
    noise: float = 0.0  # sensor noise, standard deviation in grey levels
    dx: float = 0.0  # of the item's middle from the picture's
    dy: float = 0.0
    motion_px: float = 0.0  # smear during the exposure
    motion_deg: float = 0.0  # its direction


@dataclass(frozen=True, slots=True)
class Hand:
    """A seeded way to hold: the pose it settles on, and how it sways about it."""

    rest: Pose
    sway_px: float = 3.0
    sway_deg: float = 0.8
    sway_scale: float = 0.006  # nearer and farther
    phase: float = 0.0
    from_deg: float = 200.0
    focus_hunt: float = 0.0  # defocus at first, gone within the entry
    enters: bool = True  # else it is there from the first frame

    def frame(self, index: int) -> Pose:
        """Return the pose in a frame since the hold began, smear included."""
        here = self._place(index / FPS)
        shortly = self._place(index / FPS + EXPOSURE_S)
        across, along = shortly.dx - here.dx, shortly.dy - here.dy
        return replace(
            here,
            motion_px=math.hypot(across, along),
            motion_deg=math.degrees(math.atan2(along, across)),
        )

    def _place(self, t: float) -> Pose:
        enter_s = ENTER_FRAMES / FPS
        far = max(0.0, 1.0 - t / enter_s) ** 3 if self.enters else 0.0  # slows down
        turn = 2 * math.pi * t * FPS / LOOP_FRAMES
        rest = self.rest
        way = math.radians(self.from_deg)
        return replace(
            rest,
            dx=rest.dx
            + far * _START_PX * math.cos(way)
            + self.sway_px * math.sin(turn + self.phase),
            dy=rest.dy
            + far * _START_PX * math.sin(way)
            + self.sway_px * 0.7 * math.cos(2 * turn + self.phase),
            rotation_deg=rest.rotation_deg
            + far * 25.0
            + self.sway_deg * math.sin(turn + 2 * self.phase),
            scale=rest.scale * (1 + self.sway_scale * math.sin(turn)),
            blur_px=rest.blur_px + self.focus_hunt * far,
        )


def hand_of(seed: int) -> Hand:
    """Return how the hand of a seed holds: a quarter of them turned 33-50 degrees."""
    rng = np.random.default_rng(seed)
    turned = rng.random() < 0.25
    angle = rng.uniform(33, 50) if turned else rng.uniform(0, 12)
    return Hand(
        rest=Pose(
            rotation_deg=float(angle * rng.choice((-1, 1))),
            scale=float(rng.uniform(0.92, 1.1)),
            blur_px=float(rng.uniform(0.0, 0.35)),
            noise=float(rng.uniform(1.5, 5.0)),
            dx=float(rng.uniform(-60, 60)),
            dy=float(rng.uniform(-25, 25)),
        ),
        phase=float(rng.uniform(0, 2 * math.pi)),
        from_deg=float(rng.uniform(0, 360)),
        focus_hunt=float(rng.uniform(0.0, 1.2)),
    )


def still(pose: Pose) -> Hand:
    """Return a hand that holds one pose from the first frame on, as if on a stand."""
    return Hand(rest=pose, sway_px=0.0, sway_deg=0.0, sway_scale=0.0, enters=False)
