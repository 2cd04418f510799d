"""docs/commands.md says what the programs themselves say."""

import commands_page
import pytest
from typer.main import get_command


def test_the_page_is_up_to_date() -> None:
    written = commands_page.PAGE.read_text(encoding="utf-8")
    assert written == commands_page.page(), "run tools/commands_page.py"


@pytest.mark.parametrize("name", commands_page.APPS)
def test_every_command_and_option_says_what_it_is_for(name: str) -> None:
    def check(path: str, command) -> None:
        assert command.help, path
        for option in command.params:
            assert option.name == "help" or option.help, (path, option.name)
        for sub, below in getattr(command, "commands", {}).items():
            check(f"{path} {sub}", below)

    check(name, get_command(commands_page.APPS[name]))
