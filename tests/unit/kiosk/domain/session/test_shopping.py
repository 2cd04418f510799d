from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from till import NOON, Till, banana, cny, product, restricted

from kiosk.domain import events as e
from kiosk.domain.effects import PlayTone, Tone
from kiosk.domain.errors import Rejected
from kiosk.domain.intervention import Cause, Decision, Role
from kiosk.domain.money import Money
from kiosk.domain.product import Deposit, UnitPrice
from kiosk.domain.profile import ExpiryPolicy
from kiosk.domain.profiles import profile
from kiosk.domain.promotion import (
    AmountCoupon,
    MemberPrice,
    Promotion,
)
from kiosk.domain.quantity import Pieces, Weight
from kiosk.domain.session import Phase, Session


def test_a_scan_becomes_a_priced_line(till: Till) -> None:
    till.open()
    line = till.scan(product("milk", 1290), code="9520001001017")
    assert till.basket.cart.line(line).code == "9520001001017"
    assert till.basket.priced.total == cny(1290)
    assert PlayTone(Tone.ACCEPTED) in till.effects
    assert till.session.notice is not None
    assert till.session.notice.code == "added"


def test_the_same_goods_again_grow_their_line(till: Till) -> None:
    till.open()
    first = till.scan(product())
    till.scan(product("bread", 500))
    assert till.scan(product(), pieces=2) == first
    assert till.basket.cart.line(first).pieces == 3


@pytest.mark.parametrize("mark", [{"lot": "L1"}, {"serial": "7"}])
def test_marked_goods_keep_lines_of_their_own(till: Till, mark: dict[str, str]) -> None:
    till.open()
    till.scan(product(), **mark)
    till.scan(product())
    till.scan(product(), lot="L2")
    assert len(till.basket.cart.lines) == 3


def test_a_deposit_comes_and_goes_with_its_item(till: Till) -> None:
    till.open()
    deposit = Deposit("bottle", (("en", "bottle"),), cny(25), "standard")
    line = till.scan(product("drink", 99, deposit=deposit))
    assert till.basket.priced.total == cny(124)
    with pytest.raises(Rejected, match="deposit_goes_with_item"):
        till.do(e.LineRemoved(NOON, f"{line}.deposit"))
    till.do(e.LineRemoved(NOON, line))
    assert till.basket.cart.lines == ()


def test_help_called_before_the_first_scan_is_still_open(till: Till) -> None:
    till.do(e.HelpRequested(NOON, "i0"))
    till.open(interventions=till.session.interventions)
    assert till.asked.cause is Cause.HELP


# -- what is refused -------------------------------------------------------------


@pytest.mark.parametrize(
    ("goods", "facts", "cause"),
    [
        (product(), {"recalled": True}, Cause.RECALLED),
        (product("x", None), {}, Cause.NO_PRICE),
        (product("x", 0), {}, Cause.NO_PRICE),
        (restricted("tobacco", staff_only=True), {}, Cause.STAFF_ONLY),
        (
            restricted("beer", sale_from=time(13), sale_until=time(22)),
            {},
            Cause.SALE_HOURS,
        ),
        (
            restricted("beer", sale_from=time(22), sale_until=time(6)),
            {},
            Cause.SALE_HOURS,
        ),
        (restricted("wine", min_age=18), {"clock_sure": False}, Cause.CLOCK_UNSURE),
        (restricted("formula", max_quantity=2), {"pieces": 3}, Cause.QUANTITY_LIMIT),
        (
            banana(),
            {"label_amount": cny(735), "label_grams": 879},
            Cause.LABEL_MISMATCH,
        ),
        (banana(), {"label_grams": 0}, Cause.NO_PRICE),
        (
            replace(product(), unit_price=UnitPrice(Money(100, "USD"))),
            {},
            Cause.NO_PRICE,
        ),
        (replace(product(), tax_class="state"), {}, Cause.NO_PRICE),
        (
            replace(product(), deposit=Deposit("d", (), Money(25, "EUR"), "standard")),
            {},
            Cause.NO_PRICE,
        ),
        (
            replace(product(), deposit=Deposit("d", (), cny(25), "state")),
            {},
            Cause.NO_PRICE,
        ),
        (product("plu:1", 199, base=1000), {"label_grams": 2}, Cause.NO_PRICE),
        (product("plu:1", 0, base=1000), {"label_amount": cny(5)}, Cause.NO_PRICE),
        (
            product("x", 1290),
            {"label_amount": cny(1290), "label_grams": 735},
            Cause.LABEL_MISMATCH,
        ),
    ],
)
def test_a_refusal_calls_staff_and_adds_nothing(
    till: Till, goods: object, facts: dict[str, object], cause: Cause
) -> None:
    till.open()
    till.scan(goods, **facts)  # type: ignore[arg-type]
    assert till.basket.cart.lines == ()
    assert till.asked.cause is cause
    assert till.entries() == ["intervention_opened"]
    assert till.session.notice is not None
    # The shopper and the colleague are told by name.
    assert till.session.notice.names == till.asked.names != ()
    assert PlayTone(Tone.ATTENTION) in till.effects


