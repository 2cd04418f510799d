"""The product embedder: pictures of any size to unit rows, untouched and repeatable."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.gallery import Gallery
from models.loader import ModelHealth
from models.manage import read_picture
from models.manifest import InputSpec
from models.product import Image, ProductEmbedder, open_product, preprocess

SPEC = InputSpec("image", 32, 0.875, 127.0, 128.0, "RGB")
PICTURES = Path(__file__).parents[3] / "demo/pictures"
PRODUCE = ["banana", "apple-fuji", "broccoli", "carrot", "grapes", "eggplant", "lemon"]


def seen(name: str, turn_deg: float, ground: int, gain: float) -> Image:
    """Show a produce picture turned, over a grey ground, in some light."""
    raw = cv2.imread(str(PICTURES / f"{name}.png"), cv2.IMREAD_UNCHANGED)
    assert raw is not None
    turn = cv2.getRotationMatrix2D((160, 160), turn_deg, 0.9)
    turned = cv2.warpAffine(raw, turn, (320, 320)).astype(np.float32)
    cover = turned[..., 3:] / 255
    shown = turned[..., :3] * cover + ground * (1 - cover)
    return np.clip(shown * gain, 0, 255).astype(np.uint8)


def test_embeddings_have_length_one_and_repeat(
    embedder: ProductEmbedder, picture: Image
) -> None:
    before = picture.copy()
    first, second = embedder.embed(picture), embedder.embed(picture)
    assert first.shape == (embedder.spec.output.size,)
    assert first.dtype == np.float32
    assert np.linalg.norm(first) == pytest.approx(1, abs=1e-5)
    assert np.array_equal(first, second)
    assert np.array_equal(picture, before)


def test_a_batch_gives_what_each_picture_gives(
    embedder: ProductEmbedder, picture: Image
) -> None:
    mirrored = np.ascontiguousarray(picture[:, ::-1])
    rows = embedder.embed_all([picture, mirrored])
    for row, image in zip(rows, (picture, mirrored), strict=True):
        assert np.allclose(row, embedder.embed(image), atol=1e-4)


def test_a_strided_view_is_embedded_like_its_copy(
    embedder: ProductEmbedder, picture: Image
) -> None:
    view = picture[::2, ::2]
    assert np.array_equal(embedder.embed(view), embedder.embed(view.copy()))


@pytest.mark.parametrize(
    "image",
    [
        np.zeros((8, 8, 4), np.uint8),
        np.zeros((8, 8, 3), np.float32),
        np.zeros((0, 8, 3), np.uint8),
        np.zeros(8, np.uint8),
    ],
)
def test_what_is_no_picture_is_refused(embedder: ProductEmbedder, image: Image) -> None:
    with pytest.raises(ValueError, match="not a"):
        embedder.embed(image)


@given(
    height=st.integers(1, 90),
    width=st.integers(1, 90),
    grey=st.booleans(),
    level=st.integers(0, 255),
)
@settings(max_examples=40, deadline=None)
def test_any_size_becomes_the_input(
    height: int, width: int, grey: bool, level: int
) -> None:
    shape = (height, width) if grey else (height, width, 3)
    planes = preprocess(np.full(shape, level, np.uint8), SPEC)
    assert planes.shape == (3, 32, 32)
    assert planes.flags.c_contiguous
    assert np.allclose(planes, (level - 127) / 128)


def test_channels_are_turned_as_the_manifest_says() -> None:
    blue = np.zeros((40, 40, 3), np.uint8)
    blue[..., 0] = 255
    red_first = preprocess(blue, SPEC)
    assert red_first[2].min() > 0.99
    assert red_first[0].max() < 0
    blue_first = preprocess(blue, InputSpec("image", 32, 0.875, 127.0, 128.0, "BGR"))
    assert blue_first[0].min() > 0.99


def test_the_middle_square_is_what_is_seen() -> None:
    wide = np.zeros((80, 400, 3), np.uint8)
    wide[:, 170:230] = 255  # inside the middle 70 columns
    assert (preprocess(wide, SPEC)[:, :, 6:26] > 0.9).all()
    wide[:, :160] = 255
    assert np.array_equal(preprocess(wide, SPEC)[:, :, 0] < 0, np.ones((3, 32), bool))


def test_without_weights_there_is_a_status(tmp_path: Path) -> None:
    found, status = open_product(folder=tmp_path)
    assert found is None
    assert status.health is ModelHealth.MISSING
    found, status = open_product(manifest=tmp_path / "none.toml")
    assert found is None
    assert "cannot read" in status.detail


def test_enrolled_produce_is_known_again_in_another_light(
    embedder: ProductEmbedder,
) -> None:
    gallery = Gallery(embedder.spec.tag)
    for name in PRODUCE:
        views = [seen(name, turn, 60, 0.85) for turn in (200, 245, 290)]
        gallery = gallery.enrol(name, embedder.embed_all(views))
    for name in PRODUCE:
        best = gallery.suggest(embedder.embed(seen(name, 70, 190, 1.05)))
        assert name in [suggestion.product_id for suggestion in best]


def test_a_picture_file_is_read_as_bgr(tmp_path: Path, picture: Image) -> None:
    path = tmp_path / "picture.png"
    assert cv2.imwrite(str(path), picture)
    assert np.array_equal(read_picture(path), picture)
