"""The lane: what a scan becomes depends on the phase (W6), and nothing is lost."""

from pathlib import Path

import pytest
import till
from counter import MILK, PAY_CODE, Counter
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.ports import SymbolScanned
from kiosk.domain import events as e
from kiosk.domain.effects import SubmitPayment
from kiosk.domain.gs1 import check_digit
from kiosk.domain.intervention import Cause, Role
from kiosk.domain.promotion import AmountCoupon, NForM, Promotion
from kiosk.domain.session import Phase
from kiosk.domain.tender import IntentState
from kiosk.lane.staff import StaffChecked
from kiosk.store.people import StaffRecord


def price_label(plu: str, minor: int) -> str:
    body = f"22{plu:0>5}{minor:05d}"
    return f"{body}{check_digit(body)}"


def to_tender(counter: Counter) -> None:
    counter.scan()
    counter.lane.pay()
    assert counter.session.phase is Phase.TENDER


def causes(counter: Counter) -> list[Cause]:
    return [one.cause for one in counter.session.interventions]


def test_the_first_scan_opens_a_basket_with_the_item(counter: Counter) -> None:
    counter.scan()
    assert counter.session.phase is Phase.SCAN
    assert counter.cart == ["milk"]
    assert counter.session.basket.generation == 1
    assert counter.kinds() == ["day_open", "basket_opened"]


def test_a_scan_on_the_thanks_screen_opens_the_next_basket(counter: Counter) -> None:
    to_tender(counter)
    counter.scan(PAY_CODE)
    now, intent = counter.clock.now(), counter.session.intent
    counter.lane.receive(e.PaymentAnswered(now, intent.id, IntentState.PAID, "", "r"))
    counter.lane.choose_receipt(e.ReceiptChoice.SCREEN)
    assert counter.session.phase is Phase.THANKS
    first = counter.session.basket.id
    counter.scan("9520000000028")
    assert counter.cart == ["tea"]
    assert counter.session.basket.id != first


@pytest.mark.parametrize(
    ("text", "notice", "cause"),
    [
        ("9520000000042", "unknown_item", Cause.UNKNOWN_ITEM),
        ("9520000000012", "bad_check_digit", None),  # a check digit that is wrong
        ("9520000000035", "no_price", Cause.NO_PRICE),
        (price_label("4011", 1234)[:-1] + "x", "unreadable", None),
        ("", "unreadable", None),
        ("a" * 5000, "unreadable", None),
        ("95200\x00000012", "unreadable", None),
    ],
)
def test_bad_input_gets_a_notice_and_no_line(
    counter: Counter, text: str, notice: str, cause: Cause | None
) -> None:
    counter.scan()
    before = counter.session.basket
    counter.scan(text)
    if counter.desk.asked:  # it might have been a badge
        scan = SymbolScanned("scanner", counter.desk.asked[0], "", 0)
        counter.lane.receive(StaffChecked(None, "badge", scan=scan))
        notice, cause = "unknown_item", Cause.UNKNOWN_ITEM
    assert counter.notice == notice
    assert causes(counter) == ([cause] if cause else [])
    assert counter.session.basket == before


def test_a_price_label_is_charged_at_its_price(counter: Counter) -> None:
    counter.scan(price_label("4011", 1196))
    (line,) = counter.session.basket.cart.lines
    assert (line.product.id, line.quantity.net_grams) == ("plu:4011", 1000)
    assert counter.session.basket.priced.total == till.cny(1196)


def test_an_18_digit_label_that_is_also_a_wallet_s_shape_is_goods(
    counter: Counter,
) -> None:
    body = "2804011" + "01196" + "01000"
    counter.scan(f"{body}{check_digit(body)}")
    assert counter.cart == ["plu:4011"]
    counter.lane.pay()
    counter.scan(f"{body}{check_digit(body)}")
    assert counter.notice == "label_in_pay"
    assert counter.session.phase is Phase.TENDER


def test_a_loose_product_s_code_leads_to_the_scale(counter: Counter) -> None:
    counter.lane.enter_code("4011")
    assert counter.notice == "weigh_needed"
    assert counter.recognised == [True]
    assert counter.cart == []


def test_a_typed_code_is_taken_like_a_scanned_one(counter: Counter) -> None:
    counter.lane.enter_code(MILK)
    assert counter.cart == ["milk"]
    counter.lane.enter_code("99")
    assert counter.notice == "unknown_item"
    assert counter.desk.asked == []  # nobody types a badge


