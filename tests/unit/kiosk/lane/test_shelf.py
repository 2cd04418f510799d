"""Files that the agent brings: opened when there, and again when replaced."""

from pathlib import Path

import pytest

from kiosk.lane.shelf import Shelf
from kiosk.store.errors import CatalogueAbsent


class Opened:
    """A file that remembers what it was opened with."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            raise CatalogueAbsent("not there yet")
        self.text = path.read_text()
        self.is_closed = False

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "catalogue.db"


def test_a_file_that_comes_later_is_opened_then(path: Path) -> None:
    shelf = Shelf(path, lambda: Opened(path))
    with pytest.raises(CatalogueAbsent):
        shelf()
    path.write_text("one")
    assert shelf().text == "one"
    assert shelf() is shelf()


def test_a_file_put_in_its_place_is_opened(path: Path) -> None:
    path.write_text("damaged")
    shelf = Shelf(path, lambda: Opened(path))
    old = shelf()
    path.rename(path.with_suffix(".damaged"))
    assert shelf() is old  # the agent has not made the new one yet
    path.write_text("whole")
    assert shelf().text == "whole"
    assert old.is_closed


def test_a_file_written_in_place_stays_open(path: Path) -> None:
    path.write_text("one")
    shelf = Shelf(path, lambda: Opened(path))
    first = shelf()
    path.write_text("two")
    assert shelf() is first


def test_closing_closes_what_was_opened(path: Path) -> None:
    shelf = Shelf(path, lambda: Opened(path))
    shelf.close()
    path.write_text("one")
    opened = shelf()
    shelf.close()
    assert opened.is_closed
    assert shelf() is not opened
