"""A store's brand file: what it may say, and one line for what it may not."""

from __future__ import annotations

import json

import pytest

from kiosk.ui.brand import Brand, BrandError, load_brand


def write(folder, data) -> object:
    path = folder / "brand.json"
    path.write_text(data if isinstance(data, str) else json.dumps(data), "utf-8")
    return path


def test_a_whole_brand_is_read(tmp_path):
    (tmp_path / "logo.svg").write_text("<svg/>")
    data = {"name": "拐角超市", "logo": "logo.svg", "colours": {"accent": "#123456"}}
    brand = load_brand(write(tmp_path, data))
    assert brand == Brand("拐角超市", tmp_path / "logo.svg", {"accent": "#123456"})
    assert brand.properties()["logo"].isLocalFile()


def test_no_brand_changes_nothing():
    assert Brand().properties()["brand"] == {}
    assert Brand().properties()["storeName"] == ""


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ("{", "brand.json"),
        ([], "only name, logo and colours"),
        ({"font": "x"}, "only name, logo and colours"),
        ({"colours": {"pink": "#FFFFFF"}}, "no colour is called 'pink'"),
        ({"colours": {"accent": "red"}}, "accent is not a colour"),
        ({"colours": {"accent": "#12345"}}, "accent is not a colour"),
        ({"logo": "none.svg"}, "no logo none.svg"),
    ],
)
def test_a_wrong_brand_is_named(tmp_path, data, fault):
    with pytest.raises(BrandError, match=fault):
        load_brand(write(tmp_path, data))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(BrandError, match=r"brand\.json"):
        load_brand(tmp_path / "brand.json")