def test_free_goods_are_not_goods_without_a_price(till: Till) -> None:
    till.open()
    till.scan(product("sample", 0, is_free=True))
    assert till.basket.priced.total == cny(0)


@pytest.mark.parametrize("hours", [(time(8), time(22)), (time(22), time(13))])
def test_goods_are_sold_within_their_hours(
    till: Till, hours: tuple[time, time]
) -> None:
    till.open()
    till.scan(restricted("beer", sale_from=hours[0], sale_until=hours[1]))
    assert len(till.basket.cart.lines) == 1


def test_staff_may_sell_what_is_theirs_to_sell(till: Till) -> None:
    till.open()
    till.sign_in()
    till.scan(restricted("tobacco", staff_only=True))
    assert len(till.basket.cart.lines) == 1


def test_the_same_serial_is_refused_twice(till: Till) -> None:
    till.open()
    till.scan(product(), serial="7")
    till.scan(product(), serial="8")
    till.scan(product(), serial="7")
    assert len(till.basket.cart.lines) == 2
    assert till.asked.cause is Cause.DUPLICATE_SERIAL


def test_vector_T20_use_by_is_sold_on_its_day_and_refused_on_the_next(
    till: Till,
) -> None:
    till.open()
    last = date(2026, 3, 14)
    till.scan(product(), use_by=last, local_date=last)
    assert len(till.basket.cart.lines) == 1
    # Business day 14 is still open at 00:03 on the 15th: the calendar decides (G1).
    till.now = NOON + timedelta(hours=12, minutes=3)
    till.scan(product(), use_by=last, local_date=date(2026, 3, 15))
    assert len(till.basket.cart.lines) == 1
    assert till.asked.cause is Cause.EXPIRED


def test_best_before_stops_or_warns_by_profile(till: Till, today: date) -> None:
    yesterday = today - timedelta(days=1)
    till.open()
    till.scan(product(), best_before=yesterday)
    assert till.asked.cause is Cause.EXPIRED
    warns = replace(profile("CN"), best_before=ExpiryPolicy.WARN)
    other = Till(Session(warns)).open()
    other.scan(product(), best_before=yesterday)
    assert len(other.basket.cart.lines) == 1
    assert other.session.notice is not None
    assert other.session.notice.code == "best_before_passed"


def test_loose_goods_by_their_code_must_be_weighed(till: Till) -> None:
    till.open()
    with pytest.raises(Rejected, match="weigh_needed"):
        till.scan(banana())


# -- labels (W8) -----------------------------------------------------------------


def test_vector_T13_a_label_charges_its_printed_price(till: Till) -> None:
    till.open()
    line = till.scan(banana(), label_amount=cny(879), label_grams=735)
    assert till.basket.priced.total == cny(879)
    assert till.basket.cart.line(line).quantity == Weight(735)


def test_a_price_label_derives_its_weight(till: Till) -> None:
    till.open()
    line = till.scan(banana(), label_amount=cny(879))
    assert till.basket.cart.line(line).quantity == Weight(735, derived=True)


def test_a_weight_label_is_priced_by_the_catalogue(till: Till) -> None:
    till.open()
    till.scan(banana(), label_grams=735)
    assert till.basket.priced.total == cny(879)


def test_a_price_label_of_piece_goods_counts_as_one_piece(till: Till) -> None:
    till.open()
    line = till.scan(product("cake", 2000), label_amount=cny(500))
    assert till.basket.cart.line(line).pieces == 1
    assert till.basket.priced.total == cny(500)


def test_goods_by_the_piece_are_not_priced_by_a_weight_in_their_symbol(
    till: Till,
) -> None:
    till.open()
    line = till.scan(product("milk", 1290), label_grams=735)
    assert till.basket.cart.line(line).quantity == Pieces(1)
    assert till.basket.priced.total == cny(1290)


def test_a_label_may_price_what_the_catalogue_does_not(till: Till) -> None:
    till.open()
    line = till.scan(product("cake", None), label_amount=cny(500), label_grams=250)
    assert till.basket.cart.line(line).quantity == Weight(250)
    assert till.basket.priced.total == cny(500)


