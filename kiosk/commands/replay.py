"""`kiosk replay`: run a ledger's journal through the state machine again.

It shows what each event led to, the rejected ones too: the flight recorder's reader.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from kiosk.domain.errors import Rejected
from kiosk.domain.events import BasketOpened, Event
from kiosk.domain.profile import Profile
from kiosk.domain.profiles import profile
from kiosk.domain.session import Session
from kiosk.domain.step import step
from kiosk.store.codec import CodecError, decode_event
from kiosk.store.connection import Reader


def replay_journal(path: Path, basket: str) -> int:
    """Print the journal's events and the session after each; 1 when one differs."""
    if not path.is_file():
        print(f"kiosk: {path}: no such file", file=sys.stderr)
        return 1
    reader = Reader(path)
    try:
        rows = reader.rows(
            "SELECT basket, event, rejected FROM journal"
            " WHERE basket = :basket OR (:basket = '' AND basket != '') ORDER BY n",
            {"basket": basket},
        )
    finally:
        reader.close()
    return _replay(rows)


def _replay(rows: Iterable[tuple[str, str, str]]) -> int:
    session: Session | None = None
    for basket_id, text, rejected in rows:
        try:
            event = decode_event(text.encode())
        except CodecError as error:
            print(f"kiosk: an event cannot be read ({error})", file=sys.stderr)
            return 1
        if isinstance(event, BasketOpened):
            print(f"\nbasket {basket_id}")
            session = Session(_profile_of(event))
        if session is None:
            continue  # the journal begins in the middle of an old basket
        try:
            session, _ = step(session, event)
            refused = ""
        except Rejected as error:
            refused = error.code
        _print(event, session, refused)
        if refused != rejected:
            print(
                f"kiosk: journalled {rejected or 'accepted'}, "
                f"replayed {refused or 'accepted'}",
                file=sys.stderr,
            )
            return 1
    return 0


def _profile_of(event: BasketOpened) -> Profile:
    return profile(event.profile_id)


def _print(event: Event, session: Session, refused: str) -> None:
    basket = session.basket
    lines = len(basket.cart.lines) if basket else 0
    total = session.profile.format(basket.priced.total) if basket else "-"
    said = f"rejected: {refused}" if refused else session.phase.value
    name = type(event).__name__
    print(f"{event.at:%H:%M:%S.%f}  {name:22} {said:28} {lines:3} lines  {total}")
