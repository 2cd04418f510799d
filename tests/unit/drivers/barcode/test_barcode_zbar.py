"""zbar in its own process: what it reads, and that it may die."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import segno

from drivers.barcode import zbar_worker
from drivers.barcode.zbar import Zbar

pytest.importorskip("pyzbar.pyzbar", reason="apt-get install libzbar0")


@pytest.fixture
def reader() -> Iterator[Zbar]:
    zbar = Zbar()
    yield zbar
    zbar.close()


@pytest.mark.parametrize(
    ("kind", "text", "symbology"),
    [
        ("EAN13", "9521234567899", "ean13"),
        ("UPCA", "036000291452", "upca"),
        ("EAN8", "96385074", "ean8"),
    ],
)
def test_retail_symbols_are_read(
    pen: Any, reader: Zbar, kind: str, text: str, symbology: str
) -> None:
    [symbol] = reader.read(pen.draw(text, kind))
    assert (symbol.text, symbol.symbology) == (text, symbology)


def test_other_symbols_are_left_to_others(pen: Any, reader: Zbar) -> None:
    assert reader.read(pen.draw("text", "QRCode")) == []
    assert reader.read(pen.draw("LANE", "Code128")) == []


def test_a_structured_append_qr_does_no_harm(pen: Any, reader: Zbar) -> None:
    part = segno.make_sequence("x" * 60, symbol_count=2)[0]
    rows = np.array([list(row) for row in part.matrix], np.uint8)
    picture = np.pad(np.where(rows, 0, 255).astype(np.uint8), 4, constant_values=255)
    assert reader.read(picture.repeat(4, 0).repeat(4, 1)) == []
    [symbol] = reader.read(pen.draw("9521234567899", "EAN13"))
    assert symbol.text == "9521234567899"


@pytest.mark.parametrize(
    "program",
    [
        "import sys; sys.exit(3)",
        "import os; os.read(0, 8); os.abort()",
        "import os; os.read(0, 8); os.write(1, b'\\xff\\xff\\xff\\xff')",
        "import os; os.read(0, 8); os.write(1, b'\\x04\\0\\0\\0oops')",
        "import os; os.read(0, 8); os.write(1, b'\\x02\\0\\0\\0{}')",
        "import os; os.read(0, 8); os.write(1, b'\\x04\\0\\0\\0[[1]')",
    ],
)
def test_a_child_that_dies_or_babbles_gives_nothing_and_rests(program: str) -> None:
    zbar = Zbar([sys.executable, "-c", program])
    picture = np.zeros((40, 40), np.uint8)
    assert zbar.read(picture) == []
    assert zbar.read(picture) == []  # it is not started again at once
    zbar.close()


def test_a_child_that_does_not_exist_gives_nothing() -> None:
    zbar = Zbar(["/nonexistent/python"])
    assert zbar.read(np.zeros((40, 40), np.uint8)) == []
    zbar.close()


def test_a_closed_reader_starts_again(pen: Any, reader: Zbar) -> None:
    picture = pen.draw("9521234567899", "EAN13")
    assert len(reader.read(picture)) == 1
    reader.close()
    assert len(reader.read(picture)) == 1


def test_the_worker_answers_each_picture_and_ends_with_its_input(pen: Any) -> None:
    picture = pen.draw("9521234567899", "EAN13")
    frame = zbar_worker.HEAD.pack(*picture.shape) + picture.tobytes()
    sink = io.BytesIO()
    zbar_worker.serve(io.BytesIO(frame + frame + frame[:100]), sink)
    answers = sink.getvalue()
    (size,) = zbar_worker.LENGTH.unpack_from(answers)
    assert len(answers) == 2 * (4 + size)
    [[kind, text, quad]] = json.loads(answers[4 : 4 + size])
    assert (kind, text, len(quad)) == ("EAN13", "9521234567899", 4)
