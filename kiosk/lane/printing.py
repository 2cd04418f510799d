"""A receipt as printer bytes: rows of the domain become a document of the driver.

What stands on a receipt is kiosk.domain.receipt's; how a printer is told is
drivers.printer's.
"""

from __future__ import annotations

from typing import assert_never

from drivers.printer import Align, Document, Style
from kiosk.domain.profile import Profile
from kiosk.domain.receipt import (
    Cut,
    Heading,
    Qr,
    Receipt,
    Rule,
    StoreFacts,
    Text,
    TwoColumns,
    build_receipt,
)
from kiosk.domain.sale import Sale

_HEADING = Style(Align.CENTRE, bold=True, width=2, height=2)
_BOLD = Style(bold=True)


def render_receipt(
    sale: Sale,
    store: StoreFacts,
    profile: Profile,
    seq: int,
    hash_hex: str,
    copy: int,
    *,
    clock_sure: bool = True,
) -> bytes:
    """Return the printer's bytes of a committed sale; `copy` counts reprints."""
    receipt = build_receipt(
        sale,
        store,
        profile,
        profile.languages,
        seq,
        hash_hex,
        copy,
        clock_sure=clock_sure,
    )
    return encode(receipt)


def encode(receipt: Receipt) -> bytes:
    """Return a receipt as a document for the printer."""
    document = Document()
    for row in receipt.rows:
        match row:
            case Heading(text):
                document.line(text, _HEADING)
            case Text(text, centred, bold):
                align = Align.CENTRE if centred else Align.LEFT
                document.line(text, Style(align, bold))
            case TwoColumns(left, right, bold):
                document.pair(left, right, _BOLD if bold else Style())
            case Rule():
                document.rule()
            case Qr(data):
                document.feed().qr(data).feed()  # its quiet zone
            case Cut():
                document.feed(2).cut()
            case _ as never:
                assert_never(never)
    return bytes(document)
