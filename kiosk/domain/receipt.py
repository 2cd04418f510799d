"""The receipt as rows of text, made from the sale alone (D4, D5, W3).

It is printed the same today and as a copy next year: nothing comes from the
catalogue. It knows no printer: what prints or shows it wraps long rows and drops
control characters.

The QR code carries `SE1|<receipt number>|<entry's seq>|<first 16 hex of its
hash>|<total in minor units>|<currency>`, so that a picture of the receipt proves
which ledger entry it stands for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.product import Names, text_in
from kiosk.domain.profile import Profile, TaxMode
from kiosk.domain.receipt_text import cells, mask, per_base, percent, term, weight
from kiosk.domain.sale import Sale, SaleLine


@dataclass(frozen=True, slots=True)
class Heading:
    """A centred line in large type."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text."""

    text: str
    centred: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class TwoColumns:
    """A text at the left edge and one at the right."""

    left: str
    right: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code."""

    data: str


@dataclass(frozen=True, slots=True)
class Cut:
    """The end of the paper."""


Row = Heading | Text | TwoColumns | Rule | Qr | Cut


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt: its number and its rows from top to bottom."""

    receipt_no: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """What a receipt says of the seller."""

    names: Names
    address: Names
    tax_id: str
    lane: str  # as printed: "1"


def build_receipt(
    sale: Sale,
    store: StoreFacts,
    profile: Profile,
    languages: tuple[str, ...],
    seq: int,
    hash_hex: str,
    copy: int = 0,
    *,
    clock_sure: bool = True,
) -> Receipt:
    """Return the receipt of a committed sale.

    `languages` are printed side by side, the first leading; `copy` counts reprints,
    0 for the original (D5); `clock_sure`: whether the sale's time is certain (B5).
    """
    page = _Page(sale, profile, languages)
    rows: list[Row] = [
        *page.head(store, copy, clock_sure),
        Rule(),
        *page.goods(),
        Rule(),
        *page.totals(),
        Rule(),
        *page.taxes(),
        Rule(),
        *page.foot(seq, hash_hex),
        Cut(),
    ]
    return Receipt(sale.receipt_no, tuple(rows))


def qr_data(sale: Sale, seq: int, hash_hex: str) -> str:
    """Return what the receipt's QR code carries."""
    fields = (sale.receipt_no, seq, hash_hex[:16], sale.total, sale.currency)
    return "|".join(("SE1", *map(str, fields)))


@dataclass(frozen=True, slots=True)
class _Page:
    sale: Sale
    profile: Profile
    languages: tuple[str, ...]

    def head(self, store: StoreFacts, copy: int, clock_sure: bool) -> Iterator[Row]:
        """Yield seller, number and time."""
        yield from map(Heading, self._texts(store.names))
        for address in self._texts(store.address):
            yield Text(address, centred=True)
        if copy:
            yield Heading(f"{self._term('copy')} {copy}")
        yield Rule()
        yield TwoColumns(self._term("tax_id"), store.tax_id)
        yield TwoColumns(self._term("receipt_no"), self.sale.receipt_no)
        yield TwoColumns(self._term("lane"), store.lane)
        paid = datetime.fromisoformat(self.sale.paid_at)
        if self.profile.receipt_required:  # D3: start and end of the transaction
            opened = datetime.fromisoformat(self.sale.opened_at)
            yield TwoColumns(self._term("begun"), str(opened.astimezone(paid.tzinfo)))
        yield TwoColumns(self._term("time"), str(paid))
        if not clock_sure:
            yield Text(self._term("clock_unsure"))
        if self.sale.member:
            yield TwoColumns(self._term("member"), mask(self.sale.member))

    def goods(self) -> Iterator[Row]:
        """Yield each line of goods with its price and its discounts."""
        for line in self.sale.lines:
            letter = self.profile.tax_class(line.tax_class).letter
            indent = "  " if line.parent else ""
            for name in self._texts(line.names) or (line.product,):
                yield Text(f"{indent}{name}")
            gross = f"{self._money(line.gross)} {letter}"
            yield TwoColumns(f"{indent}  {self._how_much(line)}", gross)
            if line.tare_grams:
                tare = weight(line.tare_grams, self.profile)
                yield Text(f"  {self._term('tare')} {tare}")
            for discount in line.discounts:
                name = " ".join(self._texts(discount.names))
                yield TwoColumns(
                    f"{indent}  - {name}", f"-{self._money(discount.amount)}  "
                )

    def totals(self) -> Iterator[Row]:
        """Yield what was saved, what was to pay, and how it was paid."""
        sale = self.sale
        if sale.savings:
            yield TwoColumns(self._term("savings"), self._money(sale.savings))
        if sale.tax_mode == TaxMode.EXCLUSIVE:
            net = sum(tax.net for tax in sale.taxes)
            yield TwoColumns(self._term("net"), self._money(net))
            yield TwoColumns(self._term("tax"), self._money(sale.total - net))
        total = f"{self._term('total')} {sale.currency}"
        yield TwoColumns(total, self._money(sale.total), bold=True)
        for tender in sale.tenders:
            name = f"{self._term(tender.kind)} {mask(tender.order_no)}"
            yield TwoColumns(name, self._money(tender.amount))

    def taxes(self) -> Iterator[Row]:
        """Yield a row for each tax class, by its letter."""
        included = self.sale.tax_mode == TaxMode.INCLUSIVE
        yield Text(self._term("tax_included" if included else "tax_added"))
        yield Text(cells(*map(self._term, ("rate", "net", "tax", "gross"))))
        for tax in self.sale.taxes:
            letter = self.profile.tax_class(tax.tax_class).letter
            amounts = (self._money(each) for each in (tax.net, tax.tax, tax.gross))
            yield Text(cells(f"{letter} {percent(tax.rate_ppm)}", *amounts))

    def foot(self, seq: int, hash_hex: str) -> Iterator[Row]:
        """Yield the ledger entry's place and proof, and its QR code."""
        yield TwoColumns(self._term("entry"), f"{seq}  {hash_hex[:16]}")
        yield Qr(qr_data(self.sale, seq, hash_hex))
        yield Text(self._term("thanks"), centred=True)

    def _how_much(self, line: SaleLine) -> str:
        """Return what the gross is made of, as rule W3 words it."""
        unit = self._money(line.unit)
        if line.grams is None:
            return self._term("label") if line.label else f"{line.pieces} x {unit}"
        net = weight(line.grams, self.profile)
        if line.label:
            return f"{net} {self._term('label')}"
        gross = self._money(line.gross)
        return f"{net} x {unit}/{per_base(line.base_grams)} = {gross}"

    def _money(self, minor: int) -> str:
        return self.profile.format(self.profile.money(minor), sign=False)

    def _term(self, key: str) -> str:
        terms = (term(key, language) for language in self.languages)
        return " ".join(dict.fromkeys(terms))

    def _texts(self, names: Names) -> tuple[str, ...]:
        """Return a name in each language, equal ones once; none where there is none."""
        found = (text_in(names, language) for language in self.languages)
        return tuple(dict.fromkeys(text for text in found if text))
