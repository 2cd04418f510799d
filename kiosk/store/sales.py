"""The read-side tables of a sale; written with its entry, in one transaction.

They repeat the entry's body for look-ups and reports. The entry is the truth:
kiosk.store.verify compares the two.
"""

from __future__ import annotations

from datetime import date

from kiosk.domain.sale import Sale
from kiosk.store.connection import Writer


def next_number(db: Writer, epoch: int) -> int:
    """Return the next receipt number of an epoch: gapless, from 1."""
    (last,) = db.run("SELECT max(number) FROM sale WHERE epoch = ?", (epoch,))
    return (last or 0) + 1


def insert(
    db: Writer, sale: Sale, epoch: int, seq: int, number: int, business_date: date
) -> None:
    """Write the rows of a numbered sale."""
    no = sale.receipt_no
    db.run(
        "INSERT INTO sale(receipt_no, epoch, number, seq, basket, business_date,"
        " currency, paid_at, total, savings) VALUES (?,?,?,?,?,?,?,?,?,?)",
        (
            no,
            epoch,
            number,
            seq,
            sale.basket,
            business_date.isoformat(),
            sale.currency,
            sale.paid_at,
            sale.total,
            sale.savings,
        ),
    )
    db.insert_all(
        "INSERT INTO sale_line(receipt_no, n, id, product, tax_class, pieces, grams,"
        " gross, discount, net, tax) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        [
            (
                no,
                n,
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
            for n, line in enumerate(sale.lines, 1)
        ],
    )
    db.insert_all(
        "INSERT INTO tax_line(receipt_no, n, tax_class, rate_ppm, net, tax, gross)"
        " VALUES (?,?,?,?,?,?,?)",
        [
            (no, n, tax.tax_class, tax.rate_ppm, tax.net, tax.tax, tax.gross)
            for n, tax in enumerate(sale.taxes, 1)
        ],
    )
    db.insert_all(
        "INSERT INTO tender(receipt_no, n, intent, kind, order_no, amount,"
        " provider_ref) VALUES (?,?,?,?,?,?,?)",
        [
            (
                no,
                n,
                paid.intent,
                paid.kind,
                paid.order_no,
                paid.amount,
                paid.provider_ref,
            )
            for n, paid in enumerate(sale.tenders, 1)
        ],
    )
    db.insert_all(
        "INSERT INTO posting(receipt_no, n, account, currency, amount)"
        " VALUES (?,?,?,?,?)",
        [
            (no, n, posting.account, sale.currency, posting.amount)
            for n, posting in enumerate(sale.postings, 1)
        ],
    )
