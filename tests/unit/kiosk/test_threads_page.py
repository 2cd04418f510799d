"""docs/threads.md names every thread that the kiosk's code starts."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
_STARTED = re.compile(
    r"(?:Thread|ThreadPoolExecutor)\((?P<arguments>.*?)\n?\s*\)(?:\n|$)", re.DOTALL
)
_NAME = re.compile(r'(?:thread_name_prefix|name)=f?"(?P<literal>[^"]*)"', re.DOTALL)
_SLOT = re.compile(r"\{[^}]*\}")


def started() -> dict[str, str]:
    """Return the tail of each thread's name that code gives, with its file."""
    found: dict[str, str] = {}
    for top in ("kiosk", "drivers"):
        for path in sorted((ROOT / top).rglob("*.py")):
            for thread in _STARTED.finditer(path.read_text("utf-8")):
                for name in _NAME.finditer(thread["arguments"]):
                    fixed = _SLOT.sub("", name["literal"])
                    found[fixed] = str(path.relative_to(ROOT))
    return found


def test_each_thread_is_in_the_table() -> None:
    page = (ROOT / "docs" / "threads.md").read_text("utf-8")
    names = started()
    assert {"admin", "payments", "recognition", "device-", "-decode"} <= set(names)
    missing = {name: file for name, file in names.items() if name not in page}
    assert missing == {}


def test_each_place_in_the_table_exists() -> None:
    page = (ROOT / "docs" / "threads.md").read_text("utf-8")
    for name in re.findall(r"`((?:kiosk|drivers|sync)\.[a-z_.]+)[`.]", page):
        parts = name.rstrip(".").split(".")
        whole = ROOT.joinpath(*parts)
        part = ROOT.joinpath(*parts[:-1])
        assert any(
            path.with_suffix(".py").exists() or path.is_dir() for path in (whole, part)
        ), name
