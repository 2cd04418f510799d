"""Put the demo's main screens side by side for the README.

Usage: python tools/readme_picture.py build/demo/screens docs/pictures/screens.png
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

STEPS = ("attract-zh_CN", "scan-en", "weigh-confirm-zh_CN", "staff-en", "thanks-zh_CN")
WIDTH = 360
GAP = 16


def main(screens: Path, target: Path) -> None:
    """Write one picture of the screens, left to right."""
    pictures = []
    for step in STEPS:
        (path,) = sorted(screens.glob(f"*-{step}.png"))[:1]
        with Image.open(path) as picture:
            height = picture.height * WIDTH // picture.width
            pictures.append(picture.convert("RGB").resize((WIDTH, height)))
    size = (len(pictures) * (WIDTH + GAP) + GAP, pictures[0].height + 2 * GAP)
    sheet = Image.new("RGB", size, "#d7dce2")
    for number, picture in enumerate(pictures):
        sheet.paste(picture, (GAP + number * (WIDTH + GAP), GAP))
    target.parent.mkdir(parents=True, exist_ok=True)
    sheet.quantize(256).save(target, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
