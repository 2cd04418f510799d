"""What the screen may ask of the lane. One method a wish; none returns a value.

The view models call these on the main thread; the lane adds ids, time and facts,
and turns the wish into a domain event. What is not legal now becomes a notice.
Secrets (PIN digits) end here (architecture rule 11).
"""

from __future__ import annotations

from typing import Protocol

from kiosk.domain.events import ReceiptChoice
from kiosk.domain.intervention import Decision
from kiosk.domain.product import Product


class Controls(Protocol):
    """The shopper's and the colleague's wishes."""

    def start(self) -> None:
        """Begin a basket from the attract screen."""

    def touched(self) -> None:
        """Somebody touched the screen: the idle time begins anew."""

    def search(self, text: str, category: str = "") -> tuple[Product, ...]:
        """Return products to choose by hand: pinyin initials, name part or PLU."""

    def choose(self, product_id: str, pieces: int = 1) -> None:
        """Add a product that is sold by the piece."""

    def begin_weighing(self) -> None:
        """The weigh screen opened: recognise what lies on the pan."""

    def weigh(self, product_id: str) -> None:
        """Add a weighed product at what the scale shows now."""

    def zero_scale(self) -> None:
        """Zero the empty scale."""

    def remove_line(self, line_id: str) -> None:
        """Take a line out."""

    def change_quantity(self, line_id: str, pieces: int) -> None:
        """Set the pieces of a line."""

    def enter_code(self, text: str) -> None:
        """Take digits typed on the keypad as if they were scanned."""

    def pay(self) -> None:
        """Go to payment."""

    def back_to_scan(self) -> None:
        """Leave payment, as long as none is under way."""

    def cancel_payment(self) -> None:
        """Stop the payment under way."""

    def choose_receipt(self, choice: ReceiptChoice) -> None:
        """Take the receipt on paper, on the screen, or not."""

    def finish(self) -> None:
        """Leave the thanks screen."""

    def abandon(self) -> None:
        """Give the basket up."""

    def call_help(self, detail: str = "") -> None:
        """Ask for a colleague."""

    def enter_pin(self, pin: str) -> None:
        """Staff mode: prove who you are."""

    def leave_staff(self) -> None:
        """Close staff mode."""

    def resolve(
        self, intervention_id: str, revision: int, decision: Decision, reason: str
    ) -> None:
        """Staff: approve or reject an intervention as it was shown."""

    def void_line(self, line_id: str, reason: str) -> None:
        """Staff: take a line out with a reason."""

    def void_basket(self, reason: str) -> None:
        """Staff: end the basket without a sale."""
