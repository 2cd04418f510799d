"""The Grocery Store Dataset (MIT) as arrays, and the augmentation.

`--data` names its folder: train.txt, val.txt, classes.csv and the pictures. The
test split is not read here.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

SHORT_SIDE = 256
MEAN, SPAN = 127.0, 128.0


@dataclass(frozen=True)
class Split:
    """Pictures (RGB uint8, short side 256) with fine and coarse labels."""

    images: list[np.ndarray]
    fine: np.ndarray
    coarse: np.ndarray

    def only(self, keep: np.ndarray) -> Split:
        """Return the pictures that a mask keeps."""
        images = [image for image, kept in zip(self.images, keep, strict=True) if kept]
        return Split(images, self.fine[keep], self.coarse[keep])


def read_rgb(path: Path) -> np.ndarray:
    """Return a picture as RGB with a short side of 256 pixels."""
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    factor = SHORT_SIDE / min(image.shape[:2])
    image = cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return cv2.cvtColor(image, cv2.COLOR_BGR2RGB)


def load_split(data: Path, name: str) -> Split:
    """Read "train" or "val"."""
    lines = (data / f"{name}.txt").read_text().split("\n")
    rows = [line.split(", ") for line in lines if line.strip()]
    return Split(
        [read_rgb(data / row[0]) for row in rows],
        np.array([int(row[1]) for row in rows]),
        np.array([int(row[2]) for row in rows]),
    )


def load_iconic(data: Path) -> Split:
    """Read the one iconic picture of each class."""
    with (data / "classes.csv").open(newline="") as file:
        rows = list(csv.reader(file))[1:]
    return Split(
        [read_rgb(data / row[4].lstrip("/")) for row in rows],
        np.array([int(row[1]) for row in rows]),
        np.array([int(row[3]) for row in rows]),
    )


def join(first: Split, second: Split) -> Split:
    """Return two splits as one."""
    return Split(
        first.images + second.images,
        np.concatenate([first.fine, second.fine]),
        np.concatenate([first.coarse, second.coarse]),
    )


def held_out_classes(seed: int, classes: int = 81, count: int = 20) -> np.ndarray:
    """Return the classes kept from training, to measure few-shot enrolment on."""
    return np.sort(np.random.default_rng(seed).permutation(classes)[:count])


def centre_crop(image: np.ndarray, side: int) -> np.ndarray:
    """Return the middle square at 224 / 256 of the short side, resized."""
    height, width = image.shape[:2]
    edge = round(min(height, width) * 224 / 256)
    top, left = (height - edge) // 2, (width - edge) // 2
    square = image[top : top + edge, left : left + edge]
    return cv2.resize(square, (side, side), interpolation=cv2.INTER_AREA)


def augment(image: np.ndarray, side: int, rng: np.random.Generator) -> np.ndarray:
    """Return a random crop, turned, mirrored, and in another light."""
    height, width = image.shape[:2]
    edge = min(height, width) * np.sqrt(rng.uniform(0.3, 1.0))
    aspect = np.exp(rng.uniform(-0.25, 0.25))
    angle = np.deg2rad(rng.normal(0, 15))
    cos, sin = np.cos(angle) * edge / side, np.sin(angle) * edge / side
    turn = np.array([[cos * aspect, -sin], [sin, cos / aspect]])
    if rng.random() < 0.5:
        turn[:, 0] *= -1
    margin = np.maximum(np.array([width, height]) - edge, 0) / 2
    middle = np.array([width, height]) / 2 + rng.uniform(-1, 1, 2) * margin
    shift = middle - turn @ np.array([side / 2, side / 2])
    crop = cv2.warpAffine(
        image,
        np.column_stack([turn, shift]),
        (side, side),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REFLECT_101,
    ).astype(np.float32)
    crop *= rng.uniform(0.6, 1.35) * rng.uniform(0.9, 1.1, 3)
    grey = crop.mean(axis=2, keepdims=True)
    crop = grey + (crop - grey) * rng.uniform(0.6, 1.4)
    crop = (crop - crop.mean()) * rng.uniform(0.7, 1.3) + crop.mean()
    return np.clip(crop, 0, 255)


def to_batch(crops: list[np.ndarray]) -> np.ndarray:
    """Return crops as a network input, N x 3 x H x W float32."""
    batch = np.stack(crops).astype(np.float32).transpose(0, 3, 1, 2)
    return np.ascontiguousarray((batch - MEAN) / SPAN)
