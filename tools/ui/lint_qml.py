"""Lint the QML: describe the Python types to qmllint, then allow no warning.

Usage: python tools/ui/lint_qml.py [BUILD_DIR]   (default build/qml-types)
"""

from __future__ import annotations

import ast
import json
import subprocess  # ruff: ignore[suspicious-subprocess-import] - Qt's own tools from the virtual environment
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
UI = ROOT / "kiosk" / "ui"
MODULE = "KioskModels"
FOREIGN = ("core", "gui", "qml", "quick")
BIN = Path(sys.executable).parent


def _run(*command: str | Path) -> str:
    """Run a tool and return what it prints; its own message on failure."""
    done = subprocess.run(  # ruff: ignore[subprocess-without-shell-equals-true] - a fixed list of tools and our files
        [str(part) for part in command], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{done.stdout}{done.stderr}".strip())
    return done.stdout


def qt() -> Path:
    """Return Qt's own folder within PySide6."""
    spec = find_spec("PySide6")
    if spec is None or spec.origin is None:
        raise SystemExit("PySide6 is not installed")
    return Path(spec.origin).parent / "Qt"


def constants(source: Path) -> set[tuple[str, str]]:
    """Return (class, property) of each `@Property(..., constant=True)`."""
    return {
        (kind.name, method.name)
        for kind in ast.walk(ast.parse(source.read_text("utf-8")))
        if isinstance(kind, ast.ClassDef)
        for method in kind.body
        if isinstance(method, ast.FunctionDef)
        for mark in method.decorator_list
        if isinstance(mark, ast.Call)
        and any(keyword.arg == "constant" for keyword in mark.keywords)
    }


def dump(sources: list[Path]) -> list[dict[str, Any]]:
    """Return the types' metadata; metaobjectdump leaves `constant` out."""
    files: list[dict[str, Any]] = json.loads(
        _run(BIN / "pyside6-metaobjectdump", "--quiet", "--compact", *sources)
    )
    constant = {pair for source in sources for pair in constants(source)}
    for file in files:
        for kind in file["classes"]:
            for one in kind.get("properties", ()):
                one["constant"] = (kind["className"], one["name"]) in constant
    return files


def describe(folder: Path) -> None:
    """Write the QML description of every Python type that QML may name."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = [p for p in sorted(UI.rglob("*.py")) if "QmlElement" in p.read_text()]
    types = folder / "types.json"
    types.write_text(json.dumps(dump(sources)))
    known = (qt() / "metatypes" / f"qt6{name}_metatypes.json" for name in FOREIGN)
    _run(
        qt() / "libexec" / "qmltyperegistrar",
        f"--foreign-types={','.join(str(path) for path in known)}",
        f"--generate-qmltypes={folder / 'plugins.qmltypes'}",
        f"--import-name={MODULE}",
        "--major-version=1",
        "--minor-version=0",
        "-o",
        folder / "registration.cpp",
        types,
    )
    (folder / "qmldir").write_text(
        f"module {MODULE}\ntypeinfo plugins.qmltypes\ndepends QtQuick\n"
    )


def main(build: Path) -> int:
    """Return qmllint's verdict over every QML file."""
    describe(build / MODULE)
    files = sorted((UI / "qml").rglob("*.qml"))
    lint = (BIN / "pyside6-qmllint", "-W", "0", "-I", build, "-I", UI / "qml", *files)
    command = [str(part) for part in lint]
    done = subprocess.run(command, check=False)  # ruff: ignore[subprocess-without-shell-equals-true]
    return done.returncode


if __name__ == "__main__":
    default = ROOT / "build" / "qml-types"
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else default))
