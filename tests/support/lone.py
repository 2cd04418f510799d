"""A kiosk's files without a store around it: for starts that must fail, or not."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path

import till
from counter import write_catalogue

from kiosk.store.ledger import Ledger

NOWHERE = "socket://127.0.0.1:9"  # the discard port: nothing listens


@dataclass
class Lone:
    """A lane's folder and its configuration."""

    folder: Path
    top: list[str] = field(default_factory=lambda: ['environment = "demo"'])
    tables: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.state, self.sync = self.folder / "state", self.folder / "sync"
        self.secrets = self.folder / "secrets"
        for path in (self.state, self.sync, self.secrets):
            path.mkdir()
        for name in ("pepper", "store.key", "ledger.key"):
            (self.secrets / name).write_bytes(secrets.token_bytes(32))
        self.robot = self.folder / "robot.sock"
        self.top.append(f'robot = "{self.robot}"')
        self.tables |= {
            "paths": [
                f'state = "{self.state}"',
                f'sync = "{self.sync}"',
                f'secrets = "{self.secrets}"',
            ],
            "screen": ["width = 540", "height = 960", "full_screen = false"],
            "admin": ["port = 0"],
        }

    @property
    def ledger(self) -> Path:
        return self.state / "ledger.db"

    def write_config(self) -> Path:
        lines = list(self.top)
        for name, keys in self.tables.items():
            lines += [f"[{name}]", *keys]
        path = self.folder / "lane.toml"
        path.write_text("\n".join(lines) + "\n", "utf-8")
        return path

    def with_catalogue(self) -> Lone:
        tea = till.product("tea", 500, initials="t")
        write_catalogue(
            self.sync / "catalogue.db",
            {"09520000000011": till.product("milk", 1000), "09520000000028": tea},
        )
        return self

    def with_ledger(self) -> Lone:
        Ledger.open(self.ledger, "S001-L1", "A01").close()
        return self
