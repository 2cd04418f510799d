"""Bring the translation files up to date: collect texts, then compile.

Usage: python tools/ui/translate.py
New texts appear in kiosk/ui/i18n/zh_CN.ts as unfinished; a test counts them.
"""

from __future__ import annotations

import subprocess  # ruff: ignore[suspicious-subprocess-import] - Qt's own tools
import sys
from pathlib import Path

UI = Path(__file__).parents[2] / "kiosk" / "ui"
BIN = Path(sys.executable).parent


def _run(*command: str | Path) -> None:
    subprocess.run(  # ruff: ignore[subprocess-without-shell-equals-true]
        [str(part) for part in command], check=True, cwd=UI
    )


def main() -> int:
    """Update both .ts files (English for its plurals alone) and write the .qm."""
    sources = sorted(p for kind in ("*.qml", "*.py") for p in UI.rglob(kind))
    names = [path.relative_to(UI) for path in sources]
    update = (BIN / "pyside6-lupdate", "-no-obsolete", "-locations", "none", *names)
    _run(*update, "-ts", "i18n/zh_CN.ts")
    _run(*update, "-pluralonly", "-ts", "i18n/en.ts")
    _run(BIN / "pyside6-lrelease", "i18n/zh_CN.ts", "i18n/en.ts")
    return 0


if __name__ == "__main__":
    sys.exit(main())
