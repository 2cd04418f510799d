"""From a scanned text to an event with all its facts (architecture: facts come in).

What a text may mean is kiosk.domain.meaning's; this asks the catalogue which of the
candidates it is, and by the phase what may become of it (W6).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from drivers.ports import SymbolScanned
from kiosk.domain import events as e
from kiosk.domain.gs1 import is_digits
from kiosk.domain.labels import Label, agrees
from kiosk.domain.meaning import (
    Gtin,
    Invalid,
    Meaning,
    Other,
    WalletCode,
    interpret,
)
from kiosk.domain.money import Money
from kiosk.domain.product import Product
from kiosk.domain.profile import Profile
from kiosk.domain.promotion import Promotion
from kiosk.domain.session import Session
from kiosk.store.catalogue import Catalogue
from kiosk.store.ids import uuid7

ScanEvent = e.ItemScanned | e.ScanRefused | e.MemberIdentified | e.CouponPresented


@dataclass(frozen=True, slots=True, repr=False)
class PayCode:
    """A payment code and its wallet. A secret: it has no repr and is no event."""

    wallet: str
    code: str


@dataclass(frozen=True, slots=True)
class _Found:
    """Goods that a candidate names."""

    product: Product
    meaning: Meaning


class Resolver:
    """Resolves scans by the catalogue and the members.

    `member_id` finds a member by code; `wallets` are those the lane can ask;
    `clock_sure` says whether the wall clock can be trusted (B5).
    """

    def __init__(
        self,
        catalogue: Callable[[], Catalogue],
        profile: Profile,
        member_id: Callable[[str], str | None],
        wallets: frozenset[str],
        clock_sure: Callable[[datetime], bool],
    ) -> None:
        self._catalogue = catalogue
        self._profile = profile
        self._member_id = member_id
        self._wallets = wallets
        self._clock_sure = clock_sure

    def in_scan(self, scan: SymbolScanned, at: datetime, session: Session) -> ScanEvent:
        """Return what a scan while shopping is."""
        candidates = self._candidates(scan, at)
        found = self._goods(candidates, session)
        if found is not None:
            return self._item_of(found, scan.text, at, session)
        for candidate in candidates:
            match candidate:
                case Invalid(refusal):
                    return self._refused(at, refusal, scan.text)
                case WalletCode():  # never submitted, never kept (W6)
                    return self._refused(at, e.Refusal.WALLET_IN_SCAN, "")
                case Other(text):
                    return self._card_or_coupon(text, at, session)
                case _:
                    pass
        return self._refused(at, e.Refusal.UNKNOWN, scan.text)

    def in_tender(
        self, scan: SymbolScanned, at: datetime, session: Session
    ) -> PayCode | e.ScanRefused | e.MemberIdentified:
        """Return what a scan while paying is: goods are never sent to a provider."""
        candidates = self._candidates(scan, at)
        if self._goods(candidates, session) is not None:
            return self._refused(at, e.Refusal.LABEL_IN_PAY, scan.text)
        for candidate in candidates:
            if isinstance(candidate, WalletCode) and candidate.wallet in self._wallets:
                return PayCode(candidate.wallet, scan.text)
            if isinstance(candidate, Other):
                member = self._member_id(candidate.text)
                if member is not None:
                    return e.MemberIdentified(at, member)
        # It may be a wallet's code that we do not know: a secret all the same.
        return self._refused(at, e.Refusal.UNKNOWN_WALLET, "")

    def item(
        self,
        product: Product,
        at: datetime,
        session: Session,
        *,
        code: str = "",
        pieces: int = 1,
        meaning: Meaning | None = None,
    ) -> e.ItemScanned:
        """Return a product as scanned, with the facts that `step` needs."""
        gtin = meaning if isinstance(meaning, Gtin) else Gtin("")
        amount, grams = _label_values(meaning)
        return e.ItemScanned(
            at=at,
            line_id=uuid7(at),
            product=product,
            local_date=at.date(),
            local_minute=at.hour * 60 + at.minute,
            code=code,
            pieces=pieces,
            label_amount=amount,
            label_grams=grams,
            use_by=gtin.use_by,
            best_before=gtin.best_before,
            lot=gtin.lot,
            serial=gtin.serial,
            recalled=self._catalogue().is_recalled(product.id, gtin.lot),
            clock_sure=self._clock_sure(at),
            intervention_id=uuid7(at),
            promotions=self.promotions(product, session),
        )

    def promotions(self, product: Product, session: Session) -> tuple[Promotion, ...]:
        """Return the item-stage promotions that name a product."""
        return self._catalogue().promotions_for(product.id, self._generation(session))

    def may_be_badge(self, scan: SymbolScanned, at: datetime, session: Session) -> bool:
        """Whether a text is neither goods nor a wallet's, a coupon's or a member's."""
        match self._candidates(scan, at):
            case (Other(text),) as candidates:
                return (
                    self._goods(candidates, session) is None
                    and self._catalogue().coupon(text, self._generation(session))
                    is None
                    and self._member_id(text) is None
                )
            case _:
                return False

    def recalled_lines(self, session: Session) -> tuple[str, ...]:
        """Return the lines of the basket that are recalled now (B1, G2)."""
        if session.basket is None:
            return ()
        return tuple(
            line.id
            for line in session.basket.cart.lines
            if not line.parent
            and self._catalogue().is_recalled(line.product.id, line.lot)
        )

    def _candidates(self, scan: SymbolScanned, at: datetime) -> tuple[Meaning, ...]:
        return interpret(scan.text, scan.symbology, scan.gs1, self._profile, at.date())

    def _generation(self, session: Session) -> int:
        if session.basket is not None:
            return session.basket.generation
        return self._catalogue().generation()

    def _goods(
        self, candidates: tuple[Meaning, ...], session: Session
    ) -> _Found | None:
        """Return the first candidate that the shop sells, an agreeing label first."""
        generation = self._generation(session)
        found: list[_Found] = []
        for candidate in candidates:
            code = _code_of(candidate)
            product = code and self._catalogue().product_by_code(code, generation)
            if product:
                found.append(_Found(product, candidate))
        consistent = (one for one in found if self._is_consistent(one))
        return next(consistent, found[0] if found else None)

    def _is_consistent(self, found: _Found) -> bool:
        amount, grams = _label_values(found.meaning)
        unit = found.product.unit_price
        if amount is None or grams is None or unit is None:
            return True
        return agrees(unit, grams, amount, self._profile)

    def _item_of(
        self, found: _Found, text: str, at: datetime, session: Session
    ) -> e.ItemScanned:
        return self.item(found.product, at, session, code=text, meaning=found.meaning)

    def _card_or_coupon(
        self, text: str, at: datetime, session: Session
    ) -> e.MemberIdentified | e.CouponPresented | e.ScanRefused:
        coupon = self._catalogue().coupon(text, self._generation(session))
        if coupon is not None:
            return e.CouponPresented(at, coupon)
        member = self._member_id(text)
        if member is not None:
            return e.MemberIdentified(at, member)
        return self._refused(at, e.Refusal.UNKNOWN, text)

    def _refused(self, at: datetime, refusal: e.Refusal, code: str) -> e.ScanRefused:
        return e.ScanRefused(at, refusal, uuid7(at), code[:64])


def _code_of(meaning: Meaning) -> str:
    """Return the code that the catalogue may know goods by; empty: it names none."""
    match meaning:
        case Gtin(code) | Label(plu=code):
            return code
        case Other(text) if is_digits(text):  # a PLU, typed on the keypad
            return text
        case _:
            return ""


def _label_values(meaning: Meaning | None) -> tuple[Money | None, int | None]:
    """Return the amount and the weight that a symbol says itself."""
    if isinstance(meaning, Gtin | Label):
        return meaning.amount, meaning.weight_grams
    return None, None
