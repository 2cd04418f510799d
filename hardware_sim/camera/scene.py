"""The scene: a lit tabletop seen from above, and an item laid into it.

One frame is: background, item warped into place, defocus, motion smear, noise. Only
the item's own region is touched; the rest is the cached background. It also keeps
the book of readable frames, by its own parameters and by no decoder (hot-path).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import cast

import cv2
import numpy as np
import simplejpeg
from cv2.typing import MatLike
from numpy.typing import NDArray

from hardware_sim.camera.item import Item
from hardware_sim.camera.motion import Hand, Pose, hand_of

WIDTH, HEIGHT = 1280, 720
_JPEG_QUALITY = 82
_SMEAR_VISIBLE_PX = 0.5
_SMEAR_STEPS = 6
_FOCUS_VISIBLE_PX = 0.15
_MIN_MODULE_PX = 2.0
_ROOM = 110  # px kept free for sway and offset
_NOISE_UNIT = 24.0  # grey levels a standard deviation in a kept tile

Bgr = MatLike


@dataclass(frozen=True, slots=True)
class Light:
    """Light and table: overall gain, warmth, where the lamp is, colour of the top."""

    gain: float = 1.0
    warmth: float = 0.0  # -1 blue .. 1 yellow
    lamp: tuple[float, float] = (0.5, 0.35)  # of width and height
    top: tuple[int, int, int] = (188, 186, 182)  # BGR: brushed steel
    grain: str = "steel"


_DAYLIGHT = Light()


class Scene:
    """Draws frames over one background."""

    def __init__(
        self, light: Light | None = None, seed: int = 7, noise_tiles: int = 4
    ) -> None:
        self.light = light or _DAYLIGHT
        self._rng = np.random.default_rng(seed)
        self.background = _background(self.light, self._rng)
        grains = self._rng.standard_normal(
            (noise_tiles, HEIGHT, WIDTH, 3), dtype=np.float32
        )
        self._noise = np.clip(grains * _NOISE_UNIT + 128, 0, 255).astype(np.uint8)
        self._noise_at = 0

    def empty(self, noise: float = 2.0) -> Bgr:
        """Return a frame of the empty table."""
        frame = self.background.copy()
        self._add_noise(frame, noise)
        return frame

    def draw(self, item: Item, pose: Pose) -> Bgr:
        """Return a frame with an item at a pose."""
        frame = self.background.copy()
        matrix = placement(item, pose)
        left, top, right, bottom = _bounds(item, matrix, margin=12)
        if right <= left or bottom <= top:
            return self.empty(pose.noise)
        shifted = matrix.copy()
        shifted[:, 2] -= (left, top)
        layer = _exposed(item, shifted, (right - left, bottom - top), pose)
        region = frame[top:bottom, left:right]
        rest = cv2.cvtColor(255 - layer[..., 3], cv2.COLOR_GRAY2BGR)
        lit = cv2.cvtColor(layer, cv2.COLOR_BGRA2BGR)
        if self.light != _DAYLIGHT:
            lit = cv2.convertScaleAbs(lit, alpha=min(self.light.gain, 1.08))
        frame[top:bottom, left:right] = cv2.add(
            cv2.multiply(region, rest, scale=1 / 255), lit
        )
        self._add_noise(frame, pose.noise)
        return frame

    def _add_noise(self, region: Bgr, sigma: float) -> None:
        """Add sensor noise in place."""
        if sigma <= 0:
            return
        high, wide = region.shape[:2]
        tile = self._noise[self._noise_at][:high, :wide]
        self._noise_at = (self._noise_at + 1) % len(self._noise)
        weight = sigma / _NOISE_UNIT
        region[:] = cv2.addWeighted(region, 1.0, tile, weight, -128 * weight)


def encode(frame: Bgr, quality: int = _JPEG_QUALITY) -> bytes:
    """Return a frame as JPEG."""
    return cast(
        bytes,
        simplejpeg.encode_jpeg(
            np.ascontiguousarray(frame), quality, "BGR", "420", fastdct=True
        ),
    )


def placement(item: Item, pose: Pose) -> NDArray[np.float64]:
    """Return the affine matrix from the item's pixels to the frame's."""
    high, wide = item.pixels.shape[:2]
    middle = (wide / 2, high / 2)
    matrix = cv2.getRotationMatrix2D(middle, pose.rotation_deg, pose.scale)
    matrix[:, 2] += (WIDTH / 2 + pose.dx - wide / 2, HEIGHT / 2 + pose.dy - high / 2)
    return np.asarray(matrix, dtype=np.float64)


def is_readable(item: Item, pose: Pose) -> bool:
    """Whether a frame is readable by its parameters (hot-path).

    Whole symbol in view, at least 2 px a module, blur and motion under 0.5 px.
    """
    if item.symbol is None:
        return False
    corners = item.symbol @ placement(item, pose)[:, :2].T
    corners += placement(item, pose)[:, 2]
    in_view = bool((corners >= 0).all() and (corners <= (WIDTH - 1, HEIGHT - 1)).all())
    sharp = pose.blur_px < _SMEAR_VISIBLE_PX and pose.motion_px < _SMEAR_VISIBLE_PX
    return in_view and sharp and item.module_px * pose.scale >= _MIN_MODULE_PX


def _bounds(
    item: Item, matrix: NDArray[np.float64], margin: int
) -> tuple[int, int, int, int]:
    high, wide = item.pixels.shape[:2]
    corners = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], dtype=np.float64)
    placed = corners @ matrix[:, :2].T + matrix[:, 2]
    low, top = np.floor(placed.min(axis=0)) - margin
    right, bottom = np.ceil(placed.max(axis=0)) + margin
    return (
        max(0, int(low)),
        max(0, int(top)),
        min(WIDTH, int(right)),
        min(HEIGHT, int(bottom)),
    )


def _exposed(
    item: Item, matrix: NDArray[np.float64], size: tuple[int, int], pose: Pose
) -> Bgr:
    """Warp the item as the sensor sees it: smeared by its motion, out of focus."""
    steps = min(_SMEAR_STEPS, 1 + int(pose.motion_px / _SMEAR_VISIBLE_PX))
    way = math.radians(pose.motion_deg)
    layer: Bgr | None = None
    for step in range(steps):
        along = (step / steps - 0.5) * pose.motion_px if steps > 1 else 0.0
        moved = matrix.copy()
        moved[:, 2] += (along * math.cos(way), along * math.sin(way))
        one = cv2.warpAffine(item.pixels, moved, size, flags=cv2.INTER_LINEAR)
        share = 1.0 / (step + 1)
        layer = (
            one
            if layer is None
            else cv2.addWeighted(layer, 1.0 - share, one, share, 0.0)
        )
    if layer is None:
        raise RuntimeError("an exposure has at least one step")
    if pose.blur_px > _FOCUS_VISIBLE_PX:
        return cv2.GaussianBlur(layer, (0, 0), pose.blur_px)
    return layer


def _background(light: Light, rng: np.random.Generator) -> Bgr:
    """Paint the table: colour, grain, a lamp's fall-off, a darker rim."""
    across = np.linspace(0, 1, WIDTH, dtype=np.float32)[None, :]
    along = np.linspace(0, 1, HEIGHT, dtype=np.float32)[:, None]
    away = (across - light.lamp[0]) ** 2 + (along - light.lamp[1]) ** 2
    glow = (1.06 - 0.42 * away) * light.gain
    grain: Bgr = rng.standard_normal((HEIGHT, WIDTH), dtype=np.float32)
    match light.grain:
        case "steel":
            grain = cv2.blur(grain, (101, 1)) * 16
        case "wood":
            grain = cv2.blur(grain, (301, 5)) * 130
        case _:
            grain = cv2.GaussianBlur(grain, (0, 0), 2.0) * 6
    tint = np.array((1 - 0.08 * light.warmth, 1.0, 1 + 0.08 * light.warmth))
    top = np.array(light.top, dtype=np.float32) * tint.astype(np.float32)
    painted = top[None, None, :] * glow[..., None] + grain[..., None]
    return np.clip(painted, 0, 255).astype(np.uint8)


def hand_for(item: Item, seed: int) -> Hand:
    """Return how the hand of a seed holds an item: its whole symbol in view."""
    hand = hand_of(seed)
    return replace(hand, rest=fitted(item, hand.rest))


def fitted(item: Item, pose: Pose) -> Pose:
    """Return the pose, scaled down if the symbol would not fit into the picture.

    A long symbol stays at 2 px a module or more: it is held less tilted instead.
    """
    if item.symbol is None:
        return pose
    wide, high = item.symbol[2] - item.symbol[0]
    least = _MIN_MODULE_PX * 1.05 / item.module_px
    for tilt in (pose.rotation_deg, pose.rotation_deg / 2, 0.0):
        cos, sin = (abs(f(math.radians(tilt))) for f in (math.cos, math.sin))
        largest = min(
            (HEIGHT - _ROOM) / (wide * sin + high * cos),
            (WIDTH - _ROOM) / (wide * cos + high * sin),
        )
        if largest >= least:
            scale = max(least, min(pose.scale, largest))
            return replace(pose, rotation_deg=tilt, scale=scale)
    return pose
