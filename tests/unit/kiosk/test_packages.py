"""Our top-level names are generic: each must come from our own distribution."""

import importlib.metadata
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.commands.doctor import OUR_PACKAGES, foreign_packages

ROOT = Path(__file__).parents[3]


def test_the_five_packages_are_ours() -> None:
    assert OUR_PACKAGES == ("kiosk", "drivers", "models", "sync", "hardware_sim")
    for name in OUR_PACKAGES:
        spec = importlib.util.find_spec(name)
        assert spec is not None
        assert spec.origin is not None
        assert Path(spec.origin) == ROOT / name / "__init__.py"
    assert foreign_packages() == []


def test_a_stranger_s_package_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        importlib.metadata,
        "packages_distributions",
        lambda: {"models": ["store-edge", "a-stranger"], "kiosk": ["store-edge"]},
    )
    assert foreign_packages() == ["models"]


def test_tests_and_units_are_no_packages() -> None:
    for folder in ("tests", "systemd"):
        assert not list((ROOT / folder).rglob("__init__.py"))


def test_the_import_contracts_hold() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:]
