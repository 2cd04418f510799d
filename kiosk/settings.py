"""Settings of one lane: a TOML file and KIOSK_ environment variables.

An unknown key is refused, so that a typing error never passes for a setting.
Secrets are never here, only the folder that holds them. Documented in
docs/settings.md (a test keeps the two together).
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)


class SettingsError(ValueError):
    """The configuration cannot be used; the message is one line a key."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LaneSettings(_Section):
    """Which lane of which store this is."""

    store: str = "S001"
    id: str = "1"
    device: str = "S001-L1"
    receipt_prefix: str = "A01"
    profile: str = "CN"
    day_starts_hour: int = Field(4, ge=0, le=23)


class PathSettings(_Section):
    """Folders. Each has one writer: kiosk (state), agent (sync)."""

    state: Path = Path("/var/lib/store-edge/kiosk")
    sync: Path = Path("/var/lib/store-edge/sync")
    secrets: Path = Path("/run/credentials/kiosk.service")
    pictures: Path = Path("/usr/share/store-edge/pictures")
    models: Path | None = None  # None: those shipped with the program


class ScaleSettings(_Section):
    """The legal scale."""

    url: str = ""
    protocol: Literal["mt8217", "mt-sics"] = "mt8217"
    interval_grams: int = Field(5, ge=1)
    max_tare_grams: int = Field(3000, ge=0)


class DeviceSettings(_Section):
    """Device URLs; an empty one means that the lane has no such device."""

    camera: str = ""
    scanner: str = ""
    printer: str = ""
    scale: ScaleSettings = ScaleSettings()


class WeChatSettings(_Section):
    """WeChat Pay v3 code pay: the provider itself, or the retailer's gateway."""

    base_url: str = ""
    mchid: str = ""
    appid: str = ""
    merchant_serial: str = ""
    merchant_key: Path | None = None
    platform_serial: str = ""
    platform_key: Path | None = None


class CloudSettings(_Section):
    """The cloud order service."""

    url: str = ""
    push_interval_s: float = Field(1.0, gt=0)
    pull_interval_s: float = Field(5.0, gt=0)


class ScreenSettings(_Section):
    """The screen."""

    width: int = Field(1080, ge=320)
    height: int = Field(1920, ge=320)
    full_screen: bool = True
    language: str = ""  # empty: the profile's first
    theme: Literal["light", "dark", "contrast"] = "light"
    brand: Path | None = None  # a store's name, logo and colours (docs/ui.md)


class IdleSettings(_Section):
    """When nobody touches or scans."""

    prompt_after_s: int = Field(45, ge=5)
    alert_after_prompt_s: int = Field(15, ge=5)
    receipt_s: int = Field(15, ge=3)
    thanks_s: int = Field(12, ge=3)
    staff_s: int = Field(30, ge=5)


class AdminSettings(_Section):
    """The local admin page; loopback only."""

    port: int = Field(8090, ge=0, le=65535)


class Settings(BaseSettings):
    """All settings of a lane."""

    model_config = SettingsConfigDict(
        env_prefix="KIOSK_", env_nested_delimiter="__", extra="forbid", frozen=True
    )

    environment: Literal["production", "demo"] = "production"
    robot: Path | None = None  # a socket for demos and tests; never in production
    lane: LaneSettings = LaneSettings()
    paths: PathSettings = PathSettings()
    devices: DeviceSettings = DeviceSettings()
    wechat: WeChatSettings = WeChatSettings()
    cloud: CloudSettings = CloudSettings()
    screen: ScreenSettings = ScreenSettings()
    idle: IdleSettings = IdleSettings()
    admin: AdminSettings = AdminSettings()

    @model_validator(mode="after")
    def _no_robot_in_production(self) -> Self:
        if self.robot is not None and self.environment == "production":
            raise ValueError("robot: a production lane is not moved by a robot")
        return self

    @property
    def ledger_path(self) -> Path:
        """The ledger's file."""
        return self.paths.state / "ledger.db"

    @property
    def catalogue_path(self) -> Path:
        """The catalogue's file, written by the agent."""
        return self.paths.sync / "catalogue.db"

    @property
    def people_path(self) -> Path:
        """The people file, written by the agent."""
        return self.paths.sync / "people.db"

    @property
    def sync_path(self) -> Path:
        """The agent's own file: acknowledgements and the pull cursor."""
        return self.paths.sync / "sync.db"


def load_settings(path: Path | None) -> Settings:
    """Read a TOML file (None: environment alone); SettingsError names each bad key."""

    class _FromFile(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return env_settings, TomlConfigSettingsSource(settings_cls, path)

    if path is not None and not path.is_file():
        raise SettingsError(f"{path}: no such configuration file")
    try:
        return _FromFile()
    except ValidationError as error:
        raise SettingsError("\n".join(map(_explained, error.errors()))) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from None


_FAULTS = {
    "extra_forbidden": "there is no such setting",
    "model_type": "it is a table of settings, not a value",
    "model_attributes_type": "it is a table of settings, not a value",
}


def _explained(fault: ErrorDetails) -> str:
    """Return what is wrong with a key; a rule over several names its own."""
    key = ".".join(str(part) for part in fault["loc"])
    says = _FAULTS.get(fault["type"], fault["msg"].removeprefix("Value error, "))
    return f"{key}: {says}" if key else says