def test_a_payment_code_while_scanning_is_neither_kept_nor_sent(
    counter: Counter,
) -> None:
    counter.scan()
    counter.scan(PAY_CODE)
    assert counter.notice == "wallet_code_in_scan"
    assert counter.session.phase is Phase.SCAN
    assert not any(isinstance(one, SubmitPayment) for one in counter.ran)
    assert PAY_CODE not in str(counter.journal())


def test_a_payment_code_while_paying_is_submitted_once(counter: Counter) -> None:
    to_tender(counter)
    counter.scan(PAY_CODE)
    (submit,) = [one for one in counter.ran if isinstance(one, SubmitPayment)]
    assert counter.session.phase is Phase.PAY
    assert counter.vault.take(submit.handle) == PAY_CODE
    assert submit.intent.amount == till.cny(1000)
    assert PAY_CODE not in str(counter.journal())


def test_a_payment_code_is_used_for_one_attempt(counter: Counter) -> None:
    to_tender(counter)
    counter.scan(PAY_CODE)
    now, intent = counter.clock.now(), counter.session.intent
    counter.lane.receive(e.PaymentAnswered(now, intent.id, IntentState.FAILED, "no"))
    counter.scan(PAY_CODE)
    assert counter.notice == "pay_code_used"
    assert counter.session.phase is Phase.TENDER
    counter.scan("134567890123456780")
    assert counter.session.phase is Phase.PAY
    assert counter.session.intent.order_no != intent.order_no


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        (MILK, "label_in_pay"),
        ("281234567890123456", "unknown_wallet"),  # a wallet that the lane cannot ask
        ("9520000000042", "unknown_wallet"),
    ],
)
def test_other_codes_while_paying_are_refused(
    counter: Counter, text: str, notice: str
) -> None:
    to_tender(counter)
    counter.scan(text)
    assert counter.notice == notice
    assert counter.session.phase is Phase.TENDER
    assert not any(isinstance(one, SubmitPayment) for one in counter.ran)


def test_a_scan_during_payment_changes_nothing(counter: Counter) -> None:
    to_tender(counter)
    counter.scan(PAY_CODE)
    before = counter.session
    counter.scan("9520000000028")
    assert counter.notice == "scan_during_payment"
    assert counter.session.basket == before.basket
    assert counter.session.intent == before.intent


def test_a_scan_while_the_receipt_is_asked_for_is_not_taken(counter: Counter) -> None:
    to_tender(counter)
    counter.scan(PAY_CODE)
    now, intent = counter.clock.now(), counter.session.intent
    counter.lane.receive(e.PaymentAnswered(now, intent.id, IntentState.PAID, "", "r"))
    counter.scan("9520000000028")
    assert counter.notice == "not_now"
    assert counter.session.phase is Phase.RECEIPT


def test_a_member_is_known_by_a_card_in_both_phases(counter: Counter) -> None:
    counter.scan("MEMBER-1")
    assert counter.session.basket.cart.member_id == "m-1"
    assert counter.notice == "member_welcome"
    assert "MEMBER-1" not in str(counter.journal())
    to_tender(counter)
    counter.scan("MEMBER-1")
    assert counter.notice == "member_welcome"
    assert counter.desk.asked == []


def test_a_coupon_is_taken_once(tmp_path: Path) -> None:
    coupon = Promotion(
        "c-1", (("en", "1 off"),), AmountCoupon(till.cny(100)), coupon_code="COUPON-1"
    )
    counter = Counter(tmp_path, promotions=(coupon,))
    counter.scan()
    counter.scan("COUPON-1")
    assert counter.notice == "coupon_accepted"
    assert counter.session.basket.priced.total == till.cny(900)
    counter.scan("COUPON-1")
    assert counter.notice == "coupon_repeated"
    assert counter.session.basket.priced.total == till.cny(900)
    counter.close()


def test_the_catalogue_s_promotions_come_with_the_item(tmp_path: Path) -> None:
    offer = Promotion(
        "p-1", (("en", "2 for 1"),), NForM(2, 1), products=frozenset({"milk"})
    )
    counter = Counter(tmp_path, promotions=(offer,))
    counter.scan()
    counter.scan()
    assert counter.session.basket.priced.total == till.cny(1000)
    counter.close()


