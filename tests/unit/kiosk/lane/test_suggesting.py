"""Suggestions: the shipped model, the catalogue's gallery, the newest generation."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
import till
from counter import Shelves, write_catalogue

from drivers.ports import Frame
from kiosk.lane.suggesting import load_look
from kiosk.store.errors import StoreCorrupt
from kiosk.store.schema import open_catalogue
from models.product import open_product

PICTURES = Path(__file__).parents[4] / "demo" / "pictures"


def picture(name: str, turn_deg: float = 0) -> np.ndarray:
    """Show a product's picture on a grey pan in the middle of a wide frame."""
    raw = cv2.imread(str(PICTURES / f"{name}.png"), cv2.IMREAD_UNCHANGED)
    assert raw is not None
    raw = cv2.resize(raw, (360, 360))
    turn = cv2.getRotationMatrix2D((180, 180), turn_deg, 0.9)
    turned = cv2.warpAffine(raw, turn, (360, 360)).astype(np.float32)
    cover = turned[..., 3:] / 255
    frame = np.full((360, 640, 3), 120, np.float32)
    frame[:, 140:500] = turned[..., :3] * cover + 120 * (1 - cover)
    return frame.astype(np.uint8)


def as_frame(pixels: np.ndarray) -> Frame:
    return Frame(b"", 0, 0, pixels)


def enrol(path: Path, names: list[str], generation: int) -> None:
    embedder, _ = open_product()
    assert embedder is not None
    db = open_catalogue(path)
    for name in names:
        row = embedder.embed(picture(name)[:, 140:500])
        db.run(
            "INSERT INTO gallery VALUES (?,?,NULL,?,?,?)",
            (name, generation, name, embedder.spec.tag, row.astype("<f4").tobytes()),
        )
    db.run(
        "UPDATE meta SET value = ? WHERE key = 'current_generation'", (str(generation),)
    )
    db.close()


@pytest.fixture
def shelves(tmp_path: Path) -> Iterator[Shelves]:
    write_catalogue(tmp_path / "catalogue.db", {"1": till.product()})
    one = Shelves(tmp_path / "catalogue.db")
    yield one
    one.close()


def test_what_was_enrolled_is_suggested_first(shelves: Shelves, tmp_path: Path) -> None:
    enrol(tmp_path / "catalogue.db", ["banana", "carrot", "grapes", "lemon"], 1)
    look = load_look(None, shelves)
    assert look is not None
    found = look(as_frame(picture("banana", 25)))
    assert found[0] == "banana"
    assert len(found) <= 3


def test_a_new_generation_s_produce_is_known_at_once(
    shelves: Shelves, tmp_path: Path
) -> None:
    look = load_look(None, shelves)
    assert look is not None
    assert look(as_frame(picture("carrot"))) == ()
    enrol(tmp_path / "catalogue.db", ["carrot"], 2)
    assert look(as_frame(picture("carrot", 10))) == ("carrot",)


def test_a_frame_or_a_catalogue_that_fails_suggests_nothing(shelves: Shelves) -> None:
    look = load_look(None, shelves)
    assert look is not None
    assert look(Frame(b"no jpeg", 0, 0)) == ()
    shelves.fault = StoreCorrupt("damaged")
    assert look(as_frame(picture("carrot"))) == ()


def test_without_the_model_s_file_there_is_no_look(
    shelves: Shelves, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert load_look(tmp_path, shelves) is None
    assert "produce is not recognised" in caplog.text
