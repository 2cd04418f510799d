"""The read-side tables of a sale; written with its entry, in one transaction.

They repeat the entry's body for look-ups and reports. The entry is the truth:
kiosk.store.verify compares the two.
"""

from __future__ import annotations

from datetime import date

from kiosk.domain.sale import Sale, SaleLine, SaleTax, SaleTender
from kiosk.store.connection import Writer


def next_number(db: Writer, epoch: int) -> int:
    """Return the next receipt number of an epoch: gapless, from 1."""
    (last,) = db.run("SELECT max(number) FROM sale WHERE epoch = ?", (epoch,))
    return (last or 0) + 1


def insert(
    db: Writer, sale: Sale, epoch: int, seq: int, number: int, business_date: date
) -> None:
    """Write the rows of a numbered sale."""
    head = (
        sale.receipt_no,
        epoch,
        number,
        seq,
        sale.basket,
        business_date.isoformat(),
        sale.currency,
        sale.paid_at,
        sale.total,
        sale.savings,
    )
    db.run(
        "INSERT INTO sale(receipt_no, epoch, number, seq, basket, business_date,"
        " currency, paid_at, total, savings) VALUES (?,?,?,?,?,?,?,?,?,?)",
        head,
    )
    for sql, rows in (
        (_LINES, map(_line, sale.lines)),
        (_TAXES, map(_tax, sale.taxes)),
        (_TENDERS, map(_tender, sale.tenders)),
        (_POSTINGS, ((p.account, sale.currency, p.amount) for p in sale.postings)),
    ):
        db.insert_all(
            sql, [(sale.receipt_no, n, *row) for n, row in enumerate(rows, 1)]
        )


_LINES = (
    "INSERT INTO sale_line(receipt_no, n, id, product, tax_class, pieces, grams,"
    " gross, discount, net, tax) VALUES (?,?,?,?,?,?,?,?,?,?,?)"
)
_TAXES = (
    "INSERT INTO tax_line(receipt_no, n, tax_class, rate_ppm, net, tax, gross)"
    " VALUES (?,?,?,?,?,?,?)"
)
_TENDERS = (
    "INSERT INTO tender(receipt_no, n, intent, kind, order_no, amount, provider_ref)"
    " VALUES (?,?,?,?,?,?,?)"
)
_POSTINGS = (
    "INSERT INTO posting(receipt_no, n, account, currency, amount) VALUES (?,?,?,?,?)"
)


def _line(line: SaleLine) -> tuple[object, ...]:
    return (
        line.id,
        line.product,
        line.tax_class,
        line.pieces,
        line.grams,
        line.gross,
        sum(discount.amount for discount in line.discounts),
        line.net,
        line.tax,
    )


def _tax(tax: SaleTax) -> tuple[object, ...]:
    return tax.tax_class, tax.rate_ppm, tax.net, tax.tax, tax.gross


def _tender(paid: SaleTender) -> tuple[object, ...]:
    return paid.intent, paid.kind, paid.order_no, paid.amount, paid.provider_ref