def test_free_goods_by_weight_with_a_price_label_do_not_stop_the_till(
    till: Till,
) -> None:
    till.open()
    free = product("plu:1", 0, base=1000, is_free=True)
    line = till.scan(free, label_amount=cny(5))
    assert till.basket.cart.line(line).quantity == Pieces(1)


# -- weighing (W2) ---------------------------------------------------------------


def test_vector_T12_gross_less_tare_is_charged(till: Till) -> None:
    till.open()
    till.weigh(banana(), 750, tare_grams=15)
    assert till.basket.priced.total == cny(879)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"stable": False}, "weigh_unstable"),
        ({"tare_grams": 16}, "weigh_tare_invalid"),
        ({"tare_grams": 5000}, "weigh_tare_invalid"),
        ({"tare_grams": 700}, "weigh_too_light"),
        ({"tare_grams": 750}, "weigh_too_light"),
    ],
)
def test_a_weight_that_may_not_be_charged(
    till: Till, facts: dict[str, object], code: str
) -> None:
    till.open()
    with pytest.raises(Rejected, match=code):
        till.weigh(banana(), 750, **facts)
    assert till.basket.cart.lines == ()


def test_the_last_weight_is_not_used_again(till: Till) -> None:
    till.open()
    till.weigh(banana(), 750)
    with pytest.raises(Rejected, match="weigh_zero_first"):
        till.weigh(banana(), 750, returned_to_zero=False)
    till.weigh(banana(), 750)
    assert len(till.basket.cart.lines) == 2


@pytest.mark.parametrize(
    "goods", [product(), product("plu:1", None), banana(is_free=False)]
)
def test_only_weighed_goods_with_a_price_are_weighed(till: Till, goods: object) -> None:
    till.open()
    if getattr(goods, "id") == "plu:4011":  # ruff: ignore[get-attr-with-constant] - one of three kinds
        goods = replace(goods, unit_price=UnitPrice(cny(0), 1000))  # type: ignore[type-var]
    with pytest.raises(Rejected, match="not_weighed"):
        till.weigh(goods, 750)  # type: ignore[arg-type]


def test_nothing_is_weighed_for_nothing(till: Till) -> None:
    till.open()
    with pytest.raises(Rejected, match="not_weighed"):
        till.weigh(product("plu:1", 4, base=1000), 100)


# -- unknown texts ---------------------------------------------------------------


def test_an_unknown_item_calls_staff_once(till: Till) -> None:
    till.open()
    for number in (1, 2):
        till.do(e.ScanRefused(NOON, e.Refusal.UNKNOWN, f"i{number}", "123"))
    assert till.asked.cause is Cause.UNKNOWN_ITEM
    assert till.asked.detail == "123"


def test_a_page_that_a_package_advertises_is_told_and_calls_nobody(till: Till) -> None:
    till.open()
    page = "HTTPS://brand.example/win"
    till.do(e.ScanRefused(NOON, e.Refusal.UNKNOWN, "i1", page))
    assert till.session.notice is not None
    assert till.session.notice.code == "unknown_item"
    assert till.session.interventions == ()


def test_a_misread_code_is_told_and_calls_nobody(till: Till) -> None:
    till.open()
    till.do(e.ScanRefused(NOON, e.Refusal.BAD_CHECK, "i1", "123"))
    assert till.session.interventions == ()
    assert till.session.notice is not None
    assert till.session.notice.code == "bad_check_digit"


# -- changing lines --------------------------------------------------------------


def test_a_removed_line_leaves_an_entry_with_its_price(till: Till) -> None:
    till.open()
    line = till.scan(product("milk", 1290))
    till.do(e.LineRemoved(NOON, line))
    assert till.basket.priced.total == cny(0)
    body = till.body("line_removed")
    assert (body["product"], body["net"], body["pieces"]) == ("milk", 1290, 1)


def test_a_line_that_is_not_there_cannot_be_removed(till: Till) -> None:
    till.open()
    with pytest.raises(Rejected, match="no_such_line"):
        till.do(e.LineRemoved(NOON, "nobody"))


def test_fewer_pieces_leave_an_entry_more_do_not(till: Till) -> None:
    till.open()
    line = till.scan(product(), pieces=3)
    till.do(e.LineQuantityChanged(NOON, line, 5))
    assert till.entries() == []
    till.do(e.LineQuantityChanged(NOON, line, 1))
    assert till.body("line_removed")["pieces"] == 4
    assert till.basket.priced.total == cny(1000)


