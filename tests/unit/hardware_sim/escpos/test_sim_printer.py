"""The printer as a whole: paper, order, standstill, and the finished receipt."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from hardware_sim.escpos import Cover, PaperState, Printer, describe
from hardware_sim.escpos.paper import WIDTH
from hardware_sim.escpos.symbols import read_back

CUT = b"\x1dVA\x00"


def gbk(text: str) -> bytes:
    return b"\x1c&" + text.encode("gb18030")


def qr(text: bytes) -> bytes:
    length = (len(text) + 3).to_bytes(2, "little")
    return (
        b"\x1d(k\x04\x001A2\x00\x1d(k\x03\x001C\x06\x1d(k\x03\x001E1"
        b"\x1d(k" + length + b"1P0" + text + b"\x1d(k\x03\x001Q0"
    )


def printed(data: bytes) -> Printer:
    printer = Printer(speed=None)
    printer.feed(data + CUT)
    return printer


def test_chinese_needs_kanji_mode() -> None:
    assert printed(gbk("牛奶 ￥7.90\n")).receipts[0].lines == ["牛奶 ￥7.90"]
    junk = printed("牛奶\n".encode("gb18030")).receipts[0].lines
    assert junk != ["牛奶"]  # field failure 19: without FS & it is junk


def test_lines_break_at_48_columns_by_display_width() -> None:
    lines = printed(gbk("牛" * 23 + "abc\n")).receipts[0].lines
    assert lines == ["牛" * 23 + "ab", "c"]
    assert printed(b"\x1d!\x11" + b"x" * 25 + b"\n").receipts[0].lines == [
        "x" * 24,
        "x",
    ]


def test_what_is_printed_reads_back() -> None:
    url = b"https://r.example.com/S001/000123"
    printer = printed(
        b"\x1ba\x01" + qr(url) + b"\n\x1dh\x50\x1dw\x02\x1dkC\x0d6901234567892\n"
    )
    details = describe(printer.receipts[0])
    assert details["qr"] == [url.decode()]
    assert details["barcodes"] == ["6901234567892"]
    assert details["cut"] is True
    assert ["cut", 65] in details["events"]


def test_the_picture_is_trimmed_to_what_is_printed() -> None:
    receipt = printed(b"\n\n\nhello\n\n\n\n").receipts[0]
    picture = receipt.picture()
    assert picture.width == WIDTH + 48
    assert picture.height < 48 + 30
    saved = BytesIO()
    picture.save(saved, "png")
    assert Image.open(saved).size == picture.size


def test_bold_and_size_put_more_ink_on_paper() -> None:
    def ink(data: bytes) -> int:
        return int((np.asarray(printed(data).receipts[0].picture()) < 128).sum())

    plain = ink(b"TOTAL\n")
    assert plain < ink(b"\x1bE\x01TOTAL\n") < ink(b"\x1d!\x11TOTAL\n")
    assert ink(b"\x1dB\x01TOTAL\n") > plain


def test_alignment_moves_the_ink() -> None:
    def left_edge(align: bytes) -> int:
        picture = printed(b"\x1ba" + align + b"mm\n").receipts[0].picture()
        return int(np.flatnonzero((np.asarray(picture)[..., 0] < 128).any(axis=0))[0])

    assert left_edge(b"0") < left_edge(b"1") < left_edge(b"2")


def test_a_raster_is_printed_dot_by_dot() -> None:
    checks = bytes([0b10101010, 0b11110000])
    printer = printed(b"\x1dv0\x00\x02\x00\x01\x00" + checks)
    row = np.asarray(printer.receipts[0].picture())[24, 24:40, 0] < 128
    assert row.tolist() == [bool(int(bit)) for bit in "1010101011110000"]


def test_stored_graphics_print_on_demand() -> None:
    body = b"0p0\x01\x011\x08\x00\x02\x00" + b"\xff\x81"
    store = b"\x1d(L" + len(body).to_bytes(2, "little") + body
    printer = printed(store + b"\x1d(L\x02\x000\x32")
    assert ["raster", 8, 2] in printer.receipts[0].events


def test_a_printer_is_paced_by_its_head() -> None:
    printer = Printer()
    printer.feed(b"line\n" * 20 + CUT)
    printer.tick(0.1)
    assert printer.is_busy
    for _ in range(30):
        printer.tick(0.1)
    assert not printer.is_busy
    assert len(printer.receipts[0].lines) == 20


@pytest.mark.parametrize("cause", ["cover", "paper", "cutter"])
def test_it_stands_still_answers_in_real_time_and_goes_on(cause: str) -> None:
    printer = Printer(speed=None)
    match cause:
        case "cover":
            printer.set_cover(Cover.OPEN)
        case "paper":
            printer.set_paper(PaperState.OUT)
        case _:
            printer.set_cutter_jam(True)
    assert printer.feed(b"hello\n" + CUT + b"\x1dr1") == b""
    assert printer.feed(b"\x10\x04\x01") == b"\x1a"
    assert printer.receipts == []
    printer.set_cover(Cover.CLOSED)
    printer.set_paper(PaperState.OK)
    printer.set_cutter_jam(False)
    assert printer.tick(0.02) == b"\x00"  # GS r comes once it is reached
    assert printer.receipts[0].lines == ["hello"]


def test_paper_ends_in_the_middle_of_a_receipt() -> None:
    printer = Printer(speed=None)
    printer.set_paper(PaperState.NEAR_END, lines_left=2)
    printer.feed(b"one\ntwo\nthree\n" + CUT)
    assert printer.condition.paper is PaperState.OUT
    assert printer.modes.receipt.lines == ["one", "two"]
    assert printer.feed(b"\x10\x04\x04") == b"\x7e"


def test_recover_clears_what_waits() -> None:
    printer = Printer(speed=None)
    printer.set_paper(PaperState.OUT)
    printer.feed(b"old\n" + CUT)
    printer.feed(b"\x10\x05\x02")
    printer.set_paper(PaperState.OK)
    printer.feed(b"new\n" + CUT)
    assert [receipt.lines for receipt in printer.receipts] == [["new"]]


def test_status_is_pushed_on_change_after_gs_a() -> None:
    printer = Printer(speed=None)
    assert printer.feed(b"\x1da\xff") == b"\x10\x00\x00\x00"
    printer.set_cover(Cover.OPEN)
    assert printer.tick(0.02) == b"\x38\x00\x00\x00"
    printer.set_cover(Cover.OPEN)
    assert printer.tick(0.02) == b""


def test_a_drawer_kick_and_an_unknown_command_leave_a_mark() -> None:
    events = printed(b"\x1bp\x00\x32\xfa\x1dz\x00").receipts[0].events
    assert ["drawer", 0, 50, 250] in events
    assert printed(b"\x1dk\x48\x01a").receipts[0].events[0][0] == "barcode_refused"


def test_the_raw_bytes_of_a_receipt_print_it_again() -> None:
    first = printed(
        gbk("合计 TOTAL\n") + qr(b"abc") + b"\n\x10\x04\x01more\n"
    ).receipts[0]
    assert b"\x10\x04" not in first.raw
    again = Printer(speed=None)
    again.feed(first.raw)
    assert again.receipts[0].lines == first.lines
    assert read_back(again.receipts[0].picture()) == read_back(first.picture())
