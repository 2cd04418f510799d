"""Writes docs/commands.md from the four command lines themselves.

Run it after a change of a command or option; a test compares the page.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from typer.main import get_command

from hardware_sim.cli import app as sim
from kiosk.cli import app as kiosk
from sync.cli import app as agent
from sync.cloud.cli import app as cloud

PAGE = Path(__file__).parents[1] / "docs" / "commands.md"
APPS = {"kiosk": kiosk, "kiosk-sync": agent, "kiosk-cloud": cloud, "kiosk-sim": sim}
_HEAD = """# Commands

Written by `tools/commands_page.py` from the programs themselves; do not edit.

Exit codes of all: 0 fine, 1 the thing asked about is wrong (one line on standard error
says so), 2 wrong use.
"""


def page() -> str:
    """Return the page's text."""
    parts = [_HEAD]
    for name, app in APPS.items():
        command = get_command(app)
        parts += [f"## {name}\n", f"{command.help}\n"]
        parts += _commands(name, command)
    return "\n".join(parts)


def _commands(path: str, group: Any) -> list[str]:
    parts: list[str] = []
    for name, command in group.commands.items():
        whole = f"{path} {name}"
        if hasattr(command, "commands"):  # a group, such as `kiosk models`
            parts += _commands(whole, command)
            continue
        words = [_word(one) for one in command.params if one.name != "help"]
        parts.append(f"### `{' '.join([whole, *filter(None, words)])}`\n")
        parts.append(" ".join((command.help or "").split()) + "\n")
        rows = [_row(one) for one in command.params if getattr(one, "help", None)]
        if rows:
            parts.append("\n".join(rows) + "\n")
    return parts


def _word(param: Any) -> str:
    if param.param_type_name == "argument":
        return str(param.metavar or param.name).upper()
    return f"{param.opts[0]} {str(param.name).upper()}" if param.required else ""


def _row(param: Any) -> str:
    if param.param_type_name == "argument":
        names = str(param.metavar or param.name).upper()
    else:
        names = ", ".join([*param.opts, *param.secondary_opts])
    has_default = param.default not in {None, "", False} and not param.required
    default = f" Default: `{param.default}`." if has_default else ""
    return f"- `{names}`: {str(param.help).rstrip('.')}.{default}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
