"""Draw demo/pictures: one 320 x 320 PNG with a transparent ground a product.

Loose produce is its Noto Emoji (Google, Apache-2.0); packaged goods are shapes of
packages.py with an emoji as motif. Run once, by hand, after `npm install` in this
folder: `python tools/demo_data/build_pictures.py`, and commit what it writes. It
needs Pillow and Node; the product needs neither it nor them.
"""

from __future__ import annotations

import json
import subprocess  # ruff: ignore[suspicious-subprocess-import] - runs our own Node script
import tempfile
from pathlib import Path

from build_catalogue import DEMO, HERE, read_sources
from packages import SHAPES
from PIL import Image

SIDE = 320
COLOURS = 128  # of the palette: keeps a file under 20 KB without a visible loss
EMOJI = HERE / "node_modules/@iconify-json/noto/icons.json"


def emoji(body: str, x: float, y: float, size: float) -> str:
    """Return an emoji's drawing placed in a square."""
    return (
        f'<svg x="{x}" y="{y}" width="{size}" height="{size}" viewBox="0 0 128 128">'
        f"{body}</svg>"
    )


def draw(spec: str, bodies: dict[str, str]) -> str:
    """Return the SVG of "emoji:<name>" or "<shape>:<colour>:<emoji name>"."""
    shape, *rest = spec.split(":")
    if shape == "emoji":
        content = emoji(bodies[rest[0]], 12, 12, SIDE - 24)
    else:
        colour, motif = rest
        package = SHAPES[shape](colour)
        content = package.svg + emoji(bodies[motif], *package.motif)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 {SIDE} {SIDE}">{content}</svg>'
    )


def load_emoji() -> dict[str, str]:
    """Return the SVG bodies by emoji name, aliases resolved."""
    pack = json.loads(EMOJI.read_text(encoding="utf-8"))
    bodies = {name: icon["body"] for name, icon in pack["icons"].items()}
    for name, alias in pack.get("aliases", {}).items():
        bodies.setdefault(name, bodies[alias["parent"]])
    return bodies


def shrink(source: Path, target: Path) -> None:
    """Write a PNG with a palette that keeps its transparency."""
    picture = Image.open(source).convert("RGBA")
    palette = picture.quantize(COLOURS, method=Image.Quantize.FASTOCTREE)
    palette.save(target, optimize=True)


def main() -> None:
    """Draw every product's picture."""
    rows, _ = read_sources()
    bodies = load_emoji()
    with tempfile.TemporaryDirectory() as folder:
        drawings = []
        for key, row in rows.items():
            drawing = Path(folder, f"{key}.svg")
            drawing.write_text(draw(row["picture"], bodies), encoding="utf-8")
            drawings.append(drawing)
        subprocess.run(  # ruff: ignore[subprocess-without-shell-equals-true] - our own script, our own files
            ["node", "render.mjs", *map(str, drawings)],  # ruff: ignore[start-process-with-partial-path] - from PATH
            cwd=HERE,
            check=True,
        )
        for drawing in drawings:
            png = drawing.with_suffix(".png")
            shrink(png, DEMO / "pictures" / png.name)


if __name__ == "__main__":
    main()
