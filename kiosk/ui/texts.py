"""What the screen says for each code: English sources for Qt Linguist.

The codes are the domain's: notices of the session, refusals, causes. A test
holds these tables against the domain's enumerations. `%1` is the subject (a
product's name or a scanned text), `%2` the number with its unit.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.ui.wording import QT_TRANSLATE_NOOP, translate


@dataclass(frozen=True, slots=True)
class Sentence:
    """A notice's sentence, and the action it offers: a sheet's name, or none."""

    text: str
    action: str = ""  # "", "lookup", "weigh", "help", "zero"


NOTICES: dict[str, Sentence] = {
    "added": Sentence(QT_TRANSLATE_NOOP("Notice", "Added: %1")),
    "removed": Sentence(QT_TRANSLATE_NOOP("Notice", "Taken out: %1")),
    "quantity": Sentence(QT_TRANSLATE_NOOP("Notice", "%1: now %2")),
    # scanning
    "unknown_item": Sentence(
        QT_TRANSLATE_NOOP("Notice", "We do not know this code. Look the item up?"),
        "lookup",
    ),
    "bad_check_digit": Sentence(
        QT_TRANSLATE_NOOP("Notice", "That code was misread. Please scan it again.")
    ),
    "label_invalid": Sentence(
        QT_TRANSLATE_NOOP("Notice", "This price label is not valid. Ask a colleague."),
        "help",
    ),
    "wallet_code_in_scan": Sentence(
        QT_TRANSLATE_NOOP("Notice", "That is a payment code. Ready to pay?"), "pay"
    ),
    "label_in_pay": Sentence(
        QT_TRANSLATE_NOOP("Notice", "That is an item. Go back to add it."), "back"
    ),
    "unknown_wallet": Sentence(
        QT_TRANSLATE_NOOP("Notice", "We cannot take this payment code here.")
    ),
    "pay_code_used": Sentence(
        QT_TRANSLATE_NOOP("Notice", "This payment code was used. Show a fresh one.")
    ),
    "unreadable": Sentence(
        QT_TRANSLATE_NOOP("Notice", "We could not read that. Hold it flat and still.")
    ),
    "foreign_currency": Sentence(
        QT_TRANSLATE_NOOP("Notice", "This label's price is in another currency."),
        "help",
    ),
    "no_price": Sentence(
        QT_TRANSLATE_NOOP("Notice", "%1 has no price yet. A colleague is called.")
    ),
    "expired": Sentence(
        QT_TRANSLATE_NOOP("Notice", "%1 is past its date and cannot be sold.")
    ),
    "recalled": Sentence(
        QT_TRANSLATE_NOOP("Notice", "%1 is being recalled and cannot be sold.")
    ),
    "age": Sentence(
        QT_TRANSLATE_NOOP("Notice", "%1: a colleague must check your age first.")
    ),
    "staff_only": Sentence(
        QT_TRANSLATE_NOOP("Notice", "%1 is sold by our staff only.")
    ),
    "sale_hours": Sentence(
        QT_TRANSLATE_NOOP("Notice", "%1 may not be sold at this hour.")
    ),
    "quantity_limit": Sentence(
        QT_TRANSLATE_NOOP("Notice", "%1: no more than %2 in one purchase.")
    ),
    "duplicate_serial": Sentence(
        QT_TRANSLATE_NOOP("Notice", "This very item is already in your basket.")
    ),
    "label_mismatch": Sentence(
        QT_TRANSLATE_NOOP("Notice", "%1: the label does not add up. Staff will look.")
    ),
    "clock_unsure": Sentence(
        QT_TRANSLATE_NOOP("Notice", "%1: we cannot check its date. Staff will look.")
    ),
    "line_needs_staff": Sentence(
        QT_TRANSLATE_NOOP("Notice", "A colleague must change this line."), "help"
    ),
    "best_before_passed": Sentence(
        QT_TRANSLATE_NOOP("Notice", "%1 is past its best-before date. Keep it?")
    ),
    "no_such_line": Sentence(
        QT_TRANSLATE_NOOP("Notice", "This line is no longer in your basket.")
    ),
    "quantity_fixed": Sentence(
        QT_TRANSLATE_NOOP("Notice", "Weighed and labelled items cannot be counted up.")
    ),
    "deposit_goes_with_item": Sentence(
        QT_TRANSLATE_NOOP("Notice", "The deposit belongs to its item.")
    ),
    "no_basket": Sentence(
        QT_TRANSLATE_NOOP("Notice", "There is no basket. Scan an item to start.")
    ),
    "catalogue_missing": Sentence(
        QT_TRANSLATE_NOOP("Notice", "This lane has no products yet. Please wait.")
    ),
    "checking_ledger": Sentence(
        QT_TRANSLATE_NOOP("Notice", "One moment: this lane is checking its records.")
    ),
    # weighing
    "weigh_needed": Sentence(
        QT_TRANSLATE_NOOP("Notice", "This is sold by weight. Put it on the scale."),
        "weigh",
    ),
    "not_weighed": Sentence(
        QT_TRANSLATE_NOOP(
            "Notice", "This is sold by the piece: add it without weighing."
        )
    ),
    "scale_absent": Sentence(
        QT_TRANSLATE_NOOP("Notice", "The scale does not answer. Ask a colleague."),
        "help",
    ),
    "scale_fault": Sentence(
        QT_TRANSLATE_NOOP("Notice", "The scale has a fault. Ask a colleague."), "help"
    ),
    "weigh_unstable": Sentence(
        QT_TRANSLATE_NOOP("Notice", "The scale is still moving. Wait a moment.")
    ),
    "weigh_zero_first": Sentence(
        QT_TRANSLATE_NOOP("Notice", "Clear the scale first, then put the item on.")
    ),
    "weigh_too_light": Sentence(
        QT_TRANSLATE_NOOP("Notice", "That is too light to weigh here.")
    ),
    "weigh_over": Sentence(
        QT_TRANSLATE_NOOP("Notice", "That is too heavy for this scale.")
    ),
    "weigh_under": Sentence(
        QT_TRANSLATE_NOOP("Notice", "The scale is below zero. Clear it, then zero."),
        "zero",
    ),
    "weigh_tare_invalid": Sentence(
        QT_TRANSLATE_NOOP("Notice", "This container's weight cannot be taken off.")
    ),
    # paying
    "empty_basket": Sentence(
        QT_TRANSLATE_NOOP("Notice", "Your basket is empty. Scan an item first.")
    ),
    "scan_during_payment": Sentence(
        QT_TRANSLATE_NOOP("Notice", "Not added: a payment is under way.")
    ),
    "payment_failed": Sentence(
        QT_TRANSLATE_NOOP("Notice", "Not paid. Nothing was taken: please try again.")
    ),
    "payment_unknown": Sentence(
        QT_TRANSLATE_NOOP("Notice", "We are asking your wallet. Do not pay again.")
    ),
    "payment_reversed": Sentence(
        QT_TRANSLATE_NOOP("Notice", "The payment was taken back. Nothing is owed.")
    ),
    "payment_reverse_unknown": Sentence(
        QT_TRANSLATE_NOOP("Notice", "A colleague will check this payment with you.")
    ),
    "payment_reversing": Sentence(
        QT_TRANSLATE_NOOP("Notice", "We are taking the payment back. Please wait.")
    ),
    "payment_transition": Sentence(
        QT_TRANSLATE_NOOP("Notice", "That is not possible while the payment is open.")
    ),
    "receipt_required": Sentence(
        QT_TRANSLATE_NOOP(
            "Notice", "The law asks for a receipt here. Please choose one."
        )
    ),
    "payment_unresolved": Sentence(
        QT_TRANSLATE_NOOP("Notice", "A colleague will check this payment with you.")
    ),
    "pay_blocked_staff": Sentence(
        QT_TRANSLATE_NOOP("Notice", "A colleague must come before you can pay.")
    ),
    "printer_held": Sentence(
        QT_TRANSLATE_NOOP("Notice", "Your receipt waits for the printer.")
    ),
    # people
    "help": Sentence(QT_TRANSLATE_NOOP("Notice", "A colleague is on the way.")),
    "idle": Sentence(
        QT_TRANSLATE_NOOP("Notice", "Your basket is kept. A colleague is called.")
    ),
    "help_called": Sentence(
        QT_TRANSLATE_NOOP("Notice", "A colleague is already on the way.")
    ),
    "member_welcome": Sentence(
        QT_TRANSLATE_NOOP("Notice", "Welcome! Member prices now apply.")
    ),
    "coupon_accepted": Sentence(QT_TRANSLATE_NOOP("Notice", "Coupon accepted: %1")),
    "coupon_repeated": Sentence(
        QT_TRANSLATE_NOOP("Notice", "This coupon is already in use here.")
    ),
    "coupon_unknown": Sentence(
        QT_TRANSLATE_NOOP("Notice", "This coupon is not valid here.")
    ),
    "staff_pin_wrong": Sentence(QT_TRANSLATE_NOOP("Notice", "Wrong PIN.")),
    "staff_unchecked": Sentence(
        QT_TRANSLATE_NOOP(
            "Notice", "This lane has no staff list it can read: nobody can sign in."
        )
    ),
    "staff_locked": Sentence(
        QT_TRANSLATE_NOOP(
            "Notice", "Too many wrong PINs. Sign-in is locked for %2 on this lane."
        )
    ),
    "staff_needed": Sentence(
        QT_TRANSLATE_NOOP("Notice", "Staff mode was closed. Enter your PIN again.")
    ),
    "approval_late": Sentence(
        QT_TRANSLATE_NOOP("Notice", "The basket has changed: look again, then decide.")
    ),
    "staff_needed_role": Sentence(
        QT_TRANSLATE_NOOP("Notice", "This needs a supervisor.")
    ),
    # the lane
    "offline": Sentence(QT_TRANSLATE_NOOP("Notice", "No network: we go on selling.")),
    "storage_failed": Sentence(
        QT_TRANSLATE_NOOP("Notice", "This lane cannot record sales now.")
    ),
    "stopped": Sentence(QT_TRANSLATE_NOOP("Notice", "This lane is closed.")),
    "not_now": Sentence(QT_TRANSLATE_NOOP("Notice", "That is not possible now.")),
}

UNKNOWN_NOTICE = Sentence(
    QT_TRANSLATE_NOOP("Notice", "Something needs a colleague (%1)."), "help"
)

ACTIONS = {
    "lookup": QT_TRANSLATE_NOOP("Action", "Look it up"),
    "weigh": QT_TRANSLATE_NOOP("Action", "Weigh"),
    "help": QT_TRANSLATE_NOOP("Action", "Call a colleague"),
    "zero": QT_TRANSLATE_NOOP("Action", "Zero the scale"),
    "pay": QT_TRANSLATE_NOOP("Action", "Pay now"),
    "back": QT_TRANSLATE_NOOP("Action", "Back to scanning"),
}

CAUSES = {
    "help": QT_TRANSLATE_NOOP("Cause", "Help was asked for"),
    "idle": QT_TRANSLATE_NOOP("Cause", "Nobody at the lane"),
    "unknown_item": QT_TRANSLATE_NOOP("Cause", "Unknown item"),
    "no_price": QT_TRANSLATE_NOOP("Cause", "Item without a price"),
    "expired": QT_TRANSLATE_NOOP("Cause", "Past its date"),
    "recalled": QT_TRANSLATE_NOOP("Cause", "Recalled item"),
    "age": QT_TRANSLATE_NOOP("Cause", "Age check"),
    "staff_only": QT_TRANSLATE_NOOP("Cause", "Sold by staff only"),
    "sale_hours": QT_TRANSLATE_NOOP("Cause", "Outside its sale hours"),
    "quantity_limit": QT_TRANSLATE_NOOP("Cause", "Quantity limit"),
    "duplicate_serial": QT_TRANSLATE_NOOP("Cause", "Same serial number twice"),
    "label_mismatch": QT_TRANSLATE_NOOP("Cause", "Price label does not add up"),
    "clock_unsure": QT_TRANSLATE_NOOP("Cause", "Clock not sure: check the date"),
    "payment_unresolved": QT_TRANSLATE_NOOP("Cause", "Payment unresolved"),
}

CATEGORIES = {
    "fruit": QT_TRANSLATE_NOOP("Category", "Fruit"),
    "vegetables": QT_TRANSLATE_NOOP("Category", "Vegetables"),
    "bakery": QT_TRANSLATE_NOOP("Category", "Bakery"),
    "dairy": QT_TRANSLATE_NOOP("Category", "Dairy"),
    "drinks": QT_TRANSLATE_NOOP("Category", "Drinks"),
    "snacks": QT_TRANSLATE_NOOP("Category", "Snacks"),
    "grains": QT_TRANSLATE_NOOP("Category", "Rice and noodles"),
    "frozen": QT_TRANSLATE_NOOP("Category", "Frozen"),
    "deli": QT_TRANSLATE_NOOP("Category", "Deli"),
    "meat": QT_TRANSLATE_NOOP("Category", "Meat"),
    "seafood": QT_TRANSLATE_NOOP("Category", "Seafood"),
    "household": QT_TRANSLATE_NOOP("Category", "Household"),
    "care": QT_TRANSLATE_NOOP("Category", "Care"),
    "baby": QT_TRANSLATE_NOOP("Category", "Baby"),
    "alcohol": QT_TRANSLATE_NOOP("Category", "Alcohol"),
    "tobacco": QT_TRANSLATE_NOOP("Category", "Tobacco"),
    "books": QT_TRANSLATE_NOOP("Category", "Books"),
    "services": QT_TRANSLATE_NOOP("Category", "Services"),
    "bags": QT_TRANSLATE_NOOP("Category", "Bags"),
}

WALLETS = {
    "wechat": QT_TRANSLATE_NOOP("Wallet", "WeChat Pay"),
    "alipay": QT_TRANSLATE_NOOP("Wallet", "Alipay"),
    "unionpay": QT_TRANSLATE_NOOP("Wallet", "UnionPay"),
}

# Reasons are stable codes in the ledger; the words are for the screen.
REASONS = {
    "changed_mind": QT_TRANSLATE_NOOP("Reason", "Shopper changed their mind"),
    "wrong_item": QT_TRANSLATE_NOOP("Reason", "Wrong item"),
    "damaged": QT_TRANSLATE_NOOP("Reason", "Damaged"),
    "price_dispute": QT_TRANSLATE_NOOP("Reason", "Price in doubt"),
    "left_lane": QT_TRANSLATE_NOOP("Reason", "Shopper left"),
    "other": QT_TRANSLATE_NOOP("Reason", "Other"),
}

ROLES = {
    "attendant": QT_TRANSLATE_NOOP("Role", "Attendant"),
    "supervisor": QT_TRANSLATE_NOOP("Role", "Supervisor"),
}

PRINTER = {
    "printing": QT_TRANSLATE_NOOP("Printer", "Printing your receipt"),
    "done": QT_TRANSLATE_NOOP("Printer", "Please take your receipt"),
    "paper_out": QT_TRANSLATE_NOOP(
        "Printer", "Out of paper: it prints when paper is in"
    ),
    "cover_open": QT_TRANSLATE_NOOP(
        "Printer", "Printer open: it prints when it is closed"
    ),
    "absent": QT_TRANSLATE_NOOP("Printer", "No printer now: your sale is recorded"),
    "held": QT_TRANSLATE_NOOP("Printer", "The printer waits: your sale is recorded"),
}

STOPPED = {
    "storage_failed": QT_TRANSLATE_NOOP(
        "Stopped", "It cannot record sales. Your basket is kept."
    ),
    "": QT_TRANSLATE_NOOP("Stopped", "Please use another lane, or ask a colleague."),
}


def said(context: str, table: dict[str, str], code: str) -> str:
    """Return a code's text in the language shown now; an unknown code as it is."""
    return translate(context, table[code]) if code in table else code