def test_pieces_cannot_be_changed_where_they_are_fixed(till: Till) -> None:
    till.open()
    plain = till.scan(product())
    weighed = till.scan(banana(), label_grams=735)
    for line, pieces in ((plain, 0), (weighed, 2)):
        with pytest.raises(Rejected, match="quantity_fixed"):
            till.do(e.LineQuantityChanged(NOON, line, pieces))


def test_a_limit_holds_for_the_plus_key_too(till: Till) -> None:
    till.open()
    line = till.scan(restricted("formula", max_quantity=2))
    till.do(e.LineQuantityChanged(NOON, line, 2))
    with pytest.raises(Rejected) as refused:
        till.do(e.LineQuantityChanged(NOON, line, 3))
    assert (refused.value.code, refused.value.number) == ("quantity_limit", 2)


# -- age (A2) --------------------------------------------------------------------


def test_age_restricted_goods_wait_for_staff(till: Till) -> None:
    till.open()
    till.scan(restricted("wine", min_age=18))
    assert till.asked.cause is Cause.AGE
    with pytest.raises(Rejected, match="pay_blocked_staff"):
        till.pay()
    till.resolve(Decision.APPROVED)
    till.scan(restricted("beer", min_age=16))  # covered by the higher age
    till.pay()
    assert till.session.phase is Phase.TENDER


def test_an_approval_lapses_when_what_it_covers_changes(till: Till) -> None:
    till.open()
    till.scan(restricted("wine", min_age=18))
    shown = till.asked
    till.scan(restricted("spirits", min_age=21))
    with pytest.raises(Rejected, match="approval_late"):
        till.resolve(
            Decision.APPROVED, intervention_id=shown.id, revision=shown.revision
        )


def test_a_refused_age_takes_its_lines_out(till: Till) -> None:
    till.open()
    till.scan(restricted("wine", min_age=18))
    till.scan(product())
    till.resolve(Decision.REJECTED)
    assert [line.product.id for line in till.basket.cart.lines] == ["milk"]
    assert till.entries() == ["intervention_resolved", "line_voided"]
    assert till.session.interventions == ()


def test_age_lapses_with_its_last_line(till: Till) -> None:
    till.open()
    line = till.scan(restricted("wine", min_age=18))
    till.do(e.LineRemoved(NOON, line))
    assert till.session.interventions == ()
    assert till.body("intervention_resolved")["decision"] == "lapsed"


# -- members and coupons ---------------------------------------------------------


def test_a_member_pays_less_from_then_on(till: Till) -> None:
    till.open()
    offer = Promotion(
        "member-milk",
        (("en", "members"),),
        MemberPrice(UnitPrice(cny(850))),
        frozenset({"milk"}),
        members_only=True,
    )
    till.scan(product(), promotions=(offer,))
    assert till.basket.priced.total == cny(1000)
    till.do(e.MemberIdentified(NOON, "m-1"))
    assert till.basket.priced.total == cny(850)


def test_a_coupon_counts_once(till: Till) -> None:
    coupon = Promotion(
        "five", (("en", "5 off"),), AmountCoupon(cny(500)), coupon_code="SAVE5"
    )
    till.open()
    till.scan(product())
    till.do(e.CouponPresented(NOON, coupon))
    assert till.basket.priced.total == cny(500)
    with pytest.raises(Rejected, match="coupon_repeated"):
        till.do(e.CouponPresented(NOON, coupon))


def test_giving_up_keeps_a_trace(till: Till) -> None:
    till.open()
    till.scan(product())
    till.do(e.HelpRequested(NOON, "i9"))
    till.do(e.BasketAbandoned(NOON))
    assert till.session.phase is Phase.ATTRACT
    assert till.session.basket is None
    assert till.entries() == ["basket_abandoned", "intervention_resolved"]


def test_vector_T21_a_basket_keeps_the_prices_it_began_with(till: Till) -> None:
    till.open()
    line = till.scan(product("milk", 1000))
    till.scan(product("milk", 1000))  # resolved by the pinned generation
    assert till.basket.priced.total == cny(2000)
    till.do(e.PaymentRequested(NOON, "i9", recalled_lines=(line,)))
    assert till.session.phase is Phase.SCAN  # a recall hits open baskets
    assert till.asked.cause is Cause.RECALLED
    till.do(e.PaymentRequested(NOON, "i10", recalled_lines=(line,)))
    assert till.asked.id == "i9"  # one colleague is enough
    till.resolve(Decision.REJECTED, role=Role.ATTENDANT)
    assert till.basket.cart.lines == ()
