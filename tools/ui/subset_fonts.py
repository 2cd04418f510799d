"""Subset Noto Sans SC (OFL) to what the kiosk shows: GB2312, Latin, signs.

Usage: python tools/ui/subset_fonts.py PACKAGE_DIR
PACKAGE_DIR is the unpacked npm package `@expo-google-fonts/noto-sans-sc`.
Tabular figures keep their OpenType feature (`tnum`).
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.subset import main as subset

FONTS = Path(__file__).parents[2] / "kiosk" / "ui" / "fonts"
WEIGHTS = {"400Regular": "Regular", "700Bold": "Bold"}
# Latin with diacritics, punctuation, superscripts, currency signs, arrows, marks.
RANGES = ((0x20, 0x17F), (0x2010, 0x205E), (0x20A0, 0x20C0), (0x2190, 0x2199))
CJK_RANGES = ((0x3000, 0x303F), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6))


def gb2312() -> set[str]:
    """Return every character of GB2312, from its two-byte code table."""
    pairs = (bytes((a, b)) for a in range(0xA1, 0xF8) for b in range(0xA1, 0xFF))
    return {char for pair in pairs for char in pair.decode("gb2312", "ignore")}


def main(package: Path) -> int:
    """Write the two subsets into kiosk/ui/fonts."""
    text = gb2312() | {
        chr(code) for low, high in RANGES + CJK_RANGES for code in range(low, high + 1)
    }
    wanted = FONTS / ".wanted.txt"
    wanted.write_text("".join(sorted(text)), encoding="utf-8")
    for folder, weight in WEIGHTS.items():
        source = next(package.glob(f"**/NotoSansSC_{folder}.ttf"))
        subset([
            str(source),
            f"--text-file={wanted}",
            "--layout-features=kern,tnum,pnum,locl,ccmp",
            "--no-hinting",
            "--name-IDs=*",
            f"--output-file={FONTS / f'NotoSansSC-{weight}.ttf'}",
        ])
    wanted.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
