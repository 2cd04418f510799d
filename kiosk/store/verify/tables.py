"""Whether the read-side tables say what the entries say."""

from __future__ import annotations

from typing import Any

from kiosk.store.verify.chain import Discrepancy, Row

_COLUMNS = {
    "sale_line": "id, product, tax_class, pieces, grams, gross, discount, net, tax",
    "tax_line": "tax_class, rate_ppm, net, tax, gross",
    "tender": "intent, kind, order_no, amount, provider_ref",
    "posting": "account, currency, amount",
}


def check_rows(connection: Any, row: Row, sale: dict[str, Any], number: int) -> None:
    """Compare a sale's rows with its entry; Discrepancy on any difference."""
    found = connection.execute(
        "SELECT epoch, seq, number, basket, business_date, currency, paid_at, total,"
        " savings FROM sale WHERE receipt_no = ?",
        (sale["receipt_no"],),
    ).fetchall()
    told = (
        row.epoch,
        row.seq,
        number,
        sale["basket"],
        row.business_date,
        *(sale[name] for name in ("currency", "paid_at", "total", "savings")),
    )
    if found != [told]:
        raise Discrepancy("table sale does not say what the entry says")
    for table, rows in _expected(sale).items():
        found = connection.execute(
            f"SELECT n, {_COLUMNS[table]} FROM {table}"  # ruff: ignore[hardcoded-sql-expression] - constants above
            " WHERE receipt_no = ? ORDER BY n",
            (sale["receipt_no"],),
        ).fetchall()
        if found != [(n, *values) for n, values in enumerate(rows, 1)]:
            raise Discrepancy(f"table {table} does not say what the entry says")


def _expected(sale: dict[str, Any]) -> dict[str, list[tuple[Any, ...]]]:
    lines = [
        line | {"discount": sum(discount["amount"] for discount in line["discounts"])}
        for line in sale["lines"]
    ]
    postings = [p | {"currency": sale["currency"]} for p in sale["postings"]]
    parts = {
        "sale_line": lines,
        "tax_line": sale["taxes"],
        "tender": sale["tenders"],
        "posting": postings,
    }
    return {
        table: [
            tuple(item[name] for name in _COLUMNS[table].split(", ")) for item in items
        ]
        for table, items in parts.items()
    }


def check_strays(connection: Any) -> None:
    """Find rows that stand for no entry."""
    for table, sql in {
        "sale": "SELECT 1 FROM sale LEFT JOIN entry USING (epoch, seq)"
        " WHERE kind IS NOT 'sale'",
        "checkpoint": "SELECT 1 FROM checkpoint LEFT JOIN entry USING (epoch, seq)"
        " WHERE kind IS NULL",
        "sale_line": "SELECT 1 FROM sale_line LEFT JOIN sale USING (receipt_no)"
        " WHERE epoch IS NULL",
        "tax_line": "SELECT 1 FROM tax_line LEFT JOIN sale USING (receipt_no)"
        " WHERE epoch IS NULL",
        "tender": "SELECT 1 FROM tender LEFT JOIN sale USING (receipt_no)"
        " WHERE epoch IS NULL",
        "posting": "SELECT 1 FROM posting LEFT JOIN sale USING (receipt_no)"
        " WHERE epoch IS NULL",
    }.items():
        if connection.execute(f"{sql} LIMIT 1").fetchone():
            raise Discrepancy(f"table {table} has a row without an entry")