def test_a_recalled_lot_is_stopped_at_the_scan(tmp_path: Path) -> None:
    counter = Counter(tmp_path, recalls=(("milk", "L666"),))
    counter.scan(f"010{MILK}10L666", "datamatrix", gs1=True)
    assert causes(counter) == [Cause.RECALLED]
    counter.scan(f"010{MILK}10L667", "datamatrix", gs1=True)
    assert counter.cart == ["milk"]
    counter.close()


def test_a_recall_that_comes_later_stops_the_payment(counter: Counter) -> None:
    counter.scan()
    add_recall(counter, "milk")
    counter.lane.pay()
    assert counter.session.phase is Phase.SCAN
    assert causes(counter) == [Cause.RECALLED]
    assert counter.notice == "recalled"


def add_recall(counter: Counter, product: str) -> None:
    from kiosk.store.schema import open_catalogue

    db = open_catalogue(counter.folder / "catalogue.db")
    db.run("INSERT INTO recall VALUES ('r', 1, NULL, ?, NULL, '{}')", (product,))
    db.close()


def test_goods_past_their_use_by_date_are_refused(counter: Counter) -> None:
    yesterday = till.NOON.date().replace(day=till.NOON.day - 1)
    counter.scan(f"010{MILK}17{yesterday:%y%m%d}", "datamatrix", gs1=True)
    assert causes(counter) == [Cause.EXPIRED]
    assert counter.cart == []


BADGE = "BADGE-CANARY-77"


def test_a_badge_opens_staff_mode_and_is_kept_nowhere(counter: Counter) -> None:
    counter.scan()
    counter.scan(BADGE)
    assert counter.desk.asked == [BADGE]
    staff = StaffRecord("st-1", "A", Role.ATTENDANT, demo=True)
    scan = SymbolScanned("scanner", BADGE, "", 0)
    counter.lane.receive(StaffChecked(staff, "badge", scan=scan))
    assert counter.session.staff.id == "st-1"
    assert counter.cart == ["milk"]
    counter.ledger._db.run("PRAGMA wal_checkpoint(TRUNCATE)")
    assert BADGE.encode() not in (counter.folder / "ledger.db").read_bytes()


def test_a_badge_on_the_attract_screen_opens_no_basket(counter: Counter) -> None:
    counter.scan(BADGE)
    staff = StaffRecord("st-1", "A", Role.ATTENDANT, demo=True)
    scan = SymbolScanned("scanner", BADGE, "", 0)
    counter.lane.receive(StaffChecked(staff, "badge", scan=scan))
    assert counter.session.phase is Phase.ATTRACT
    assert counter.session.staff.id == "st-1"


def test_a_text_that_is_no_badge_is_an_unknown_item(counter: Counter) -> None:
    scan = SymbolScanned("scanner", "WHO-KNOWS", "qr", 0)
    counter.lane.receive(scan)
    assert counter.notice == ""
    counter.lane.receive(StaffChecked(None, "badge", scan=scan))
    assert counter.notice == "unknown_item"
    assert causes(counter) == [Cause.UNKNOWN_ITEM]


def test_a_badge_that_cannot_be_checked_is_not_journalled(counter: Counter) -> None:
    scan = SymbolScanned("scanner", BADGE, "qr", 0)
    counter.lane.receive(scan)
    counter.lane.receive(StaffChecked(None, "badge", fault=True, scan=scan))
    assert counter.notice == "staff_unchecked"
    assert counter.journal() == []


hostile = st.text(max_size=40) | st.sampled_from([MILK, PAY_CODE, "4011", "MEMBER-1"])


@settings(max_examples=40, deadline=None)
@given(texts=st.lists(hostile, max_size=6), pays=st.integers(0, 6))
def test_no_text_raises_and_a_crash_gives_the_same_session(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], pays: int
) -> None:
    counter = Counter(tmp_path_factory.mktemp("lane"))
    for number, text in enumerate(texts):
        if number == pays:
            counter.lane.pay()
        counter.scan(text)
    before = counter.session
    counter.crash()
    after = counter.session
    assert (after.phase, after.basket) == (before.phase, before.basket)
    assert (after.intents, after.interventions) == (
        before.intents,
        before.interventions if before.basket else (),
    )
    counter.close()
