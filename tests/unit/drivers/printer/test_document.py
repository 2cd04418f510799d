"""Documents: columns, wrapping, styles; read back from the bytes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from drivers.printer import COLUMNS, Align, Document, Raster, Style, width_of
from drivers.printer.codec import INIT, cut, feed, open_drawer, qr_code, raster
from drivers.printer.document import wrap


def _lines(document: Document) -> list[str]:
    body = bytes(document).removeprefix(INIT)
    return body.decode("gb18030").split("\n")[:-1]


def test_a_document_begins_with_reset_and_two_byte_characters() -> None:
    assert bytes(Document()) == b"\x1b@\x1c&"


def test_a_pair_reaches_both_edges_in_both_scripts() -> None:
    document = Document().pair("牛奶 Milk", "￥8.79").pair("Apple", "1.00")
    for line in _lines(document):
        assert width_of(line) == COLUMNS
    assert _lines(document)[0].startswith("牛奶 Milk ")
    assert _lines(document)[0].endswith(" ￥8.79")


def test_a_long_name_wraps_above_its_price() -> None:
    document = Document(columns=20).pair("Organic oat drink 1 litre", "12.50")
    assert _lines(document) == [
        "Organic oat drink 1",
        "litre          12.50",
    ]


def test_a_name_that_leaves_no_room_has_the_price_on_its_own_line() -> None:
    document = Document(columns=12).pair("八个汉字宽十六", "12.50")
    assert _lines(document) == ["八个汉字宽十", "六     12.50"]
    document = Document(columns=12).pair("abcdefghijk", "12.50")
    assert _lines(document) == ["abcdefghijk", "       12.50"]


def test_a_wide_style_halves_the_columns() -> None:
    wide = Style(Align.CENTRE, bold=True, width=2, height=2)
    made = bytes(Document(columns=10).line("abcdefg", wide).line("x"))
    assert made == (
        INIT + b"\x1ba\x01\x1bE\x01\x1d!\x11abcde\nfg\n\x1ba\x00\x1bE\x00\x1d!\x00x\n"
    )


def test_pieces_follow_each_other() -> None:
    picture = Raster(1, 1, b"\xff")
    document = Document().line().rule().qr("hello").picture(picture)
    document.feed(2).open_drawer().cut()
    assert bytes(document) == (
        INIT
        + b"\n"
        + b"-" * 48
        + b"\n\x1ba\x01"
        + qr_code("hello", 6)
        + raster(picture)
        + feed(2)
        + open_drawer()
        + cut()
    )


def test_a_rule_of_wide_characters_fits() -> None:
    assert _lines(Document(columns=9).rule("＝")) == ["＝＝＝＝"]


def test_rule_12_a_product_name_cannot_open_the_drawer_or_cut() -> None:
    name = "Milk\x1bp\x00\x19\xfa\x1dVB\x00\x10\x04\x01\x1c."
    made = bytes(Document().pair(name, "1.00").line(name)).removeprefix(INIT)
    assert set(made) & {0x10, 0x1B, 0x1C, 0x1D, 0x00} == set()


@given(st.text(max_size=120), st.integers(2, 48))
def test_wrapped_lines_fit_and_lose_only_spaces(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert lines
    assert all(width_of(line) <= columns for line in lines)
    kept = "".join(lines).replace(" ", "")
    assert kept == "".join(wrap(text, 10_000)).replace(" ", "")


def test_one_column_of_paper_still_ends() -> None:
    assert wrap("牛奶", 1) == ["牛", "奶"]


@given(st.text(max_size=60), st.text(max_size=10))
def test_a_pair_never_leaves_the_paper(left: str, right: str) -> None:
    for line in _lines(Document().pair(left, right)):
        assert width_of(line) <= COLUMNS
