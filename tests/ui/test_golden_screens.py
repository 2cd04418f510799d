"""A few screens as pictures, at a quarter of their size, with a tolerance.

They catch what no other test sees: a lost picture, a broken font, a torn layout.
To renew after a wanted change: KIOSK_RENEW_GOLDEN=1 pytest tests/ui, then look.
"""

from __future__ import annotations

import os
from pathlib import Path

import cv2
import numpy as np
import pytest

GOLDEN = Path(__file__).parents[1] / "golden" / "screens"
BLOCK = 10  # pixels of the small picture compared together
TOLERANCE = 10.0  # of 255, mean over a block


def small(path: Path) -> np.ndarray:
    picture = cv2.imread(str(path))
    return cv2.resize(picture, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)


def blocks(picture: np.ndarray) -> np.ndarray:
    """The mean colour of each block."""
    height, width = (side // BLOCK * BLOCK for side in picture.shape[:2])
    cut = picture[:height, :width].astype(float)
    shape = (height // BLOCK, BLOCK, width // BLOCK, BLOCK, 3)
    return cut.reshape(shape).mean(axis=(1, 3))


@pytest.mark.parametrize(
    ("step", "tag", "size"),
    [
        ("04-scan", "zh_CN", (1080, 1920)),
        ("11-weigh-confirm", "en", (1920, 1080)),
        ("24-thanks-held", "zh_CN", (1080, 1920)),
    ],
)
def test_a_screen_looks_as_it_did(open_kiosk, on_step, tmp_path, step, tag, size):
    kiosk = open_kiosk(size)
    kiosk.window.set_language(tag)
    on_step(kiosk, step)
    kiosk.window.grab(tmp_path / "now.png")
    now = small(tmp_path / "now.png")
    wanted = GOLDEN / f"{step}-{tag}.png"
    if os.environ.get("KIOSK_RENEW_GOLDEN"):
        GOLDEN.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(wanted), now)
    difference = np.abs(blocks(now) - blocks(cv2.imread(str(wanted)))).max()
    assert difference <= TOLERANCE


def test_the_comparison_sees_a_missing_word():
    picture = np.full((480, 270, 3), 255, np.uint8)
    changed = picture.copy()
    cv2.putText(changed, "Pay", (20, 60), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (20, 20, 20))
    assert np.abs(blocks(changed) - blocks(picture)).max() > TOLERANCE
