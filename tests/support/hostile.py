"""Texts that try to be more than text, for every place that shows or keeps one.

One list for all sinks (architecture, rule 12): a new sink's test takes it from here.
"""

from __future__ import annotations

from html.parser import HTMLParser

PRINTER = (
    "\x1bp\x00\x19\xfa\x10\x14\x01\x00\x01\x1dV\x00\x1c&\x10\x05\x02"  # drawer, cut
)
HOSTILE = (
    "milk" + PRINTER,
    "milk\x9b2J\x1b[2J\x07\x7f\x85\r\nTOTAL 0.01",  # C0, C1, a forged line
    "<script>alert('milk')</script><img src=x onerror=alert(1)>\"'&amp;",
    "<b>milk</b><font size=9>%1 {{7*7}} ${7*7} {% raw %}",
    "=1+1\t+milk\t@SUM(A1)\t-2",
    "../../etc/milk\x00.png",
    "\u202emilk\u2066\u200b\ufeff\u2028\u2029",  # bidirectional, invisible, separators
    "milk';DROP TABLE entry;--\\\"} 1\nkiosk_phase 9",
    "牛奶milk😀" + "长" * 300,
)


def tags_of(html: str) -> set[tuple[str, tuple[str, ...]]]:
    """Return a page's elements, each with the names of its attributes."""
    found: set[tuple[str, tuple[str, ...]]] = set()

    class Tags(HTMLParser):
        def handle_starttag(
            self, tag: str, attrs: list[tuple[str, str | None]]
        ) -> None:
            found.add((tag, tuple(name for name, _ in attrs)))

    Tags().feed(html)
    return found
