"""The hand scanner sends AIM identifier, data and suffix, once."""

import pytest

from hardware_sim.scanner import MAX_DATA, Scanner


def test_a_scan_is_framed_and_sent_once() -> None:
    scanner = Scanner()
    scanner.scan("9520001001017", "]E0")
    scanner.scan("010952000100101717261231\x1d10A")
    assert scanner.feed(b"anything") == b""
    assert scanner.tick(0.02) == (
        b"]E09520001001017\r010952000100101717261231\x1d10A\r"
    )
    assert scanner.tick(0.02) == b""


def test_chinese_goes_out_as_utf8() -> None:
    scanner = Scanner(suffix=b"\r\n")
    scanner.scan("牛奶", "]Q1")
    assert scanner.tick(0.02) == b"]Q1" + "牛奶".encode() + b"\r\n"


@pytest.mark.parametrize("text", ["", "9" * (MAX_DATA + 1)])
def test_what_no_symbol_holds_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="1 to 4096"):
        Scanner().scan(text)
