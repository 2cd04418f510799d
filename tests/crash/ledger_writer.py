"""A lane that sells without end, to be killed.

Usage: `ledger_writer.py LEDGER BASKET [UID GID]`.
It writes a line to stdout after each commit, never before: "e BASKET LINE" for an
event, "s RECEIPT_NO" for a sale. With UID and GID it becomes that user first, after
its imports: the interpreter may lie where only root can go.
"""

import os
import sys
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

from kiosk.domain.events import LineRemoved
from kiosk.domain.sale import Posting, Sale, SaleLine, SaleTax, SaleTender
from kiosk.store.ledger import Ledger

AT = datetime(2026, 3, 14, 0, 30, tzinfo=UTC)
DAY = date(2026, 3, 14)


def milk(basket: str) -> Sale:
    """Return the sale of one milk: 7.90 with 13 % in it."""
    line = SaleLine(
        id="l-1",
        product="09520000000012",
        names=(("zh_CN", "纯牛奶 1升"), ("en", "Pure milk 1 L")),
        tax_class="standard",
        unit=790,
        base_grams=None,
        pieces=1,
        grams=None,
        tare_grams=0,
        gross=790,
        discounts=(),
        net=790,
        tax=91,
    )
    return Sale(
        basket=basket,
        receipt_no="",
        currency="CNY",
        exponent=2,
        tax_mode="inclusive",
        profile="CN/1",
        generation=1,
        opened_at="2026-03-14T00:29:00+00:00",
        paid_at="2026-03-14T08:30:00+08:00",
        member="",
        lines=(line,),
        taxes=(SaleTax("standard", 130_000, 699, 91, 790),),
        tenders=(SaleTender("i-1", "wechat", "o-1", 790, "ref"),),
        total=790,
        savings=0,
        postings=(
            Posting("tender:wechat", 790),
            Posting("sales:standard", -699),
            Posting("tax:standard", -91),
        ),
    )


def become(uid: int, gid: int) -> None:
    """Go on as another user, with the product's umask."""
    os.umask(0o007)
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def main() -> None:
    """Sell until killed."""
    if sys.argv[3:]:
        become(*map(int, sys.argv[3:]))
    ledger = Ledger.open(Path(sys.argv[1]), "S001-L1", "A01")
    print("open", flush=True)
    for n in count(int(sys.argv[2])):
        basket = f"b-{n}"
        for line in ("l-1", "l-2", "l-3"):
            ledger.journal.append(basket, LineRemoved(AT, line))
            print("e", basket, line, flush=True)
        with ledger.transaction():
            sale, _ = ledger.commit_sale(milk(basket), AT, DAY)
            ledger.journal.close(basket)
        print("s", sale.receipt_no, flush=True)


if __name__ == "__main__":
    main()
