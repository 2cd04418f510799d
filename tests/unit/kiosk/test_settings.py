"""Settings: each is documented, a typing error is refused, the environment wins."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from kiosk.settings import Settings, SettingsError, load_settings

DOCS = Path(__file__).parents[3] / "docs" / "settings.md"
_ROW = re.compile(r"^\| `([a-z_.]+)` \| (.+?) \| (.+) \|$", re.MULTILINE)


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in os.environ:
        if name.upper().startswith("KIOSK_"):
            monkeypatch.delenv(name)


def leaves(model: BaseModel, prefix: str = "") -> Iterator[tuple[str, object]]:
    """Yield each setting by its dotted name, with its default."""
    for name in type(model).model_fields:
        value = getattr(model, name)
        if isinstance(value, BaseModel):
            yield from leaves(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def written(value: object) -> str:
    match value:
        case None:
            return "none"
        case "":
            return "empty"
        case bool():
            return f"`{str(value).lower()}`"
        case _:
            return f"`{value}`"


def test_each_setting_is_documented_with_its_default() -> None:
    told = {name: default for name, default, _ in _ROW.findall(DOCS.read_text("utf-8"))}
    assert told == {name: written(value) for name, value in leaves(Settings())}


def test_nothing_is_documented_twice() -> None:
    names = [name for name, _, _ in _ROW.findall(DOCS.read_text("utf-8"))]
    assert len(names) == len(set(names))


def load(tmp_path: Path, text: str) -> Settings:
    path = tmp_path / "lane.toml"
    path.write_text(text, "utf-8")
    return load_settings(path)


def test_a_file_is_read_and_the_rest_has_defaults(tmp_path: Path) -> None:
    found = load(tmp_path, '[lane]\nstore = "S007"\n[devices.scale]\nurl = "/dev/x"\n')
    assert found.lane.store == "S007"
    assert found.devices.scale.url == "/dev/x"
    assert found.screen.width == 1080
    assert found.ledger_path == found.paths.state / "ledger.db"
    assert {found.catalogue_path.parent, found.people_path.parent} == {
        found.sync_path.parent
    }


def test_the_environment_wins_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_LANE__STORE", "S009")
    monkeypatch.setenv("KIOSK_ENVIRONMENT", "demo")
    found = load(tmp_path, '[lane]\nstore = "S007"\nid = "3"\n')
    assert (found.lane.store, found.lane.id) == ("S009", "3")
    assert found.environment == "demo"
    assert load_settings(None).lane.store == "S009"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[lane]\ncolour = "red"\n', "lane.colour"),
        ("speed = 3\n", "speed"),
        ('[screen]\ntheme = "pink"\n', "screen.theme"),
        ("[idle]\nstaff_s = 1\n", "idle.staff_s"),
        ("[lane]\nday_starts_hour = 24\n", "lane.day_starts_hour"),
        ("[admin]\nport = 70000\n", "admin.port"),
        ("= 1\n", "lane.toml"),
        ('robot = "/tmp/r"\n', "robot"),
        ('lane = "S001"\n', "lane"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(said)):
        load(tmp_path, text)


def test_each_wrong_key_has_a_line(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as raised:
        load(tmp_path, "[lane]\na = 1\nb = 2\n[cloud]\nurl = 3\n")
    assert len(str(raised.value).splitlines()) == 3


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such configuration file"):
        load_settings(tmp_path / "none.toml")


def test_a_file_that_is_no_text_is_said(tmp_path: Path) -> None:
    path = tmp_path / "lane.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError):
        load_settings(path)


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().environment = "demo"  # type: ignore[misc]
